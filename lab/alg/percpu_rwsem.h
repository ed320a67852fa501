// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * percpu_rwsem.h: the per-CPU reader-writer semaphore while a writer has been seen lately
 * (kernel/locking/percpu-rwsem.c: __percpu_down_read, percpu_down_write, percpu_up_write,
 * include/linux/percpu-rwsem.h: percpu_up_read; 6.1). Readers count on their own CPU's line; a
 * writer blocks new ones and sleeps until the sum of all counts is zero.
 *
 * Simplified: the readers' fast path without the barrier, which rcu_sync switches off while
 * writers are about, is left out; blocked readers are all woken instead of one batch at a time;
 * one writer at a time (dup_mmap_sem's are behind register_rwsem and event_mutex).
 *
 * Orders: the reader's count and its look at `block` are separated by a full barrier, as are the
 * writer's `block` and its sum (both are sequentially consistent here): one of the two sees the
 * other. The release of `block` in up_write pairs with the readers' acquire of it; a reader's
 * release of its count pairs with the acquire of the writer's sum.
 */
#ifndef LAB_PERCPU_RWSEM_H
#define LAB_PERCPU_RWSEM_H

#include "lab/mem.h"

enum { PCPU_BLOCK, PCPU_KICK };		/* words of the semaphore */

struct lab_percpu_rwsem {
	struct lab_word *sem;
	struct lab_word *counts;	/* a line for each CPU */
	int nr_cpus;
};

/* rcuwait_wake_up(&sem->writer) */
static inline void lab_percpu_kick(struct lab_cpu *me, const struct lab_percpu_rwsem *s)
{
	lab_add(me, &s->sem[PCPU_KICK], 1, LAB_SEQ_CST);
	lab_wake(me, &s->sem[PCPU_KICK], 1);
}

static inline void lab_percpu_down_read(struct lab_cpu *me, const struct lab_percpu_rwsem *s)
{
	static const struct lab_why why = { "percpu_rwsem_wait(), for the writer", 0 };
	struct lab_word *count = s->counts + me->id * LAB_LINE_WORDS;

	for (;;) {
		lab_add(me, count, 1, LAB_SEQ_CST);
		if (!lab_load(me, &s->sem[PCPU_BLOCK], LAB_SEQ_CST))
			return;
		lab_add(me, count, -1ull, LAB_SEQ_CST);
		lab_percpu_kick(me, s);
		lab_sleep(me, &s->sem[PCPU_BLOCK], LAB_EQ(0), LAB_ACQUIRE, &why);
	}
}

static inline void lab_percpu_up_read(struct lab_cpu *me, const struct lab_percpu_rwsem *s)
{
	lab_add(me, s->counts + me->id * LAB_LINE_WORDS, -1ull, LAB_SEQ_CST);
	/* Without a writer nobody looks: rcuwait_wake_up() finds no task. */
	if (lab_load(me, &s->sem[PCPU_BLOCK], LAB_SEQ_CST))
		lab_percpu_kick(me, s);
}

static inline void lab_percpu_down_write(struct lab_cpu *me, const struct lab_percpu_rwsem *s)
{
	static const struct lab_why why = { "percpu_down_write(), for readers to leave", 0 };

	lab_store(me, &s->sem[PCPU_BLOCK], 1, LAB_SEQ_CST);
	for (;;) {
		uint64_t kick = lab_load(me, &s->sem[PCPU_KICK], LAB_SEQ_CST), sum = 0;

		for (int i = 0; i < s->nr_cpus; i++)
			sum += lab_load(me, s->counts + i * LAB_LINE_WORDS, LAB_SEQ_CST);
		if (!sum)
			return;
		lab_sleep(me, &s->sem[PCPU_KICK], LAB_NE(kick), LAB_SEQ_CST, &why);
	}
}

static inline void lab_percpu_up_write(struct lab_cpu *me, const struct lab_percpu_rwsem *s)
{
	lab_store(me, &s->sem[PCPU_BLOCK], 0, LAB_RELEASE);
	lab_wake(me, &s->sem[PCPU_BLOCK], s->nr_cpus);
}

#endif
