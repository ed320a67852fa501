// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* target_ambiguous.c: several functions of the kernel bear the name that is probed. */
#include "rules/probes/attached.h"

static bool test(const struct pby_subject *s, const struct pby_probe *p, struct pby_judgement *j)
{
	(void)j;
	return p->target && !p->module && p->nr_places == 1 &&
	       pby_symbols__count(&s->kernel->syms, p->target) > 1;
}

static enum pby_answer judge(const struct pby_subject *s, struct pby_judgement *j)
{
	static const enum pby_probe_family families[] = { PBY_FAMILY_KPROBE, PBY_FAMILY_TRAMPOLINE };

	if (!s->probes)
		return PBY_NOT_APPLICABLE;
	if (s->kernel->symbols.read != PBY_YES) {
		pby_judgement__missing(j, "kallsyms");
		return PBY_UNKNOWN;
	}
	return pby_attached__each(s, j, families, 2, test);
}

const struct pby_rule pby_rule_target_ambiguous = {
	.id = "target-ambiguous",
	.title = "Several functions have the name of a probed one, and only one of them is probed",
	.severity = PBY_LOW,
	.area = PBY_AREA_PROBES,
	.needs = "kallsyms and the lists of attached probes",
	.why = "Static functions of different files may have one name. Older kernels silently take the first; the others' calls are not "
	       "seen, and which one it is depends on the build.",
	.advice = "Probe by address, or another function around it; newer kernels refuse such a name.",
	.fixed_by = {
		{ "b022f0c7e404", "tracing/kprobes: Return EADDRNOTAVAIL when func matches several symbols",
		  "6.6, 6.5.9, 6.1.60, 5.15.145, 5.10.227" },
	},
	.judge = judge,
};
