// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* show.c: probity show: any saved result, in any view. */
#include "base/err.h"
#include "base/json.h"
#include "cmd/command.h"
#include "cmd/output.h"
#include "cmd/saved.h"

struct values {
	struct pby_output output;
};

static const struct pby_option options[] = {
	{ "points", 'p', PBY_OPT_FLAG, offsetof(struct values, output.points), NULL,
	  "of a check: show the ways to attach" },
	{ "attached", 'a', PBY_OPT_FLAG, offsetof(struct values, output.probes), NULL,
	  "of a check: show the attached probes" },
	{ "verbose", 'v', PBY_OPT_FLAG, offsetof(struct values, output.verbose), NULL,
	  "show everything" },
	{ "tsv", 0, PBY_OPT_FLAG, offsetof(struct values, output.tsv), NULL,
	  "of a check: a line per rule: id, answer, severity and strength, separated by tabs" },
	{ "html", 0, PBY_OPT_TEXT, offsetof(struct values, output.html), "FILE",
	  "write the result as one page too; - prints the page" },
};

static int run(const void *values, char **args, int nr_args)
{
	const struct values *v = values;
	struct json_object *result;
	struct pby_err err;
	int rc;

	result = pby_saved__load(nr_args ? args[0] : "-", &err);
	if (!result)
		return pby_command__fail("show", PBY_EXIT_BLIND, err.text);
	rc = pby_output__show(result, &v->output, &err);
	if (rc)
		pby_err__prefix(&err, rc, "%s", nr_args ? args[0] : "standard input");
	json_object_put(result);
	return rc ? pby_command__fail("show", PBY_EXIT_BLIND, err.text) : PBY_EXIT_CLEAN;
}

const struct pby_command pby_command_show = {
	.name = "show",
	.question = "What did a saved result (--json) say?",
	.args = "[FILE]",
	.max_args = 1,
	.text = "Reads the JSON that another command printed and shows it as text or as a page.",
	.options = options,
	.nr_options = sizeof(options) / sizeof(options[0]),
	.values_size = sizeof(struct values),
	.run = run,
};
