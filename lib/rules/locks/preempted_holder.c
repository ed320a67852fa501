// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* preempted_holder.c: the holder is ready to run, and another task has its CPU. */
#include "rules/locks/look.h"

static enum pby_answer judge(const struct pby_lock_case *k, struct pby_lock_finding *f)
{
	const struct pby_contender *t = pby_case__root(k);

	t = t ? t : pby_case__owner(k);
	if (!k->lock->depth)
		return PBY_CLEAR;
	if (!t || !t->state) {
		pby_lock_finding__words(f, t ? "nobody looked at what the holder does" : "the holder is not known");
		return PBY_UNKNOWN;
	}
	if (t->state != 'R' || t->on_cpu == PBY_YES || t->waits_for >= 0)
		return PBY_CLEAR;
	if (t->on_cpu == PBY_MAYBE) {
		pby_lock_finding__words(f, "the holder is ready to run; whether it has a CPU is not known");
		return PBY_UNKNOWN;
	}
	/* Any task is without a CPU for a moment: it counts when it lasts, or is so at look after look. */
	if (t->off_cpu_ns ? t->off_cpu_ns < PBY_MILLISECOND_NS : k->lock->owner.looks < 2) {
		pby_lock_finding__words(f, "%s was ready to run and had no CPU at the one look that was taken",
					pby_case__task(t, f));
		return PBY_UNKNOWN;
	}
	pby_lock_finding__figure(f, "depth", k->lock->depth);
	pby_lock_finding__figure(f, "off_cpu_ns", (double)t->off_cpu_ns);
	pby_lock_finding__words(f, "%s holds up %u, is ready to run and has no CPU%s%s", pby_case__task(t, f), k->lock->depth,
				t->off_cpu_ns ? " for " : "", t->off_cpu_ns ? pby_lock_finding__time(f, t->off_cpu_ns) : "");
	return PBY_FOUND;
}

const struct pby_lock_rule pby_lock_rule_preempted_holder = {
	.id = "holder-preempted",
	.name = "holder preempted",
	.why = "The scheduler gave its CPU to another task while it had the lock.",
	.advice = "See what runs on its CPU (too many busy tasks, a real-time task); give the holder more weight.",
	.judge = judge,
};
