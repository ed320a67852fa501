// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* thundering_wakeups.c: many waiters are woken at once and compete for the CPUs. */
#include "rules/locks/look.h"

enum { CROWD = 32 };

static enum pby_answer judge(const struct pby_lock_case *k, struct pby_lock_finding *f)
{
	const struct pby_contended_batches *b = &k->lock->batches;
	bool crowd;

	if (!k->lock->ended && !k->lock->depth)
		return PBY_CLEAR;
	if (!k->lock->ended) {
		pby_lock_finding__words(f, "nobody got the lock while it was looked at");
		return PBY_UNKNOWN;
	}
	/* A few tasks that come back again and again are no crowd: so many have to have stood there. */
	crowd = b->longest[PBY_SHARED] >= 2 * CROWD && b->longest[PBY_SHARED] <= k->lock->depth_max;
	if (k->lock->depth_max < CROWD || (k->lock->burst_max < CROWD && !crowd))
		return PBY_CLEAR;
	pby_lock_finding__figure(f, "burst", k->lock->burst_max);
	pby_lock_finding__figure(f, "readers_at_once", b->longest[PBY_SHARED]);
	pby_lock_finding__figure(f, "readers_at_once_ns", (double)b->longest_ns[PBY_SHARED]);
	if (crowd)
		pby_lock_finding__words(f, "wake-ups in crowds: %u readers were let in together, within %s; up to %u tasks got "
					   "going within 1 ms", b->longest[PBY_SHARED],
					pby_lock_finding__time(f, b->longest_ns[PBY_SHARED]), k->lock->burst_max);
	else
		pby_lock_finding__words(f, "wake-ups in crowds: up to %u tasks got going within 1 ms", k->lock->burst_max);
	return PBY_FOUND;
}

const struct pby_lock_rule pby_lock_rule_thundering_wakeups = {
	.id = "thundering-wakeups",
	.name = "wake-ups in crowds",
	.why = "When the lock becomes free for readers, up to 256 of them are woken together.",
	.advice = "Fewer threads that do the same at the same time; what they wait for before is shorter then, too.",
	.judge = judge,
};
