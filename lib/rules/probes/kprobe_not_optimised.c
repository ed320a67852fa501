// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* kprobe_not_optimised.c: kprobes that trap at every hit. */
#include "rules/probes/attached.h"

static bool test(const struct pby_subject *s, const struct pby_probe *p, struct pby_judgement *j)
{
	(void)s;
	(void)j;
	return p->state & PBY_STATE_INT3 && !(p->state & (PBY_STATE_DISABLED | PBY_STATE_GONE));
}

static enum pby_answer judge(const struct pby_subject *s, struct pby_judgement *j)
{
	static const enum pby_probe_family families[] = { PBY_FAMILY_KPROBE };
	const struct pby_listing *list;

	if (!s->probes)
		return PBY_NOT_APPLICABLE;
	/* Only the kernel's own list tells the state. */
	list = &s->probes->lists[PBY_LIST_KPROBES];
	if (list->read != PBY_YES) {
		struct pby_fact all = pby_probes__complete(s->probes, s->kernel, PBY_FAMILY_KPROBE);
		bool any = false;

		for (uint32_t i = 0; i < s->probes->probes.nr; i++)
			any |= pby_attached__is_of(&s->probes->probes.items[i], families, 1);
		if (pby_fact__yes(pby_judgement__cite(j, all)) && !any)
			return PBY_CLEAR;
		pby_judgement__missing(j, "debugfs kprobes/list (%s)", list->why ? list->why : "not read");
		return PBY_UNKNOWN;
	}
	return pby_attached__each(s, j, families, 1, test);
}

const struct pby_rule pby_rule_kprobe_not_optimised = {
	.id = "kprobe-not-optimised",
	.title = "A kprobe traps at every hit instead of jumping",
	.severity = PBY_LOW,
	.area = PBY_AREA_PROBES,
	.needs = "debugfs kprobes/list",
	.why = "The kernel could replace neither the function's ftrace call nor the instruction by a jump, so each hit is a breakpoint "
	       "exception: many times the cost. That happens in the middle of a function, or with kernel.kprobes-optimization off.",
	.advice = "Probe the function's entry, or use fentry; look at /proc/sys/debug/kprobes-optimization.",
	.judge = judge,
};
