// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* command.c: the table of subcommands and what is generated from it. */
#include "cmd/command.h"

#include <string.h>

#include "base/buf.h"
#include "cmd/output.h"
#include "report/paint.h"

enum { HELP_COLUMN = 29 };

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

/* Where a line goes on when it is broken: below its second column, if it has two, else below its beginning. */
static int hang_of(const char *line)
{
	size_t indent = strspn(line, " ");
	const char *gap = indent ? strstr(line + indent, "  ") : NULL;

	return (int)(gap ? (size_t)(gap - line) + strspn(gap, " ") : indent);
}

/* Is it a row of a list, or what goes on with one? Such begin with blanks, and what goes on with many. */
static bool is_row(const char *line)
{
	return *line == ' ';
}

static bool goes_on(const char *line, char last, const char *next)
{
	size_t indent = strspn(next, " ");

	return *next && (is_row(line) ? indent >= 4 : !indent && last != '.');
}

/* Paragraphs and the rows of lists are filled anew, to the width there is. */
static void add_text(struct pby_buf *out, const struct pby_style *style, const char *text)
{
	while (*text) {
		PBY_AUTO_BUF line = { 0 };
		int hang;

		for (;;) {
			size_t n = strcspn(text, "\n");

			pby_buf__add(&line, text, n);
			text += n + (text[n] == '\n');
			if (!line.len || !goes_on(pby_buf__text(&line), line.data[line.len - 1], text))
				break;
			pby_buf__addc(&line, ' ');
			text += strspn(text, " ");
		}
		hang = hang_of(pby_buf__text(&line));
		pby_buf__add(out, line.data, (size_t)hang);
		pby_paint__wrap(out, style, hang, pby_buf__text(&line) + hang);
	}
}

static void add_option(struct pby_buf *out, const struct pby_style *style, const struct pby_option *o)
{
	char left[64], letter[8] = "    ";

	if (o->letter)
		snprintf(letter, sizeof(letter), "-%c, ", o->letter);
	snprintf(left, sizeof(left), "%s--%s%s%s", letter, o->name, o->arg ? " " : "", o->arg ? o->arg : "");
	pby_buf__addf(out, "  %-26s ", left);
	pby_paint__wrap(out, style, HELP_COLUMN, o->help);
}

void pby_command__help(const struct pby_command *c, FILE *to)
{
	const struct pby_style style = pby_output__style(&(struct pby_output){ 0 });
	PBY_AUTO_BUF out = { 0 };

	pby_buf__addf(&out, "usage: probity %s%s%s%s\n\n%s\n\n", c->name, c->nr_options ? " [OPTION...]" : "",
		      *c->args ? " " : "", c->args, c->question);
	add_text(&out, &style, c->text);
	if (c->nr_options)
		pby_buf__addc(&out, '\n');
	for (size_t i = 0; i < c->nr_options; i++)
		add_option(&out, &style, &c->options[i]);
	fputs(pby_buf__text(&out), to);
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
