// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* check.c: probity check: what the probes on this machine can break. */
#include "cmd/command.h"
#include "cmd/output.h"

#include "base/json.h"
#include "gather.h"
#include "model/attach_point.h"
#include "model/kernel.h"
#include "model/rule.h"
#include "report/check.h"

struct values {
	struct pby_gather gather;
	struct pby_list ignore;
	const char *fail_on;
	struct pby_output output;
};

static const struct pby_option options[] = {
	{ "json", 'j', PBY_OPT_FLAG, offsetof(struct values, output.json), NULL,
	  "print the result as JSON" },
	{ "html", 0, PBY_OPT_TEXT, offsetof(struct values, output.html), "FILE",
	  "write the result as one page too; - prints the page" },
	{ "verbose", 'v', PBY_OPT_FLAG, offsetof(struct values, output.verbose), NULL,
	  "show why, the evidence, the fixes, and what could not be looked at" },
	{ "points", 'p', PBY_OPT_FLAG, offsetof(struct values, output.points), NULL,
	  "show the ways to attach: which work here, how, at what risk" },
	{ "root", 0, PBY_OPT_TEXT, offsetof(struct values, gather.root), "DIR",
	  "judge a captured tree instead of this machine" },
	{ "kernel", 'k', PBY_OPT_TEXT, offsetof(struct values, gather.kernel), "FILE",
	  "judge a kernel that is not running: vmlinux or raw BTF" },
	{ "config", 0, PBY_OPT_TEXT, offsetof(struct values, gather.config), "FILE",
	  "with --kernel: its configuration" },
	{ "kallsyms", 0, PBY_OPT_TEXT, offsetof(struct values, gather.kallsyms), "FILE",
	  "with --kernel: its symbol table" },
	{ "ignore", 0, PBY_OPT_LIST, offsetof(struct values, ignore), "ID",
	  "silence a rule; may be given again" },
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

static bool saw_nothing(const struct pby_kernel *k)
{
	return k->btf.read != PBY_YES && k->symbols.read != PBY_YES && k->config.read != PBY_YES;
}

static int run(const void *values, char **args, int nr_args)
{
	const struct values *v = values;
	struct pby_check_filter filter = { v->ignore.items, v->ignore.nr };
	int threshold = v->fail_on ? pby_severity__parse(v->fail_on) : PBY_LOW, code, shown;
	struct pby_kernel kernel = { 0 };
	struct pby_subject subject = { .kernel = &kernel };
	struct pby_verdict verdict;
	struct pby_attach_points points;
	struct pby_check check = { &kernel, &verdict, &points };
	struct json_object *result;
	struct pby_err err;

	(void)args;
	(void)nr_args;
	if (threshold < 0)
		return pby_command__fail("check", PBY_EXIT_USAGE,
					 "--fail-on takes info, low, medium, high or critical");
	for (size_t i = 0; i < v->ignore.nr; i++)
		if (!pby_rules__find(v->ignore.items[i]))
			return pby_command__fail("check", PBY_EXIT_USAGE,
						 "--ignore: no such rule; 'probity rules' lists them");
	if (pby_gather__kernel(&v->gather, &kernel, &err)) {
		pby_kernel__free(&kernel);
		return pby_command__fail("check", PBY_EXIT_BLIND, err.text);
	}
	if (pby_rules__judge(&subject, &verdict)) {
		pby_verdict__free(&verdict);
		pby_kernel__free(&kernel);
		return pby_command__fail("check", PBY_EXIT_BLIND, "no memory");
	}
	pby_attach_points__judge(&kernel, &verdict, &points);
	result = pby_check__json(&check, &filter);
	shown = pby_output__show(result, &v->output, &err);
	code = saw_nothing(&kernel) ? PBY_EXIT_BLIND
				    : failed(result, threshold) ? PBY_EXIT_FOUND : PBY_EXIT_CLEAN;
	if (shown)
		code = pby_command__fail("check", PBY_EXIT_BLIND, err.text);
	json_object_put(result);
	pby_attach_points__free(&points);
	pby_verdict__free(&verdict);
	pby_kernel__free(&kernel);
	return code;
}

const struct pby_command pby_command_check = {
	.name = "check",
	.question = "What can the probes on this machine break, on this very kernel?",
	.args = "",
	.text = "Looks at the kernel's types, symbols, configuration and settings and judges them by the\n"
		"pitfall rules. It only reads: nothing is attached, loaded or switched on.\n"
		"Exit status: 0 nothing found, 1 something found, 2 usage, 3 could not look.",
	.options = options,
	.nr_options = sizeof(options) / sizeof(options[0]),
	.values_size = sizeof(struct values),
	.run = run,
};
