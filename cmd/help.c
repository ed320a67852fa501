// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* help.c: probity help [COMMAND]. */
#include "cmd/command.h"

struct values {
	bool all;
};

static const struct pby_option options[] = {
	{ "all", 'a', PBY_OPT_FLAG, offsetof(struct values, all), NULL, "list the hidden commands too" },
};

static int run(const void *values, char **args, int nr_args)
{
	const struct values *v = values;
	const struct pby_command *c;

	if (!nr_args) {
		pby_command__list(stdout, v->all);
		return PBY_EXIT_CLEAN;
	}
	c = pby_command__find(args[0]);
	if (!c)
		return pby_command__fail("help", PBY_EXIT_USAGE, "no such command");
	pby_command__help(c, stdout);
	return PBY_EXIT_CLEAN;
}

const struct pby_command pby_command_help = {
	.name = "help",
	.question = "What can it do, and how?",
	.args = "[COMMAND]",
	.max_args = 1,
	.text = "Lists the commands, or explains one.",
	.options = options,
	.nr_options = sizeof(options) / sizeof(options[0]),
	.values_size = sizeof(struct values),
	.run = run,
};
