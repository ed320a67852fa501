// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* starved_writer.c: readers that came later get the lock again and again before a writer does. */
#include "rules/locks/look.h"

enum { MANY = 16 };

static enum pby_answer judge(const struct pby_lock_case *k, struct pby_lock_finding *f)
{
	uint64_t most = k->lock->overtaken_max[PBY_ALONE], waited = k->lock->waits[PBY_ALONE].max_ns;

	if (!pby_lock_kind__has_modes(k->lock->kind))
		return PBY_NOT_APPLICABLE;
	for (uint32_t i = 0; i < k->lock->queue.nr; i++) {
		const struct pby_contending *w = &k->c->waiters.items[k->lock->queue.items[i]];
		uint64_t by = k->lock->ended > w->turn ? k->lock->ended - w->turn : 0;

		if (w->mode == PBY_MODE_READ || w->since != PBY_SINCE_SEEN || by <= most)
			continue;
		most = by;
		waited = k->c->now_ns - w->since_ns;
	}
	if (!k->lock->waits[PBY_ALONE].begun)
		return PBY_CLEAR;
	if (k->lock->lost_ends * 10 > pby_contended__begun(k->lock)) {
		pby_lock_finding__words(f, "the ends of %llu waits were lost: who came before whom is not known",
					(unsigned long long)k->lock->lost_ends);
		return PBY_UNKNOWN;
	}
	if (most < MANY || waited < 10 * PBY_MILLISECOND_NS)
		return PBY_CLEAR;
	pby_lock_finding__figure(f, "overtaken", (double)most);
	pby_lock_finding__figure(f, "waited_ns", (double)waited);
	pby_lock_finding__words(f, "a writer was overtaken by at least %llu that came later; writers waited up to %s",
				(unsigned long long)most, pby_lock_finding__time(f, waited));
	return PBY_FOUND;
}

const struct pby_lock_rule pby_lock_rule_starved_writer = {
	.id = "writer-starved",
	.name = "writer starved",
	.why = "Readers join those that have the lock already, or are woken together from anywhere in the queue.",
	.advice = "Make readers fewer or shorter; a writer that waited 4 ms asks for the lock to be handed to it, on kernels "
		  "with hand-off.",
	.judge = judge,
};
