// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* vmcoreinfo.c: looks up lines of VMCOREINFO. */
#include "source/core/vmcoreinfo.h"

/* The value of the line KEY=VALUE, or, with a kind, KIND(KEY)=VALUE. */
static bool look_up(struct pby_text info, const char *kind, const char *key, struct pby_text *value)
{
	struct pby_text line;

	while (pby_text__line(&info, &line)) {
		if (kind && !(pby_text__eat(&line, kind) && pby_text__eat(&line, "(")))
			continue;
		if (!pby_text__eat(&line, key) || !pby_text__eat(&line, kind ? ")=" : "="))
			continue;
		*value = pby_text__trim(line);
		return true;
	}
	return false;
}

bool pby_vmcoreinfo__text(struct pby_text info, const char *key, struct pby_text *value)
{
	return look_up(info, NULL, key, value);
}

bool pby_vmcoreinfo__symbol(struct pby_text info, const char *name, uint64_t *addr)
{
	struct pby_text value;

	return look_up(info, "SYMBOL", name, &value) && pby_text__hex(&value, addr) &&
	       pby_text__empty(&value);
}

bool pby_vmcoreinfo__number(struct pby_text info, const char *name, int64_t *number)
{
	struct pby_text value;

	return look_up(info, "NUMBER", name, &value) && pby_text__i64(&value, number) &&
	       pby_text__empty(&value);
}
