// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* hash_lock.h: what guards the buckets of BPF hash maps when a probe fires inside the lock. */
#ifndef PBY_RULES_HASH_LOCK_H
#define PBY_RULES_HASH_LOCK_H

#include "model/rule.h"

enum pby_hash_lock {
	PBY_HASH_UNKNOWN,
	PBY_HASH_NONE,		/* no BPF hash maps */
	PBY_HASH_PLAIN,		/* up to 5.10: a spinlock and nothing else: it can deadlock */
	PBY_HASH_GUARDED,	/* 5.11 to 6.14: a counter per CPU, then -EBUSY */
	PBY_HASH_RESILIENT,	/* 6.15 on: rqspinlock, which gives up with -EDEADLK or -ETIMEDOUT */
};

/* FOUND where the buckets have the guard `bad`, CLEAR where they have another one. */
enum pby_answer pby_hash_lock__judge(struct pby_kernel *k, enum pby_hash_lock bad, struct pby_judgement *j);

#endif
