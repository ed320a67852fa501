// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* serialised_readers.c: readers and writers alternate, so that readers get in one by one. */
#include "rules/locks/look.h"

enum { BATCHES = 20 };

static enum pby_answer judge(const struct pby_lock_case *k, struct pby_lock_finding *f)
{
	const struct pby_contended_batches *b = &k->lock->batches;
	double mean;

	if (!pby_lock_kind__has_modes(k->lock->kind))
		return PBY_NOT_APPLICABLE;
	if (!k->lock->waits[PBY_SHARED].begun || !k->lock->waits[PBY_ALONE].begun)
		return PBY_CLEAR;
	if (b->nr[PBY_SHARED] < BATCHES) {
		pby_lock_finding__words(f, "only %llu turns of readers were seen: look for longer",
					(unsigned long long)b->nr[PBY_SHARED]);
		return PBY_UNKNOWN;
	}
	mean = (double)b->members[PBY_SHARED] / (double)b->nr[PBY_SHARED];
	if (mean > 2 || k->lock->depth_max < 4)
		return PBY_CLEAR;
	pby_lock_finding__figure(f, "readers_per_turn", mean);
	pby_lock_finding__figure(f, "turns", (double)b->nr[PBY_SHARED]);
	pby_lock_finding__figure(f, "depth_max", k->lock->depth_max);
	pby_lock_finding__words(f, "readers are serialised: %.1f of them got in at a time, in %llu turns between writers, while "
				   "up to %u waited", mean, (unsigned long long)b->nr[PBY_SHARED], k->lock->depth_max);
	return PBY_FOUND;
}

const struct pby_lock_rule pby_lock_rule_serialised_readers = {
	.id = "readers-serialised",
	.name = "readers serialised",
	.why = "Each writer in the queue ends the readers' turn: with a writer between any two readers the lock is a mutex.",
	.advice = "Make writers fewer: batch mmap and munmap calls, register probes rarely and together.",
	.judge = judge,
};
