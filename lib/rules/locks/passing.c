// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* passing.c: the queue forms and dissolves: contention, and no convoy. */
#include "rules/locks/look.h"

static enum pby_answer judge(const struct pby_lock_case *k, struct pby_lock_finding *f)
{
	uint64_t ended = k->lock->ended, p99 = pby_contended__percentile(k->lock, 0.99);

	if (!ended) {
		pby_lock_finding__words(f, "no wait has ended while it was looked at");
		return PBY_UNKNOWN;
	}
	if (!k->lock->emptied)
		return PBY_CLEAR;
	pby_lock_finding__figure(f, "emptied", (double)k->lock->emptied);
	pby_lock_finding__figure(f, "p99_ns", (double)p99);
	pby_lock_finding__words(f, "passing contention: the queue became empty %llu time%s; 99 of 100 waited less than %s",
				(unsigned long long)k->lock->emptied, k->lock->emptied == 1 ? "" : "s",
				pby_lock_finding__time(f, p99));
	return PBY_FOUND;
}

const struct pby_lock_rule pby_lock_rule_passing = {
	.id = "passing",
	.name = "passing contention",
	.why = "Tasks meet at the lock now and then; the queue drains between.",
	.advice = "Nothing, as long as the waits are short beside what is done between them.",
	.judge = judge,
};
