// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * percpu_rwsem.h: the per-CPU reader-writer semaphore (include/linux/percpu-rwsem.h:
 * percpu_down_read, percpu_up_read; kernel/locking/percpu-rwsem.c: __percpu_down_read,
 * percpu_down_write, percpu_up_write; kernel/rcu/sync.c: rcu_sync_enter, rcu_sync_exit; 6.1).
 * Readers count on their own CPU's line: without atomics as long as no writer has been about,
 * which rcu_sync knows. A writer ends that and waits for a grace period; then it blocks new
 * readers and sleeps until the sum of all counts is zero.
 *
 * Simplified: blocked readers are all woken instead of one batch at a time; one writer at a time
 * (dup_mmap_sem's are behind register_rwsem and event_mutex). A grace period is waiting until
 * each CPU has been seen outside a section with preemption off, so it takes microseconds, not
 * milliseconds; the one at the end of a writer is waited for there and not left to a callback.
 *
 * Orders: a section's mark and its look at `sync` are separated by a full barrier, as are the
 * writer's `sync` and its look at the marks. In the kernel the grace period has that barrier for
 * both, so the simulator, where all is in order, charges the reader for none. The slow reader's
 * count and its look at `block` are separated by a full barrier, as are the writer's `block` and
 * its sum: one of the two sees the other. The releases of `block` and of `sync` in up_write pair
 * with the readers' acquires of them; a reader's release of its count pairs with the acquire of
 * the writer's sum.
 */
#ifndef LAB_PERCPU_RWSEM_H
#define LAB_PERCPU_RWSEM_H

#include "lab/mem.h"

enum { PCPU_BLOCK, PCPU_KICK, PCPU_SYNC, PCPU_WORDS };	/* words of the semaphore; sync: a writer is or was about */
enum { PCPU_COUNT, PCPU_SECTION };	/* words of a CPU; section: preemption is off */

#define LAB_SECTION_ORDER (LAB_ENGINE == LAB_SIM ? LAB_RELAXED : LAB_SEQ_CST)

struct lab_percpu_rwsem {
	struct lab_word *sem;
	struct lab_word *counts;	/* a line for each CPU */
	int nr_cpus;
	bool hasty;		/* a mistake, planted: no grace periods */
};

/* rcuwait_wake_up(&sem->writer) */
static inline void lab_percpu_kick(struct lab_cpu *me, const struct lab_percpu_rwsem *s)
{
	lab_add(me, &s->sem[PCPU_KICK], 1, LAB_SEQ_CST);
	lab_wake(me, &s->sem[PCPU_KICK], 1);
}

/* A section with preemption off begins: rcu_sync_is_idle() is asked inside one. */
static inline bool lab_percpu_idle(struct lab_cpu *me, const struct lab_percpu_rwsem *s)
{
	lab_store(me, &s->counts[me->id * LAB_LINE_WORDS + PCPU_SECTION], 1, LAB_SECTION_ORDER);
	return !lab_load(me, &s->sem[PCPU_SYNC], LAB_SEQ_CST);
}

static inline void lab_percpu_end_section(struct lab_cpu *me, const struct lab_percpu_rwsem *s)
{
	lab_store(me, &s->counts[me->id * LAB_LINE_WORDS + PCPU_SECTION], 0, LAB_RELEASE);
}

static inline void lab_percpu_down_read(struct lab_cpu *me, const struct lab_percpu_rwsem *s)
{
	static const struct lab_why why = { "percpu_rwsem_wait(), for the writer", 0 };
	struct lab_word *count = &s->counts[me->id * LAB_LINE_WORDS + PCPU_COUNT];
	bool idle = lab_percpu_idle(me, s);

	if (idle)	/* this_cpu_inc() */
		lab_store(me, count, lab_load(me, count, LAB_RELAXED) + 1, LAB_RELAXED);
	lab_percpu_end_section(me, s);
	while (!idle) {
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
	struct lab_word *count = &s->counts[me->id * LAB_LINE_WORDS + PCPU_COUNT];

	if (lab_percpu_idle(me, s)) {
		lab_store(me, count, lab_load(me, count, LAB_RELAXED) - 1, LAB_RELEASE);
	} else {
		lab_add(me, count, -1ull, LAB_SEQ_CST);
		/* Without a writer nobody looks: rcuwait_wake_up() finds no task. */
		if (lab_load(me, &s->sem[PCPU_BLOCK], LAB_SEQ_CST))
			lab_percpu_kick(me, s);
	}
	lab_percpu_end_section(me, s);
}

/* synchronize_rcu(): every CPU is outside, or was once. */
static inline void lab_percpu_synchronize(struct lab_cpu *me, const struct lab_percpu_rwsem *s)
{
	static const struct lab_why why = { "synchronize_rcu(), for a CPU to enable preemption", 0 };

	for (int i = 0; i < s->nr_cpus && !s->hasty; i++)
		lab_await(me, &s->counts[i * LAB_LINE_WORDS + PCPU_SECTION], LAB_EQ(0), LAB_SEQ_CST, &why);
}

static inline void lab_percpu_down_write(struct lab_cpu *me, const struct lab_percpu_rwsem *s)
{
	static const struct lab_why why = { "percpu_down_write(), for readers to leave", 0 };

	lab_store(me, &s->sem[PCPU_SYNC], 1, LAB_SEQ_CST);
	lab_percpu_synchronize(me, s);
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
	/* rcu_sync_exit(): who still counts the slow way is done with it before anybody counts the fast way. */
	lab_percpu_synchronize(me, s);
	lab_store(me, &s->sem[PCPU_SYNC], 0, LAB_SEQ_CST);
}

#endif
