// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* hang.c: probity hang: who waits for whom in what a sick machine left behind. */
#include "cmd/command.h"
#include "cmd/output.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/json.h"
#include "model/hang/hang.h"
#include "report/hang.h"
#include "source/dump/read.h"

struct values {
	struct pby_output output;
};

static const struct pby_option options[] = {
	{ "json", 'j', PBY_OPT_FLAG, offsetof(struct values, output.json), NULL,
	  "print the result as JSON" },
	{ "verbose", 'v', PBY_OPT_FLAG, offsetof(struct values, output.verbose), NULL,
	  "show every wait, the evidence and the stacks" },
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
		rc = pby_output__show(result, &v->output, err);
	json_object_put(result);
	pby_hang__free(&hang);
	return rc ? PBY_EXIT_BLIND : code;
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
	if (!rc)
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
