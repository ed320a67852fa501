// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* handoff_storm.c: the lock is handed from waiter to waiter, each of which must be woken first. */
#include "rules/locks/look.h"

static enum pby_answer judge(const struct pby_lock_case *k, struct pby_lock_finding *f)
{
	uint64_t begun = pby_contended__begun(k->lock);
	double share = begun ? (double)k->lock->handoffs / (double)begun : 0;

	if (k->lock->kind != PBY_LOCK_RWSEM && k->lock->kind != PBY_LOCK_MUTEX && k->lock->kind != PBY_LOCK_WW_MUTEX)
		return PBY_NOT_APPLICABLE;
	if (!k->lock->handoffs && !k->lock->owner.read_ns) {
		pby_lock_finding__words(f, "the lock's own words were not read");
		return PBY_UNKNOWN;
	}
	if (share < 0.25 || k->seconds <= 0 || (double)k->lock->handoffs / k->seconds < 10)
		return PBY_CLEAR;
	pby_lock_finding__figure(f, "handoffs", (double)k->lock->handoffs);
	pby_lock_finding__figure(f, "share", share);
	pby_lock_finding__words(f, "hand-offs: %.0f %% of %llu waiters found that the lock was promised to the first of the "
				   "queue, %.0f times a second", share * 100, (unsigned long long)begun,
				(double)k->lock->handoffs / k->seconds);
	return PBY_FOUND;
}

const struct pby_lock_rule pby_lock_rule_handoff_storm = {
	.id = "handoff-storm",
	.name = "hand-off storm",
	.why = "Waiters that waited 4 ms ask for the lock to be handed to them; nobody may take it meanwhile, and each hand-off "
	       "costs a wake-up.",
	.advice = "Shorten what is done under the lock, or let fewer tasks take it.",
	.judge = judge,
};
