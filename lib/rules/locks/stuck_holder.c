// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* stuck_holder.c: tasks wait, and for a second or more nobody got the lock. */
#include "rules/locks/look.h"

static enum pby_answer judge(const struct pby_lock_case *k, struct pby_lock_finding *f)
{
	uint64_t still = pby_case__standstill_ns(k);
	const struct pby_contender *root = pby_case__root(k), *owner = pby_case__owner(k);

	if (!k->lock->depth)
		return PBY_CLEAR;
	if (still < PBY_SECOND_NS && k->lock->last_ended_ns)
		return PBY_CLEAR;
	pby_lock_finding__figure(f, "depth", k->lock->depth);
	pby_lock_finding__figure(f, "standstill_ns", (double)still);
	if (still < PBY_SECOND_NS) {
		pby_lock_finding__words(f, "nobody got it yet, and it was waited for only %s: look for longer",
					pby_lock_finding__time(f, still));
		return PBY_UNKNOWN;
	}
	if (root)
		pby_lock_finding__words(f, "convoy, stuck holder: %u wait%s, nobody got it for %s; at the end %s %s",
					k->lock->depth, k->lock->depth == 1 ? "s" : "", pby_lock_finding__time(f, still),
					pby_case__task(root, f), k->chain->end);
	else if (owner)
		pby_lock_finding__words(f, "convoy, stuck holder: %u wait%s, nobody got it for %s; %s has it", k->lock->depth,
					k->lock->depth == 1 ? "s" : "", pby_lock_finding__time(f, still),
					pby_case__task(owner, f));
	else
		pby_lock_finding__words(f, "convoy, stuck holder: %u wait%s, nobody got it for %s; who has it is not known",
					k->lock->depth, k->lock->depth == 1 ? "s" : "", pby_lock_finding__time(f, still));
	return PBY_FOUND;
}

const struct pby_lock_rule pby_lock_rule_stuck_holder = {
	.id = "convoy-stuck-holder",
	.name = "convoy, stuck holder",
	.why = "All of them wait for one task that keeps the lock for long: it sleeps on something else, or works on something "
	       "long.",
	.advice = "Look at the end of the chain: that task is the cause, not those that wait.",
	.judge = judge,
};
