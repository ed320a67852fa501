// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* kretprobe_pool.h: which design of the return-probe instance pool a kernel has. */
#ifndef PBY_RULES_KRETPROBE_POOL_H
#define PBY_RULES_KRETPROBE_POOL_H

#include <stdint.h>

#include "model/rule.h"

struct pby_kernel;

enum pby_kretprobe_pool {
	PBY_POOL_UNKNOWN,
	PBY_POOL_NONE,		/* the kernel has no kretprobes */
	PBY_POOL_SPINLOCK,	/* up to 5.10: hlist under a raw spinlock, plus a hashed task table */
	PBY_POOL_CAS,		/* 5.11 to 6.6: lock-free list, one shared cache line */
	PBY_POOL_OBJPOOL,	/* 6.7 on: ring per CPU */
};

/* Decides by the types, else by the version; cites what it looked at when j is given. */
enum pby_kretprobe_pool pby_kretprobe_pool__of(struct pby_kernel *k, struct pby_judgement *j);

/* The answer of a rule about kernels with this pool: FOUND when it is theirs. */
enum pby_answer pby_kretprobe_pool__judge(struct pby_kernel *k, enum pby_kretprobe_pool pool,
					  struct pby_judgement *j);

/* How many calls at a time a return probe holds that asked for no number; 0 and 0: not known. */
struct pby_maxactive {
	uint32_t least, most;	/* equal when certain */
};

/*
 * By the kernel's own rule: max(10, 2 * possible CPUs) where it can be preempted, and since 6.2
 * everywhere; before that the number of possible CPUs where it cannot.
 */
struct pby_maxactive pby_kretprobe_pool__maxactive(struct pby_kernel *k, struct pby_judgement *j);

#endif
