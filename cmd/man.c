// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* man.c: the manual page, in the man macros of roff. */
#include <ctype.h>
#include <string.h>

#include "base/text.h"
#include "cmd/command.h"
#include "cmd/document.h"

/* Text as it is: no backslash, hyphen or dot at a line's start means anything to roff. */
static void plain(struct pby_buf *out, struct pby_text t)
{
	static const struct { char c; const char *roff; } rows[] = {
		{ '\\', "\\e" }, { '-', "\\-" }, { '\'', "\\(aq" }, { '"', "\\(dq" }, { '`', "\\(ga" },
		{ '^', "\\(ha" }, { '~', "\\(ti" },
	};

	if (!pby_text__empty(&t) && *t.p == '.')
		pby_buf__adds(out, "\\&");
	for (; t.p < t.end; t.p++) {
		size_t i = 0;

		while (i < sizeof(rows) / sizeof(rows[0]) && rows[i].c != *t.p)
			i++;
		if (i < sizeof(rows) / sizeof(rows[0]))
			pby_buf__adds(out, rows[i].roff);
		else
			pby_buf__addc(out, *t.p);
	}
}

static void plains(struct pby_buf *out, const char *text)
{
	plain(out, pby_text__str(text));
}

static void font(struct pby_buf *out, char which, const char *text)
{
	pby_buf__addf(out, "\\f%c", which);
	plains(out, text);
	pby_buf__adds(out, "\\fR");
}

/* Lines that begin with blanks are a list and stay as they are; the others are filled. */
static void paragraph(struct pby_buf *out, const char *text)
{
	struct pby_text t = pby_text__str(text), line;
	bool list = false;

	while (pby_text__line(&t, &line)) {
		bool item = pby_text__starts(line, " ");

		if (item != list)
			pby_buf__adds(out, item ? ".PP\n.nf\n" : ".fi\n.PP\n");
		list = item;
		plain(out, line);
		pby_buf__addc(out, '\n');
	}
	if (list)
		pby_buf__adds(out, ".fi\n");
}

static void option(struct pby_buf *out, const struct pby_option *o)
{
	pby_buf__adds(out, ".TP\n");
	if (o->letter) {
		char letter[] = { '-', o->letter, '\0' };

		font(out, 'B', letter);
		pby_buf__adds(out, ", ");
	}
	pby_buf__adds(out, "\\fB\\-\\-");
	plains(out, o->name);
	pby_buf__adds(out, "\\fR");
	if (o->arg) {
		pby_buf__addc(out, ' ');
		font(out, 'I', o->arg);
	}
	pby_buf__addc(out, '\n');
	pby_buf__addc(out, (char)toupper((unsigned char)*o->help));
	plains(out, *o->help ? o->help + 1 : "");
	pby_buf__adds(out, ".\n");
}

static void synopsis(struct pby_buf *out, const struct pby_command *c)
{
	pby_buf__adds(out, "\\fBprobity ");
	plains(out, c->name);
	pby_buf__adds(out, "\\fR");
	if (c->nr_options)
		pby_buf__adds(out, " [\\fIOPTION\\fR...]");
	if (*c->args) {
		pby_buf__addc(out, ' ');
		font(out, 'I', c->args);
	}
	pby_buf__addc(out, '\n');
}

static void command(struct pby_buf *out, const struct pby_command *c)
{
	pby_buf__adds(out, ".SS ");
	plains(out, c->name);
	pby_buf__addc(out, '\n');
	synopsis(out, c);
	pby_buf__adds(out, ".PP\n");
	font(out, 'I', c->question);
	pby_buf__adds(out, "\n.PP\n");
	paragraph(out, c->text);
	for (size_t i = 0; i < c->nr_options; i++)
		option(out, &c->options[i]);
}

static const char rest[] =
	".SH EXIT STATUS\n"
	".TP\n0\nNothing was found at or above the threshold.\n"
	".TP\n1\nSomething was found.\n"
	".TP\n2\nThe command line was wrong.\n"
	".TP\n3\nThe command could not look, or could not write what it found.\n"
	".SH ENVIRONMENT\n"
	".TP\n.B NO_COLOR\nWhen set, output on a terminal has no colours.\n"
	".SH NOTES\n"
	"Without a command, \\fBprobity\\fR lists the commands. What could not be looked at is said to be unknown,\n"
	"with its reason, and is never taken for healthy.\n"
	".SH SEE ALSO\n"
	".BR bpftool (8),\n.BR bpf (2),\n.BR perf_event_open (2)\n";

void pby_document__man(struct pby_buf *out)
{
	pby_buf__adds(out, ".\\\" Written by \"probity help --man\" from the tables of commands and options.\n"
			   ".TH PROBITY 1 \"" PBY_RELEASED "\" \"probity " PBY_VERSION "\" \"User Commands\"\n"
			   ".SH NAME\nprobity \\- honest answers about kernel probes\n.SH SYNOPSIS\n.nf\n");
	for (size_t i = 0; i < pby_nr_commands; i++)
		if (!pby_commands[i]->hidden)
			synopsis(out, pby_commands[i]);
	pby_buf__adds(out, ".fi\n.SH DESCRIPTION\n"
			   "Tells what eBPF programs, kprobes and uprobes can break on a kernel, which of them are attached,\n"
			   "and who waits for whom when tasks hang. By default it looks and touches nothing.\n"
			   ".SH COMMANDS\n");
	for (size_t i = 0; i < pby_nr_commands; i++)
		if (!pby_commands[i]->hidden)
			command(out, pby_commands[i]);
	pby_buf__adds(out, rest);
}
