// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* help.c: probity help [COMMAND]. */
#include "cmd/command.h"
#include "cmd/document.h"

#include <string.h>

struct values {
	bool all, man;
	const char *completion;
};

static const struct pby_option options[] = {
	{ "all", 'a', PBY_OPT_FLAG, offsetof(struct values, all), NULL, "list the hidden commands too" },
	{ "man", 0, PBY_OPT_FLAG, offsetof(struct values, man), NULL, "print the manual page, for man -l" },
	{ "completion", 0, PBY_OPT_TEXT, offsetof(struct values, completion), "SHELL",
	  "print the completion for bash or zsh" },
};

static int print(void (*document)(struct pby_buf *out))
{
	PBY_AUTO_BUF out = { 0 };

	document(&out);
	fputs(pby_buf__text(&out), stdout);
	return PBY_EXIT_CLEAN;
}

static int completion(const char *shell)
{
	static const struct { const char *shell; void (*document)(struct pby_buf *out); } rows[] = {
		{ "bash", pby_document__bash }, { "zsh", pby_document__zsh },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (!strcmp(rows[i].shell, shell))
			return print(rows[i].document);
	return pby_command__fail("help", PBY_EXIT_USAGE, "--completion takes bash or zsh");
}

static int run(const void *values, char **args, int nr_args)
{
	const struct values *v = values;
	const struct pby_command *c;

	if (v->man)
		return print(pby_document__man);
	if (v->completion)
		return completion(v->completion);
	if (!nr_args) {
		pby_command__list(stdout, v->all);
		return PBY_EXIT_CLEAN;
	}
	c = pby_command__find(args[0]);
	if (!c)
		return pby_command__unknown("help", "command", args[0], "'probity help' lists them");
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
