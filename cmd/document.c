// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* document.c: what the names of arguments stand for. */
#include "cmd/document.h"

#include <string.h>

#include "base/text.h"
#include "cmd/command.h"
#include "model/rule.h"

static void word(struct pby_buf *out, struct pby_text t)
{
	if (out->len)
		pby_buf__addc(out, ' ');
	pby_buf__add(out, t.p, pby_text__len(&t));
}

static void rules(struct pby_buf *out)
{
	for (size_t i = 0; i < pby_nr_rules; i++)
		word(out, pby_text__str(pby_rules[i]->id));
}

static void commands(struct pby_buf *out)
{
	for (size_t i = 0; i < pby_nr_commands; i++)
		if (!pby_commands[i]->hidden)
			word(out, pby_text__str(pby_commands[i]->name));
}

static void severities(struct pby_buf *out)
{
	for (int s = PBY_INFO; s <= PBY_CRITICAL; s++)
		word(out, pby_text__str(pby_severity__name((enum pby_severity)s)));
}

static void shells(struct pby_buf *out)
{
	word(out, pby_text__str("bash"));
	word(out, pby_text__str("zsh"));
}

/* "[list | pool | compare [CURVE]]": lower-case words are meant as they are. */
static void literal(const char *arg, struct pby_buf *out)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz-";

	while (*arg) {
		size_t n = strspn(arg, letters);

		if (n)
			word(out, pby_text__of(arg, n));
		arg += n;
		arg += strcspn(arg, letters);
	}
}

void pby_document__words(const char *arg, struct pby_buf *out)
{
	static const struct { const char *name; void (*add)(struct pby_buf *out); } rows[] = {
		{ "ID", rules }, { "COMMAND", commands }, { "SEVERITY", severities }, { "SHELL", shells },
	};

	literal(arg, out);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (strstr(arg, rows[i].name))
			rows[i].add(out);
}

bool pby_document__is_file(const char *arg)
{
	return strstr(arg, "FILE");
}

bool pby_document__is_folder(const char *arg)
{
	return !strcmp(arg, "DIR");
}
