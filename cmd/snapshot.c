// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* snapshot.c: probity snapshot: copies what check reads, to be judged elsewhere. */
#include "cmd/command.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/json.h"
#include "base/manifest.h"
#include "base/recorder.h"
#include "base/sink.h"
#include "gather.h"
#include "source/capture/secret.h"

struct values {
	bool modules, no_addresses, json;
};

static const struct pby_option options[] = {
	{ "modules", 'm', PBY_OPT_FLAG, offsetof(struct values, modules), NULL,
	  "copy the types of all modules too" },
	{ "no-addresses", 0, PBY_OPT_FLAG, offsetof(struct values, no_addresses), NULL,
	  "put zeros for all addresses of kernel memory" },
	{ "json", 'j', PBY_OPT_FLAG, offsetof(struct values, json), NULL,
	  "print what was copied and what could not be, as JSON" },
};

/* A capture with the types of all modules has some 60 MB. */
static const size_t max_snapshot = 1ULL << 30;

static bool is_text(struct pby_text t)
{
	return pby_text__empty(&t) || !memchr(t.p, '\0', pby_text__len(&t));
}

static int write_file(struct pby_sink *sink, const struct pby_record *r, const struct values *v, long long now,
		      struct pby_err *err)
{
	PBY_AUTO_BUF zeroed = { 0 };
	struct pby_text content = r->content;

	if (v->no_addresses && is_text(content)) {
		pby_secret__zero(content, &zeroed);
		content = pby_text__of(pby_buf__text(&zeroed), zeroed.len);
	}
	return pby_sink__add(sink, r->path, content, (uint64_t)now, err);
}

static int write_all(const char *path, const struct pby_recorder *recorder, const struct values *v,
		     struct json_object *manifest, long long now, struct pby_err *err)
{
	char *text = pby_json__text(manifest);
	struct pby_sink sink;
	struct pby_record r;
	int rc = pby_sink__open(&sink, path, err);

	/* First, so that a reader of the archive has it early. */
	if (!rc)
		rc = pby_sink__add(&sink, PBY_MANIFEST_PATH, pby_text__str(text ? text : ""), (uint64_t)now, err);
	for (uint32_t i = 0; !rc && pby_recorder__get(recorder, i, &r); i++)
		if (!r.code && pby_recorder__counts(recorder, i))
			rc = write_file(&sink, &r, v, now, err);
	if (!rc)
		rc = pby_sink__finish(&sink, err);
	pby_sink__close(&sink);
	free(text);
	return rc;
}

static void print(const char *path, const struct json_object *manifest)
{
	const struct json_object *files = pby_json__get(manifest, "files"), *missing = pby_json__get(manifest, "missing");
	int64_t bytes = 0;

	for (size_t i = 0; i < pby_json__len(files); i++)
		bytes += pby_json__get_int(pby_json__item(files, i), "size");
	printf("%s: %zu files, %.1f MB\n", path, pby_json__len(files), (double)bytes / 1e6);
	for (size_t i = 0; i < pby_json__len(missing) && i < 12; i++)
		printf("not copied: %s\n", pby_json__get_str(pby_json__item(missing, i), "why"));
	if (pby_json__len(missing) > 12)
		printf("... and %zu more; its probity/manifest.json has all\n", pby_json__len(missing) - 12);
	printf("\nJudge it anywhere: probity check --root %s\n", path);
}

static int run(const void *values, char **args, int nr_args)
{
	const struct values *v = values;
	struct pby_recorder *recorder;
	struct json_object *manifest;
	long long now = time(NULL);
	struct pby_err err;
	int rc;

	if (!nr_args)
		return pby_command__fail("snapshot", PBY_EXIT_USAGE, "where to? A folder, FILE.tar or FILE.tar.zst");
	if (!access(args[0], F_OK) && (strstr(args[0], ".tar")))
		return pby_command__fail("snapshot", PBY_EXIT_USAGE, "that file exists; nothing is overwritten");
	recorder = pby_recorder__new(max_snapshot);
	if (!recorder)
		return pby_command__fail("snapshot", PBY_EXIT_BLIND, "no memory");
	rc = pby_gather__snapshot(v->modules, !v->no_addresses, recorder, &err);
	manifest = pby_manifest__json(recorder, now, !v->no_addresses);
	if (!rc)
		rc = write_all(args[0], recorder, v, manifest, now, &err);
	if (!rc && v->json)
		puts(json_object_to_json_string_ext(manifest, JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_NOSLASHESCAPE));
	else if (!rc)
		print(args[0], manifest);
	json_object_put(manifest);
	pby_recorder__free(recorder);
	return rc ? pby_command__fail("snapshot", PBY_EXIT_BLIND, err.text) : PBY_EXIT_CLEAN;
}

const struct pby_command pby_command_snapshot = {
	.name = "snapshot",
	.question = "How can another machine judge this one?",
	.args = "DIR|FILE",
	.max_args = 1,
	.text = "Copies what check reads here into a new folder, or into an archive named FILE.tar or\n"
		"FILE.tar.zst, for check --root on another machine. Files are copied as they are; what bpf(2)\n"
		"and /proc tell of probes and of waiting tasks is kept in probity/*.json, and what could not be\n"
		"read in probity/manifest.json, with the reason. No command line, environment or memory map of\n"
		"any process is read. Names of processes, cgroups, pinned files and the kernel's command line\n"
		"are in it: look before you send it.",
	.options = options,
	.nr_options = sizeof(options) / sizeof(options[0]),
	.values_size = sizeof(struct values),
	.run = run,
};
