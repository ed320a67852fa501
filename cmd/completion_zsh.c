// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* completion_zsh.c: the same for zsh, in the words of its _arguments. */
#include "cmd/command.h"
#include "cmd/document.h"

/* Inside '...' and [...]: brackets, colons and quotes are zsh's own. */
static void quoted(struct pby_buf *out, const char *text)
{
	for (; *text; text++) {
		if (*text == '\'') {
			pby_buf__adds(out, "'\\''");
			continue;
		}
		if (*text == '[' || *text == ']' || *text == ':' || *text == '\\')
			pby_buf__addc(out, '\\');
		pby_buf__addc(out, *text);
	}
}

/* ":FILE:_files", ":SEVERITY:(info low ...)". */
static void takes(struct pby_buf *out, const char *arg)
{
	PBY_AUTO_BUF words = { 0 };

	pby_document__words(arg, &words);
	pby_buf__addc(out, ':');
	quoted(out, arg);
	pby_buf__addc(out, ':');
	if (pby_document__is_folder(arg))
		pby_buf__adds(out, "_files -/");
	else if (pby_document__is_file(arg))
		pby_buf__adds(out, "_files");
	else if (words.len)
		pby_buf__addf(out, "(%s)", pby_buf__text(&words));
}

static void option(struct pby_buf *out, const struct pby_option *o)
{
	const char *again = o->kind == PBY_OPT_LIST ? "*" : "";

	for (int form = o->letter ? 0 : 1; form < 2; form++) {
		pby_buf__addf(out, " \\\n\t\t'%s", again);
		if (form)
			pby_buf__addf(out, "--%s%s[", o->name, o->arg ? "=" : "");
		else
			pby_buf__addf(out, "-%c%s[", o->letter, o->arg ? "+" : "");
		quoted(out, o->help);
		pby_buf__addc(out, ']');
		if (o->arg)
			takes(out, o->arg);
		pby_buf__addc(out, '\'');
	}
}

static void command(struct pby_buf *out, const struct pby_command *c)
{
	pby_buf__addf(out, "\t%s) _arguments '--help[explain this command]'", c->name);
	for (size_t i = 0; i < c->nr_options; i++)
		option(out, &c->options[i]);
	if (*c->args) {
		pby_buf__addf(out, " \\\n\t\t'%s", c->max_args == 1 ? ":" : "*:");
		takes(out, c->args);
		pby_buf__adds(out, "'");
	}
	pby_buf__adds(out, " ;;\n");
}

void pby_document__zsh(struct pby_buf *out)
{
	pby_buf__adds(out, "#compdef probity\n"
			   "# zsh completion for probity, written by \"probity help --completion zsh\".\n"
			   "if (( CURRENT == 2 )); then\n\tlocal -a commands=(\n");
	for (size_t i = 0; i < pby_nr_commands; i++) {
		if (pby_commands[i]->hidden)
			continue;
		pby_buf__addf(out, "\t\t'%s:", pby_commands[i]->name);
		quoted(out, pby_commands[i]->question);
		pby_buf__adds(out, "'\n");
	}
	pby_buf__adds(out, "\t)\n\t_describe command commands\n\treturn\nfi\n"
			   "local command=$words[2]\nshift words\n(( CURRENT-- ))\ncase $command in\n");
	for (size_t i = 0; i < pby_nr_commands; i++)
		command(out, pby_commands[i]);
	pby_buf__adds(out, "esac\n");
}
