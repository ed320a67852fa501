// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* throttled_holder.c: the holder may not run, because its cgroup has used up its CPU quota. */
#include "rules/locks/look.h"

static enum pby_answer judge(const struct pby_lock_case *k, struct pby_lock_finding *f)
{
	const struct pby_contender *t = pby_case__root(k);

	t = t ? t : pby_case__owner(k);
	if (!k->lock->depth)
		return PBY_CLEAR;
	if (!t || t->throttled == PBY_MAYBE) {
		pby_lock_finding__words(f, t ? "whether the holder's cgroup is throttled was not looked at" :
					       "the holder is not known");
		return PBY_UNKNOWN;
	}
	if (t->throttled == PBY_NO)
		return PBY_CLEAR;
	pby_lock_finding__figure(f, "depth", k->lock->depth);
	pby_lock_finding__figure(f, "off_cpu_ns", (double)t->off_cpu_ns);
	pby_lock_finding__words(f, "%s holds up %u and has no CPU: its cgroup used up its quota", pby_case__task(t, f),
				k->lock->depth);
	return PBY_FOUND;
}

const struct pby_lock_rule pby_lock_rule_throttled_holder = {
	.id = "holder-throttled",
	.name = "holder throttled",
	.why = "A task in the kernel is throttled like any other: it keeps its locks until its next period.",
	.advice = "Raise cpu.max of the holder's cgroup, or keep the lock out of what is throttled.",
	.judge = judge,
};
