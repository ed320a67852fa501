// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* completion_bash.c: a function for bash that knows commands, options and what they take. */
#include "cmd/command.h"
#include "cmd/document.h"

/* One arm of the case over "command:previous word": what the option behind which we stand takes. */
static void value(struct pby_buf *out, const struct pby_command *c, const struct pby_option *o)
{
	PBY_AUTO_BUF words = { 0 };

	if (!o->arg)
		return;
	pby_buf__addf(out, "\t%s:--%s", c->name, o->name);
	if (o->letter)
		pby_buf__addf(out, " | %s:-%c", c->name, o->letter);
	pby_document__words(o->arg, &words);
	if (pby_document__is_folder(o->arg))
		pby_buf__adds(out, ") folders=1 ;;\n");
	else if (pby_document__is_file(o->arg))
		pby_buf__adds(out, ") files=1 ;;\n");
	else
		pby_buf__addf(out, ") words='%s' ;;\n", pby_buf__text(&words));
}

/* One arm of the case over the command: its options, or its arguments. */
static void arguments(struct pby_buf *out, const struct pby_command *c)
{
	PBY_AUTO_BUF words = { 0 };

	pby_buf__addf(out, "\t%s)\n\t\tcase $word in\n\t\t-*) words='--help", c->name);
	for (size_t i = 0; i < c->nr_options; i++)
		pby_buf__addf(out, " --%s", c->options[i].name);
	pby_document__words(c->args, &words);
	pby_buf__addf(out, "' ;;\n\t\t*) words='%s'", pby_buf__text(&words));
	if (pby_document__is_file(c->args) || pby_document__is_folder(c->args))
		pby_buf__adds(out, " files=1");
	pby_buf__adds(out, " ;;\n\t\tesac\n\t\t;;\n");
}

void pby_document__bash(struct pby_buf *out)
{
	PBY_AUTO_BUF names = { 0 };

	pby_document__words("COMMAND", &names);
	pby_buf__adds(out, "# bash completion for probity, written by \"probity help --completion bash\".\n"
			   "_probity() {\n"
			   "\tlocal word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}\n"
			   "\tlocal command=${COMP_WORDS[1]} words= files= folders= taken=1\n"
			   "\tCOMPREPLY=()\n"
			   "\tif [ \"$COMP_CWORD\" -eq 1 ]; then\n");
	pby_buf__addf(out, "\t\tCOMPREPLY=($(compgen -W '%s --help --version' -- \"$word\"))\n", pby_buf__text(&names));
	pby_buf__adds(out, "\t\treturn\n\tfi\n\tcase $command:$before in\n");
	for (size_t i = 0; i < pby_nr_commands; i++)
		for (size_t o = 0; o < pby_commands[i]->nr_options; o++)
			value(out, pby_commands[i], &pby_commands[i]->options[o]);
	pby_buf__adds(out, "\t*) taken= ;;\n\tesac\n\t[ -n \"$taken\" ] || case $command in\n");
	for (size_t i = 0; i < pby_nr_commands; i++)
		arguments(out, pby_commands[i]);
	pby_buf__adds(out, "\tesac\n"
			   "\tCOMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n"
			   "\t[ -z \"$files\" ] || COMPREPLY+=($(compgen -f -- \"$word\"))\n"
			   "\t[ -z \"$folders\" ] || COMPREPLY+=($(compgen -d -- \"$word\"))\n"
			   "}\ncomplete -o filenames -F _probity probity\n");
}
