// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* target_split.c: the compiler made several functions of the one that is probed. */
#include <string.h>

#include "rules/probes/attached.h"

/*
 * Copies that calls go to instead. A .cold part is no such copy: it is entered from the function
 * itself, and almost every large function has one.
 */
static const char *const clones[] = { ".part.", ".isra.", ".constprop." };

static bool is_clone(struct pby_text name)
{
	for (size_t i = 0; i < sizeof(clones) / sizeof(clones[0]); i++)
		if (pby_text__find(name, clones[i]) && !pby_text__ends(name, ".cold"))
			return true;
	return false;
}

static bool test(const struct pby_subject *s, const struct pby_probe *p, struct pby_judgement *j)
{
	const struct pby_symbol *sym;
	uint32_t pos = 0;

	(void)j;
	if (!p->target)
		return false;
	/* "f.part.0": callers that took the inlined beginning do not come by. */
	if (is_clone(pby_text__str(p->target)))
		return strstr(p->target, ".part.") != NULL;
	while ((sym = pby_symbols__each_base(&s->kernel->syms, p->target, &pos)))
		if (is_clone(pby_symbol__name(sym)))
			return true;
	return false;
}

static enum pby_answer judge(const struct pby_subject *s, struct pby_judgement *j)
{
	static const enum pby_probe_family families[] = { PBY_FAMILY_KPROBE, PBY_FAMILY_FPROBE,
							  PBY_FAMILY_TRAMPOLINE };

	if (!s->probes)
		return PBY_NOT_APPLICABLE;
	if (s->kernel->symbols.read != PBY_YES) {
		pby_judgement__missing(j, "kallsyms");
		return PBY_UNKNOWN;
	}
	return pby_attached__each(s, j, families, 3, test);
}

const struct pby_rule pby_rule_target_split = {
	.id = "target-split",
	.title = "A probed function exists in several pieces: some calls are not seen",
	.severity = PBY_LOW,
	.area = PBY_AREA_PROBES,
	.needs = "kallsyms and the lists of attached probes",
	.why = "The compiler split or copied the function (.part, .isra, .constprop): callers of a copy do not pass the probe. What was "
	       "inlined leaves no trace at all.",
	.advice = "Look at all names that begin so in /proc/kallsyms and probe those too, or probe the callers, or a tracepoint.",
	.judge = judge,
};
