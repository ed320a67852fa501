// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* hang.c: probity hang: who waits for whom in what a sick machine left behind. */
#include "cmd/command.h"
#include "cmd/output.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/json.h"
#include "model/hang/hang.h"
#include "report/dump.h"
#include "report/hang.h"
#include "report/hang_views.h"
#include "source/dump/read.h"

struct values {
	struct pby_output output;
	const char *svg;
	bool dot;
	bool folded;
	bool parsed;
};

static const struct pby_option options[] = {
	{ "json", 'j', PBY_OPT_FLAG, offsetof(struct values, output.json), NULL,
	  "print the result as JSON" },
	{ "verbose", 'v', PBY_OPT_FLAG, offsetof(struct values, output.verbose), NULL,
	  "show every wait, the evidence and the stacks" },
	{ "html", 0, PBY_OPT_TEXT, offsetof(struct values, output.html), "FILE",
	  "write the result as one page too; - prints the page" },
	{ "svg", 0, PBY_OPT_TEXT, offsetof(struct values, svg), "FILE",
	  "draw the wait-for graph too; needs no other program; - prints it" },
	{ "dot", 0, PBY_OPT_FLAG, offsetof(struct values, dot), NULL,
	  "print the wait-for graph for Graphviz instead" },
	{ "folded", 0, PBY_OPT_FLAG, offsetof(struct values, folded), NULL,
	  "print stacks of waiting for flame graphs instead" },
	{ "parsed", 0, PBY_OPT_FLAG, offsetof(struct values, parsed), NULL,
	  "print what was read, before it is judged, as JSON: for reports of misread logs" },
};

static int exit_code(const struct pby_hang *hang, const struct pby_dump *dump)
{
	if (hang->graph.nr_blocked || hang->diagnoses.nr)
		return PBY_EXIT_FOUND;
	for (uint32_t i = 0; i < dump->notes.nr; i++)
		if (dump->notes.items[i].kind == PBY_NOTE_PANIC_HUNG)
			return PBY_EXIT_FOUND;
	return PBY_EXIT_CLEAN;
}

/* The views that replace the text, and the drawing that goes beside it. */
static int show(struct json_object *result, const struct values *v, struct pby_err *err)
{
	PBY_AUTO_BUF picture = { 0 }, lines = { 0 };
	int rc = 0;

	if (v->svg) {
		pby_hang__svg(result, &picture);
		rc = pby_output__write(&picture, v->svg, err);
	}
	if (rc || (v->svg && !strcmp(v->svg, "-")))
		return rc;
	if (!v->dot && !v->folded)
		return pby_output__show(result, &v->output, err);
	if (v->dot)
		pby_hang__dot(result, &lines);
	else
		pby_hang__folded(result, &lines);
	return pby_output__write(&lines, "-", err);
}

static int judge(const struct values *v, const struct pby_dump *dump, struct pby_err *err)
{
	struct json_object *result = NULL;
	struct pby_hang hang;
	int rc = pby_hang__judge(&hang, dump), code;

	if (!rc)
		result = pby_hang__json(&hang);
	code = rc ? PBY_EXIT_BLIND : exit_code(&hang, dump);
	if (!result)
		rc = pby_err__set(err, ENOMEM, "no memory for the result");
	else
		rc = show(result, v, err);
	json_object_put(result);
	pby_hang__free(&hang);
	return rc ? PBY_EXIT_BLIND : code;
}

static int show_parsed(const struct pby_dump *dump)
{
	struct json_object *parsed = pby_report__dump(dump);

	pby_output__json(parsed);
	json_object_put(parsed);
	return PBY_EXIT_CLEAN;
}

static int run(const void *values, char **args, int nr_args)
{
	static const char *const standard_input[] = { "-" };
	const char *const *paths = (const char *const *)args;
	const struct values *v = values;
	struct pby_dump dump = { 0 };
	struct pby_err err = { "" };
	int rc, code = PBY_EXIT_BLIND;

	if (!nr_args && isatty(STDIN_FILENO))
		return pby_command__fail("hang", PBY_EXIT_USAGE,
					 "give a file, or pipe a kernel log into it: looking at the running machine is not built yet");
	if (!nr_args) {
		paths = standard_input;
		nr_args = 1;
	}
	rc = pby_dump__read(&dump, paths, (size_t)nr_args, &err);
	if (!rc && v->parsed)
		code = show_parsed(&dump);
	else if (!rc)
		code = judge(v, &dump, &err);
	pby_dump__free(&dump);
	return *err.text ? pby_command__fail("hang", PBY_EXIT_BLIND, err.text) : code;
}

const struct pby_command pby_command_hang = {
	.name = "hang",
	.question = "Who waits for whom, in this kernel log or dump of a hung machine?",
	.args = "[FILE...]",
	.max_args = -1,
	.text = "Reads hung-task reports, sysrq-w and sysrq-t, lockups, RCU stalls, lockdep reports, /proc/PID/stack and "
		"crash backtraces, in any mixture and any logger's wrapping, plain or compressed, and finds the chain of "
		"waits: is it a deadlock, almost one, or a queue behind something slow; who is at its root; is the cause "
		"known, and what ends it. Exits with 0 when nothing is blocked, 1 when something is.",
	.options = options,
	.nr_options = sizeof(options) / sizeof(options[0]),
	.values_size = sizeof(struct values),
	.run = run,
};
