// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* hash_lock.h: what guards the buckets of BPF hash maps when a probe fires inside the lock. */
#ifndef PBY_RULES_HASH_LOCK_H
#define PBY_RULES_HASH_LOCK_H

struct pby_kernel;
struct pby_judgement;

enum pby_hash_lock {
	PBY_HASH_UNKNOWN,
	PBY_HASH_NONE,		/* no BPF hash maps */
	PBY_HASH_PLAIN,		/* up to 5.10: a spinlock and nothing else: it can deadlock */
	PBY_HASH_GUARDED,	/* 5.11 to 6.14: a counter per CPU, then -EBUSY */
	PBY_HASH_RESILIENT,	/* 6.15 on: rqspinlock, which gives up with -EDEADLK or -ETIMEDOUT */
};

enum pby_hash_lock pby_hash_lock__of(struct pby_kernel *k, struct pby_judgement *j);

#endif
