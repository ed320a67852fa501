// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* command.c: the table of subcommands and what is generated from it. */
#include "cmd/command.h"

#include <string.h>

#define COMMAND(name) extern const struct pby_command pby_command_##name;
#include "cmd/commands.def"
#undef COMMAND

const struct pby_command *const pby_commands[] = {
#define COMMAND(name) &pby_command_##name,
#include "cmd/commands.def"
#undef COMMAND
};

const size_t pby_nr_commands = sizeof(pby_commands) / sizeof(pby_commands[0]);

const struct pby_command *pby_command__find(const char *name)
{
	for (size_t i = 0; i < pby_nr_commands; i++)
		if (!strcmp(pby_commands[i]->name, name))
			return pby_commands[i];
	return NULL;
}

void pby_command__list(FILE *to, bool all)
{
	fputs("probity: honest answers about kernel probes\n\n", to);
	for (size_t i = 0; i < pby_nr_commands; i++) {
		const struct pby_command *c = pby_commands[i];

		if (!c->hidden || all)
			fprintf(to, "  probity %-9s %s\n", c->name, c->question);
	}
	fputs("\nprobity COMMAND --help explains one.\n", to);
}

void pby_command__help(const struct pby_command *c, FILE *to)
{
	fprintf(to, "usage: probity %s%s%s%s\n\n%s\n\n%s\n", c->name, c->nr_options ? " [OPTION...]" : "",
		*c->args ? " " : "", c->args, c->question, c->text);
	if (c->nr_options)
		fputc('\n', to);
	for (size_t i = 0; i < c->nr_options; i++) {
		const struct pby_option *o = &c->options[i];
		char left[64], letter[8] = "    ";

		if (o->letter)
			snprintf(letter, sizeof(letter), "-%c, ", o->letter);
		snprintf(left, sizeof(left), "%s--%s%s%s", letter, o->name, o->arg ? " " : "",
			 o->arg ? o->arg : "");
		fprintf(to, "  %-26s %s\n", left, o->help);
	}
}

int pby_command__fail(const char *name, int code, const char *sentence)
{
	fprintf(stderr, "probity %s: %s\n", name, sentence);
	return code;
}

int pby_command__unknown(const char *name, const char *kind, const char *word, const char *where)
{
	fprintf(stderr, "probity%s%s: no such %s: %s; %s\n", *name ? " " : "", name, kind, word, where);
	return PBY_EXIT_USAGE;
}
