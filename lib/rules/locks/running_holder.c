// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* running_holder.c: the holder works on a CPU for long while others wait. */
#include "rules/locks/look.h"

static enum pby_answer judge(const struct pby_lock_case *k, struct pby_lock_finding *f)
{
	const struct pby_contender *t = pby_case__root(k);
	uint64_t still = pby_case__standstill_ns(k);

	t = t ? t : pby_case__owner(k);
	if (!k->lock->depth)
		return PBY_CLEAR;
	if (!t || t->on_cpu == PBY_MAYBE) {
		pby_lock_finding__words(f, t ? "whether the holder runs is not known" : "the holder is not known");
		return PBY_UNKNOWN;
	}
	if (t->on_cpu == PBY_NO || still < 10 * PBY_MILLISECOND_NS)
		return PBY_CLEAR;
	pby_lock_finding__figure(f, "depth", k->lock->depth);
	pby_lock_finding__figure(f, "standstill_ns", (double)still);
	pby_lock_finding__words(f, "%s has run with the lock for %s while %u wait%s", pby_case__task(t, f),
				pby_lock_finding__time(f, still), k->lock->depth, k->lock->depth == 1 ? "s" : "");
	return PBY_FOUND;
}

const struct pby_lock_rule pby_lock_rule_running_holder = {
	.id = "holder-runs",
	.name = "holder runs long",
	.why = "The holder is not blocked: what it does under the lock takes its time.",
	.advice = "See the holder's stack; perf top shows where it spends its time.",
	.judge = judge,
};
