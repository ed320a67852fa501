// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* manifest.c: reads and makes the manifest of a snapshot. */
#define _GNU_SOURCE
#include "base/manifest.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/json.h"
#include "base/map.h"
#include "base/recorder.h"
#include "base/root.h"

struct pby_manifest {
	struct pby_arena arena;
	struct pby_map by_path;	/* without the leading slash */
	PBY_VEC(struct pby_missing) missing;
};

static const char schema[] = "probity.snapshot/1";

static const char *bare(const char *path)
{
	while (*path == '/')
		path++;
	return path;
}

static bool take(struct pby_manifest *m, const struct json_object *o)
{
	const char *path = pby_arena__strdup(&m->arena, bare(pby_json__get_str(o, "path")));
	struct pby_missing *slot = PBY_PUSH(&m->arena, &m->missing);
	int64_t code = pby_json__get_int(o, "errno");

	if (!slot)
		return false;
	*slot = (struct pby_missing){
		.code = code > 0 && code < 4096 ? (int)code : EIO,
		.why = pby_arena__strdup(&m->arena, pby_json__get_str(o, "why")),
		.absent = pby_json__get_bool(o, "absent"),
	};
	return !m->arena.failed && pby_map__put(&m->by_path, path, strlen(path), m->missing.nr - 1);
}

static int parse(struct pby_text text, struct pby_manifest *m, struct pby_err *err)
{
	struct json_tokener *tok = json_tokener_new();
	struct json_object *o = tok ? json_tokener_parse_ex(tok, text.p, (int)pby_text__len(&text)) : NULL;
	const struct json_object *list = pby_json__get(o, "missing");
	int rc = 0;

	json_tokener_free(tok);
	if (strcmp(pby_json__get_str(o, "schema"), schema))
		rc = pby_err__set(err, EBADMSG, PBY_MANIFEST_PATH ": not of the form %s", schema);
	for (size_t i = 0; !rc && i < pby_json__len(list); i++)
		if (!take(m, pby_json__item(list, i)))
			rc = pby_err__set(err, ENOMEM, PBY_MANIFEST_PATH ": no memory");
	json_object_put(o);
	return rc;
}

int pby_manifest__load(const struct pby_root *root, struct pby_manifest **manifest, struct pby_err *err)
{
	enum { MAX_MANIFEST = 16 << 20 };
	PBY_AUTO_BUF text = { 0 };
	int rc = pby_root__read(root, PBY_MANIFEST_PATH, MAX_MANIFEST, &text, err);

	*manifest = NULL;
	if (rc)
		return rc == -ENOENT ? 0 : rc;
	*manifest = calloc(1, sizeof(**manifest));
	if (!*manifest)
		return pby_err__set(err, ENOMEM, PBY_MANIFEST_PATH ": no memory");
	rc = parse(pby_text__of(pby_buf__text(&text), text.len), *manifest, err);
	return rc ? pby_err__prefix(err, rc, "%s", root->path) : 0;
}

void pby_manifest__free(struct pby_manifest *m)
{
	if (!m)
		return;
	pby_map__free(&m->by_path);
	pby_arena__free(&m->arena);
	free(m);
}

bool pby_manifest__find(const struct pby_manifest *m, const char *path, struct pby_missing *missing)
{
	uint32_t i = m ? pby_map__get(&m->by_path, bare(path), strlen(bare(path))) : PBY_MAP_NONE;

	if (i == PBY_MAP_NONE)
		return false;
	*missing = m->missing.items[i];
	return true;
}

static int by_record_path(const void *a, const void *b, void *arg)
{
	struct pby_record first = { .path = "" }, second = { .path = "" };

	pby_recorder__get(arg, *(const uint32_t *)a, &first);
	pby_recorder__get(arg, *(const uint32_t *)b, &second);
	return strcmp(first.path, second.path);
}

/* Children finish in any order, the manifest has one. Indexes of the records that count. */
static uint32_t *sorted(const struct pby_recorder *recorder, uint32_t *nr)
{
	struct pby_record r;
	uint32_t all = 0, *order;

	while (pby_recorder__get(recorder, all, &r))
		all++;
	order = calloc(all + 1, sizeof(*order));
	for (uint32_t i = 0; order && i < all; i++)
		if (pby_recorder__counts(recorder, i))
			order[(*nr)++] = i;
	if (order)
		qsort_r(order, *nr, sizeof(*order), by_record_path, (void *)recorder);
	return order;
}

struct json_object *pby_manifest__json(const struct pby_recorder *recorder, long long taken, bool addresses)
{
	struct json_object *o = json_object_new_object(), *files, *missing;
	uint32_t nr = 0, *order = sorted(recorder, &nr);
	time_t t = (time_t)taken;
	struct pby_record r;
	struct tm utc;
	char when[32];

	gmtime_r(&t, &utc);
	strftime(when, sizeof(when), "%Y-%m-%dT%H:%M:%SZ", &utc);
	pby_json__str(o, "schema", schema);
	pby_json__str(o, "probity", PBY_VERSION);
	pby_json__str(o, "taken", when);
	pby_json__bool(o, "addresses", addresses);
	files = pby_json__arr(o, "files");
	missing = pby_json__arr(o, "missing");
	for (uint32_t i = 0; i < nr && pby_recorder__get(recorder, order[i], &r); i++) {
		struct json_object *item = pby_json__obj(r.code ? missing : files, NULL);

		pby_json__str(item, "path", r.path);
		if (!r.code) {
			pby_json__u64(item, "size", pby_text__len(&r.content));
			continue;
		}
		pby_json__int(item, "errno", r.code);
		pby_json__str(item, "why", r.why);
		pby_json__bool(item, "absent", r.absent);
	}
	free(order);
	return o;
}
