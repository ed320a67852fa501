// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* check.c: probity check: what the probes on this machine can break. */
#include "cmd/command.h"
#include "cmd/ignore.h"
#include "cmd/output.h"

#include "base/json.h"
#include "gather.h"
#include "model/attach_point.h"
#include "model/kernel.h"
#include "model/probes.h"
#include "model/rule.h"
#include "model/sickness.h"
#include "report/check.h"

struct values {
	struct pby_gather gather;
	struct pby_list ignore;
	const char *ignore_file;
	const char *fail_on;
	double sample_s;
	bool probe;
	struct pby_output output;
};

static const struct pby_option options[] = {
	{ "json", 'j', PBY_OPT_FLAG, offsetof(struct values, output.json), NULL,
	  "print the result as JSON" },
	{ "tsv", 0, PBY_OPT_FLAG, offsetof(struct values, output.tsv), NULL,
	  "print a line per rule: id, answer, severity and strength, separated by tabs" },
	{ "html", 0, PBY_OPT_TEXT, offsetof(struct values, output.html), "FILE",
	  "write the result as one page too; - prints the page" },
	{ "verbose", 'v', PBY_OPT_FLAG, offsetof(struct values, output.verbose), NULL,
	  "show why, the evidence, the fixes, and what could not be looked at" },
	{ "points", 'p', PBY_OPT_FLAG, offsetof(struct values, output.points), NULL,
	  "show the ways to attach: which work here, how, at what risk" },
	{ "attached", 'a', PBY_OPT_FLAG, offsetof(struct values, output.probes), NULL,
	  "show the attached probes: where, whose, in what state, with what losses" },
	{ "probe", 0, PBY_OPT_FLAG, offsetof(struct values, probe), NULL,
	  "try each way to attach with a program that only counts, and show them; detaches at once" },
	{ "sample", 0, PBY_OPT_NUMBER, offsetof(struct values, sample_s), "SECONDS",
	  "switch run statistics on for so long, and tell how often each program runs" },
	{ "root", 0, PBY_OPT_TEXT, offsetof(struct values, gather.root), "DIR|FILE",
	  "judge a captured machine instead of this one: a folder, .tar or .tar.zst" },
	{ "kernel", 'k', PBY_OPT_TEXT, offsetof(struct values, gather.kernel), "FILE",
	  "judge a kernel that is not running: vmlinuz, vmlinux, raw BTF or a .deb" },
	{ "config", 0, PBY_OPT_TEXT, offsetof(struct values, gather.config), "FILE",
	  "with --kernel or alone: its configuration" },
	{ "kallsyms", 0, PBY_OPT_TEXT, offsetof(struct values, gather.kallsyms), "FILE",
	  "with --kernel or alone: its symbol table" },
	{ "ignore", 0, PBY_OPT_LIST, offsetof(struct values, ignore), "ID",
	  "silence a rule; may be given again" },
	{ "ignore-file", 0, PBY_OPT_TEXT, offsetof(struct values, ignore_file), "FILE",
	  "silence the rules listed there, one id per line; " PBY_IGNORE_FILE " unless told" },
	{ "fail-on", 0, PBY_OPT_TEXT, offsetof(struct values, fail_on), "SEVERITY",
	  "exit with 1 from this severity on: info, low (default), medium, high, critical" },
};

/* Did anything at or above the threshold remain after the ignored ones? */
static bool failed(const struct json_object *result, int threshold)
{
	const struct json_object *findings = pby_json__get(result, "findings");

	for (size_t i = 0; i < pby_json__len(findings); i++) {
		const struct json_object *f = pby_json__item(findings, i);

		if (pby_severity__parse(pby_json__get_str(f, "severity")) >= threshold)
			return true;
	}
	return false;
}

static int silence(const struct values *v, struct pby_ignore *ignore, struct pby_err *err)
{
	for (size_t i = 0; i < v->ignore.nr; i++)
		if (pby_ignore__add(ignore, v->ignore.items[i], err))
			return pby_err__prefix(err, -EINVAL, "--ignore");
	return pby_ignore__read(ignore, v->ignore_file, err);
}

/* All that one run learns. */
struct learned {
	struct pby_kernel kernel;
	struct pby_probes probes;
	bool has_probes;	/* a machine, not a kernel by its image */
	struct pby_sickness sickness;
	struct pby_verdict verdict;
	struct pby_attach_points points;
};

static struct pby_subject subject_of(struct learned *l)
{
	return (struct pby_subject){ .kernel = &l->kernel, .sickness = &l->sickness,
				     .probes = l->has_probes ? &l->probes : NULL };
}

static int judge(struct learned *l, struct pby_err *err)
{
	struct pby_subject subject = subject_of(l);
	int rc;

	pby_verdict__free(&l->verdict);
	rc = pby_rules__judge(&subject, &l->verdict);
	return rc ? pby_err__set(err, -rc, "no memory") : 0;
}

/* Why nothing may be tried on this machine, or NULL. */
static const char *refusal(struct learned *l)
{
	struct pby_subject subject = subject_of(l);

	return pby_attach_points__refusal(&subject, &l->verdict, &l->kernel.arena);
}

static int learn(const struct values *v, struct learned *l, struct pby_err *err)
{
	const char *refused = NULL;
	int rc = pby_gather__machine(&v->gather, &l->kernel, &l->probes, &l->sickness, err);

	l->has_probes = pby_gather__is_machine(&v->gather);
	if (!rc && v->sample_s > 0)
		pby_gather__sample(v->sample_s, &l->sickness, &l->probes);
	if (!rc)
		rc = judge(l, err);
	if (!rc && v->probe) {
		refused = refusal(l);
		if (!refused) {
			/* What they say changes answers. */
			pby_gather__experiments(&l->kernel);
			rc = judge(l, err);
		}
	}
	if (rc)
		return rc;
	pby_attach_points__judge(&l->kernel, &l->verdict, &l->points);
	if (refused)
		pby_attach_points__refuse(&l->points, refused);
	else if (v->probe)
		pby_gather__trials(&l->kernel, &l->points);
	return 0;
}

static void forget(struct learned *l)
{
	pby_attach_points__free(&l->points);
	pby_verdict__free(&l->verdict);
	pby_sickness__free(&l->sickness);
	pby_probes__free(&l->probes);
	pby_kernel__free(&l->kernel);
}

static bool saw_nothing(const struct pby_kernel *k)
{
	return k->btf.read != PBY_YES && k->symbols.read != PBY_YES && k->config.read != PBY_YES;
}

/* Returns the exit code. */
static int show(const struct values *v, const struct learned *l, const struct pby_ignore *ignore,
		int threshold)
{
	struct pby_check_filter filter = { ignore->ids.items, ignore->ids.nr };
	struct pby_check check = { .kernel = &l->kernel, .sickness = &l->sickness,
				   .probes = l->has_probes ? &l->probes : NULL,
				   .verdict = &l->verdict, .points = &l->points };
	struct json_object *result = pby_check__json(&check, &filter);
	int code = saw_nothing(&l->kernel) ? PBY_EXIT_BLIND
		   : failed(result, threshold) ? PBY_EXIT_FOUND : PBY_EXIT_CLEAN;
	struct pby_output output = v->output;
	struct pby_err err;

	output.points |= v->probe && !output.verbose && !output.tsv;
	if (pby_output__show(result, &output, &err))
		code = pby_command__fail("check", PBY_EXIT_BLIND, err.text);
	json_object_put(result);
	return code;
}

/* What does not go together, or NULL. */
static const char *misuse(const struct values *v, int threshold)
{
	const struct pby_gather *g = &v->gather;

	if (threshold < 0)
		return "--fail-on takes info, low, medium, high or critical";
	if (g->root && (g->kernel || g->config || g->kallsyms))
		return "--root has its own kernel: not with --kernel, --config or --kallsyms";
	if (v->sample_s > 0 && pby_gather__elsewhere(g))
		return "--sample watches this machine: not with --root, --kernel, --config or --kallsyms";
	if (v->probe && pby_gather__elsewhere(g))
		return "--probe tries this machine: not with --root, --kernel, --config or --kallsyms";
	return NULL;
}

static int run(const void *values, char **args, int nr_args)
{
	const struct values *v = values;
	int threshold = v->fail_on ? pby_severity__parse(v->fail_on) : PBY_LOW, code;
	struct pby_ignore ignore = { 0 };
	const char *wrong = misuse(v, threshold);
	struct learned l = { 0 };
	struct pby_err err;

	(void)args;
	(void)nr_args;
	if (wrong)
		return pby_command__fail("check", PBY_EXIT_USAGE, wrong);
	if (silence(v, &ignore, &err))
		code = pby_command__fail("check", PBY_EXIT_USAGE, err.text);
	else if (learn(v, &l, &err))
		code = pby_command__fail("check", PBY_EXIT_BLIND, err.text);
	else
		code = show(v, &l, &ignore, threshold);
	forget(&l);
	pby_ignore__free(&ignore);
	return code;
}

const struct pby_command pby_command_check = {
	.name = "check",
	.question = "What can the probes on this machine break, on this very kernel?",
	.args = "",
	.text = "Looks at the kernel's types, symbols, configuration and settings and judges them by the\n"
		"pitfall rules. It only reads: nothing is attached, loaded or switched on, unless --probe is\n"
		"given; that refuses on a machine where attaching could hang.\n"
		"Exit status: 0 nothing found, 1 something found, 2 usage, 3 could not look.",
	.options = options,
	.nr_options = sizeof(options) / sizeof(options[0]),
	.values_size = sizeof(struct values),
	.run = run,
};
