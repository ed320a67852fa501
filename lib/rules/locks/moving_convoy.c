// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* moving_convoy.c: the queue is served, and never becomes empty. */
#include "rules/locks/look.h"

enum { SERVED = 4 };

static enum pby_answer judge(const struct pby_lock_case *k, struct pby_lock_finding *f)
{
	uint64_t busy = pby_case__busy_ns(k), longest = k->lock->longest_busy_ns;

	longest = longest > busy ? longest : busy;
	if (longest < PBY_SECOND_NS && k->seconds < 1 && k->lock->depth) {
		pby_lock_finding__words(f, "it was looked at for less than a second");
		return PBY_UNKNOWN;
	}
	if (longest < PBY_SECOND_NS || k->lock->ended < SERVED)
		return PBY_CLEAR;
	pby_lock_finding__figure(f, "depth", k->lock->depth);
	pby_lock_finding__figure(f, "depth_max", k->lock->depth_max);
	pby_lock_finding__figure(f, "busy_ns", (double)longest);
	pby_lock_finding__figure(f, "ended_per_s", (double)k->lock->ended / k->seconds);
	pby_lock_finding__words(f, "convoy, moving: somebody waited without a break for %s, %u now and up to %u; %.0f a second "
				   "got it", pby_lock_finding__time(f, longest), k->lock->depth, k->lock->depth_max,
				(double)k->lock->ended / k->seconds);
	return PBY_FOUND;
}

const struct pby_lock_rule pby_lock_rule_moving_convoy = {
	.id = "convoy-moving",
	.name = "convoy, moving",
	.why = "Tasks come as fast as the lock is passed on: whoever joins waits for the whole queue.",
	.advice = "Shorten what is done under the lock, or let fewer tasks take it; see the callers.",
	.judge = judge,
};
