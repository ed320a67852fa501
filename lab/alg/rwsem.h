// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * rwsem.h: rw_semaphore as in 6.1 to 7.2, on request with what readers did before (kernel/locking/rwsem.c: rwsem_read_trylock,
 * rwsem_down_read_slowpath, rwsem_mark_wake, rwsem_down_write_slowpath, rwsem_try_write_lock,
 * rwsem_optimistic_spin, __up_read, __up_write), with one simplification: the owner word is kept for
 * writers only, as that is all that spinning here looks at.
 *
 * count: bit 0 writer, bit 1 waiters, bit 2 handoff, bits 8.. readers. A queue under a wait lock
 * (here a ticket of two words in the same line). The rules that make convoys:
 *	- a reader gets in by one atomic add, unless writer, waiters or handoff is set;
 *	- in the slow path it may still steal the lock while nobody at all is inside and no handoff
 *	  is set (the kernel's "more than one reader" counts the one that asks);
 *	- when the head of the queue is a reader, up to 256 readers are woken from anywhere in the
 *	  queue, writers are skipped;
 *	- a waiter at the head for more than 4 ms sets handoff: nobody else gets in before it.
 *
 * Orders: the CAS or add that takes the lock acquires; the add that gives it back releases; the
 * queue is changed under the wait lock only; a reader's `granted` is stored with release and read
 * with acquire. A writer is not granted anything: it is woken, and tries.
 */
#ifndef LAB_RWSEM_H
#define LAB_RWSEM_H

#include "lab/mem.h"

#define LAB_RW_WRITER 1ull
#define LAB_RW_WAITERS 2ull
#define LAB_RW_HANDOFF 4ull
#define LAB_RW_BIAS 0x100ull
#define LAB_RW_READERS (~0xffull)
#define LAB_RW_LOCKED (LAB_RW_WRITER | LAB_RW_READERS)

enum { LAB_RW_MAX_WAKE = 256, LAB_RW_HANDOFF_NS = 4000000, LAB_RW_SPIN_NS = 25000 };

/* Words of a semaphore (one line), and of a waiter (a line for each CPU). */
enum { RW_COUNT, RW_OWNER, RW_WAIT_LOCK, RW_FIRST, RW_LAST, RW_OSQ, RW_RD_NONSPINNABLE };
enum { RW_NEXT, RW_IS_READER, RW_GRANTED, RW_WOKEN, RW_SINCE, RW_LAST_ROWNER };

/* What a reader does that comes while readers are inside and others wait. */
enum lab_rw_rules {
	/*
	 * It queues, and lets in the readers at the head of the queue, and all others with them: since 54c1ee4d614d
	 * ("locking/rwsem: Conditionally wake waiters in reader/writer slowpaths") (5.19).
	 */
	LAB_RW_5_19,
	/*
	 * It queues, and lets nobody in: since 617f3ef95177 ("locking/rwsem: Remove reader optimistic spinning") and
	 * 2f06f702925b ("locking/rwsem: Prevent potential lock starvation") (5.11).
	 */
	LAB_RW_5_11,
	/*
	 * It spins first, and so walks in past waiting writers, with all readers when one is at the head of the queue:
	 * rwsem_try_read_lock_unqueued() in 5.10. Unless a writer has spun in vain while readers were inside
	 * (RWSEM_RD_NONSPINNABLE, which the next owners inherit from those who saw it when they came).
	 */
	LAB_RW_5_3,
};

/* Who was woken to have a semaphore, in order: for the simulator, whose CPUs take turns. */
struct lab_rw_log {
	int nr, max;
	int *cpus;
};

struct lab_rwsem {
	struct lab_word *sem;
	struct lab_word *waiters;	/* of CPU i at i lines; a link is CPU + 1 */
	bool spin;			/* optimistic spinning of writers */
	enum lab_rw_rules rules;
	struct lab_rw_log *log;		/* or NULL */
};

static inline struct lab_word *lab_rw_waiter(const struct lab_rwsem *s, uint64_t link)
{
	return s->waiters + (link - 1) * LAB_LINE_WORDS;
}

/* raw_spin_lock(&sem->wait_lock): short sections; the simulator spins on the line like a ticket's holder. */
static inline void lab_rw_lock(struct lab_cpu *me, const struct lab_rwsem *s)
{
	static const struct lab_why why = { "raw_spin_lock(&sem->wait_lock)", 0 };
	uint64_t free = 0;

	while (!lab_cas(me, &s->sem[RW_WAIT_LOCK], &free, 1, LAB_ACQUIRE)) {
		lab_await(me, &s->sem[RW_WAIT_LOCK], LAB_EQ(0), LAB_RELAXED, &why);
		free = 0;
	}
}

static inline void lab_rw_unlock(struct lab_cpu *me, const struct lab_rwsem *s)
{
	lab_store(me, &s->sem[RW_WAIT_LOCK], 0, LAB_RELEASE);
}

/* Under the wait lock. */
static inline void lab_rw_append(struct lab_cpu *me, const struct lab_rwsem *s, bool reader)
{
	uint64_t link = me->id + 1, last = lab_load(me, &s->sem[RW_LAST], LAB_RELAXED);
	struct lab_word *w = lab_rw_waiter(s, link);

	lab_store(me, &w[RW_NEXT], 0, LAB_RELAXED);
	lab_store(me, &w[RW_IS_READER], reader, LAB_RELAXED);
	lab_store(me, &w[RW_GRANTED], 0, LAB_RELAXED);
	lab_store(me, &w[RW_SINCE], lab_now_ns(me), LAB_RELAXED);
	lab_store(me, last ? &lab_rw_waiter(s, last)[RW_NEXT] : &s->sem[RW_FIRST], link, LAB_RELAXED);
	lab_store(me, &s->sem[RW_LAST], link, LAB_RELAXED);
}

/* Takes the waiter after prev (0: the first) out. Under the wait lock. */
static inline void lab_rw_remove(struct lab_cpu *me, const struct lab_rwsem *s, uint64_t prev, uint64_t link)
{
	uint64_t next = lab_load(me, &lab_rw_waiter(s, link)[RW_NEXT], LAB_RELAXED);

	lab_store(me, prev ? &lab_rw_waiter(s, prev)[RW_NEXT] : &s->sem[RW_FIRST], next, LAB_RELAXED);
	if (!next)
		lab_store(me, &s->sem[RW_LAST], prev, LAB_RELAXED);
}

/* RWSEM_WAIT_TIMEOUT: checked, time passes when the explorer says so. */
static inline bool lab_rw_overdue(struct lab_cpu *me, const struct lab_rwsem *s, uint64_t link)
{
#if LAB_ENGINE == LAB_CHECK
	(void)s;
	(void)link;
	return lab_choose(me, 2);
#else
	return lab_now_ns(me) - lab_load(me, &lab_rw_waiter(s, link)[RW_SINCE], LAB_RELAXED) > LAB_RW_HANDOFF_NS;
#endif
}

/* A waiter to wake, or 0: a writer at the head is woken to try; readers are granted the lock. */
struct lab_rw_wakes {
	uint64_t links[LAB_RW_MAX_WAKE];
	int nr;
	bool writer;
};

/* rwsem_mark_wake(), under the wait lock; any: a writer at the head may be woken too. */
static inline void lab_rw_mark_wake(struct lab_cpu *me, const struct lab_rwsem *s, bool any, struct lab_rw_wakes *wakes)
{
	uint64_t first = lab_load(me, &s->sem[RW_FIRST], LAB_RELAXED), count, prev = 0, link;
	bool handoff;

	wakes->nr = 0;
	wakes->writer = false;
	if (!first)
		return;
	if (!lab_load(me, &lab_rw_waiter(s, first)[RW_IS_READER], LAB_RELAXED)) {
		wakes->writer = true;
		if (any)
			wakes->links[wakes->nr++] = first;	/* it takes the lock itself; others may be faster */
		return;
	}
	/* One reader's worth first: if a writer has stolen the lock, leave it. */
	count = lab_add(me, &s->sem[RW_COUNT], LAB_RW_BIAS, LAB_ACQ_REL);
	handoff = count & LAB_RW_HANDOFF;
	if (count & LAB_RW_WRITER) {
		uint64_t back = -LAB_RW_BIAS;

		if (!handoff && lab_rw_overdue(me, s, first))
			back += LAB_RW_HANDOFF;
		lab_add(me, &s->sem[RW_COUNT], back, LAB_RELAXED);
		return;
	}
	if (s->rules == LAB_RW_5_3 && lab_load(me, &lab_rw_waiter(s, first)[RW_LAST_ROWNER], LAB_RELAXED))
		lab_store(me, &s->sem[RW_RD_NONSPINNABLE], 1, LAB_RELAXED);
	for (link = first; link && wakes->nr < LAB_RW_MAX_WAKE; ) {
		uint64_t next = lab_load(me, &lab_rw_waiter(s, link)[RW_NEXT], LAB_RELAXED);

		if (lab_load(me, &lab_rw_waiter(s, link)[RW_IS_READER], LAB_RELAXED)) {
			lab_rw_remove(me, s, prev, link);
			wakes->links[wakes->nr++] = link;
		} else {
			prev = link;
		}
		link = next;
	}
	count = (uint64_t)(wakes->nr - 1) * LAB_RW_BIAS;
	if (handoff)
		count -= LAB_RW_HANDOFF;
	if (!lab_load(me, &s->sem[RW_FIRST], LAB_RELAXED))
		count -= LAB_RW_WAITERS;
	if (count)
		lab_add(me, &s->sem[RW_COUNT], count, LAB_RELAXED);
	for (int i = 0; i < wakes->nr; i++)	/* from here on they may run and leave */
		lab_store(me, &lab_rw_waiter(s, wakes->links[i])[RW_GRANTED], 1, LAB_RELEASE);
}

/* rwsem_cond_wake_waiter(): readers inside let more readers in; nobody inside lets the head try. */
static inline void lab_rw_cond_wake(struct lab_cpu *me, const struct lab_rwsem *s, uint64_t count,
				    struct lab_rw_wakes *wakes)
{
	if (!(count & LAB_RW_WRITER))
		lab_rw_mark_wake(me, s, !(count & LAB_RW_READERS), wakes);
}

/* wake_up_q(), outside the wait lock. */
static inline void lab_rw_wake(struct lab_cpu *me, const struct lab_rwsem *s, const struct lab_rw_wakes *wakes)
{
	for (int i = 0; i < wakes->nr; i++) {
		struct lab_word *w = lab_rw_waiter(s, wakes->links[i]);

		if (s->log && s->log->nr < s->log->max && wakes->links[i] != (uint64_t)me->id + 1)
			s->log->cpus[s->log->nr++] = (int)wakes->links[i] - 1;
		if (wakes->writer) {
			lab_store(me, &w[RW_WOKEN], 1, LAB_RELEASE);
			lab_wake(me, &w[RW_WOKEN], 1);
		} else {
			lab_wake(me, &w[RW_GRANTED], 1);
		}
	}
}

/* Whether a reader that has its count in already may stay, without the queue. */
static inline bool lab_rw_may_steal(struct lab_cpu *me, const struct lab_rwsem *s, uint64_t count)
{
	bool nonspinnable;

	if (s->rules != LAB_RW_5_3)
		return !(count & (LAB_RW_LOCKED | LAB_RW_HANDOFF));
	nonspinnable = lab_load(me, &s->sem[RW_RD_NONSPINNABLE], LAB_RELAXED);
	lab_store(me, &lab_rw_waiter(s, me->id + 1)[RW_LAST_ROWNER], nonspinnable, LAB_RELAXED);
	return !nonspinnable && !(count & (LAB_RW_WRITER | LAB_RW_HANDOFF));
}

static inline void lab_rw_read_slow(struct lab_cpu *me, const struct lab_rwsem *s, uint64_t count)
{
	static const struct lab_why why = { "rwsem_down_read_slowpath()", 0 };
	struct lab_word *w = lab_rw_waiter(s, me->id + 1);
	struct lab_rw_wakes wakes = { .nr = 0 };
	uint64_t adjust = -LAB_RW_BIAS;
	bool was_empty;

	if (lab_rw_may_steal(me, s, count)) {
		/* Stolen: our own count is in it already. The first reader in wakes those that wait. */
		if (count & LAB_RW_WAITERS) {
			lab_rw_lock(me, s);
			lab_rw_mark_wake(me, s, false, &wakes);
			lab_rw_unlock(me, s);
			lab_rw_wake(me, s, &wakes);
		}
		return;
	}
	lab_rw_lock(me, s);
	was_empty = !lab_load(me, &s->sem[RW_FIRST], LAB_RELAXED);
	/* acquire: what that writer wrote (smp_acquire__after_ctrl_dep() in the kernel) */
	if (was_empty && !(lab_load(me, &s->sem[RW_COUNT], LAB_ACQUIRE) & LAB_RW_WRITER)) {
		lab_rw_unlock(me, s);	/* the writer left meanwhile and nobody waits: in */
		return;
	}
	if (was_empty)
		adjust += LAB_RW_WAITERS;
	lab_rw_append(me, s, true);
	count = lab_add(me, &s->sem[RW_COUNT], adjust, LAB_ACQ_REL) + adjust;
	if (s->rules == LAB_RW_5_19 || was_empty || !(count & LAB_RW_READERS))
		lab_rw_cond_wake(me, s, count, &wakes);
	lab_rw_unlock(me, s);
	lab_rw_wake(me, s, &wakes);
	lab_sleep(me, &w[RW_GRANTED], LAB_NE(0), LAB_ACQUIRE, &why);
}

static inline void lab_down_read(struct lab_cpu *me, const struct lab_rwsem *s)
{
	uint64_t count = lab_add(me, &s->sem[RW_COUNT], LAB_RW_BIAS, LAB_ACQUIRE);

	if (count & (LAB_RW_WRITER | LAB_RW_WAITERS | LAB_RW_HANDOFF))
		lab_rw_read_slow(me, s, count);
}

/* Somebody waits and nobody is inside: rwsem_wake(). */
static inline void lab_rw_wake_next(struct lab_cpu *me, const struct lab_rwsem *s)
{
	struct lab_rw_wakes wakes;

	lab_rw_lock(me, s);
	lab_rw_mark_wake(me, s, true, &wakes);
	lab_rw_unlock(me, s);
	lab_rw_wake(me, s, &wakes);
}

static inline void lab_up_read(struct lab_cpu *me, const struct lab_rwsem *s)
{
	uint64_t count = lab_add(me, &s->sem[RW_COUNT], -LAB_RW_BIAS, LAB_RELEASE) - LAB_RW_BIAS;

	if ((count & (LAB_RW_LOCKED | LAB_RW_WAITERS)) == LAB_RW_WAITERS)
		lab_rw_wake_next(me, s);
}

static inline void lab_up_write(struct lab_cpu *me, const struct lab_rwsem *s)
{
	uint64_t count;

	lab_store(me, &s->sem[RW_OWNER], 0, LAB_RELAXED);
	if (s->rules == LAB_RW_5_3)
		lab_store(me, &s->sem[RW_RD_NONSPINNABLE], 0, LAB_RELAXED);
	count = lab_add(me, &s->sem[RW_COUNT], -LAB_RW_WRITER, LAB_RELEASE);
	if (count & LAB_RW_WAITERS)
		lab_rw_wake_next(me, s);
}

/* rwsem_try_write_lock(), first in the queue or not, under the wait lock. */
static inline bool lab_rw_try_write(struct lab_cpu *me, const struct lab_rwsem *s, bool *has_handoff)
{
	bool first = lab_load(me, &s->sem[RW_FIRST], LAB_RELAXED) == (uint64_t)me->id + 1;
	uint64_t count = lab_load(me, &s->sem[RW_COUNT], LAB_RELAXED), wanted, mark = lab_mark(me);

	do {
		lab_loop(me, mark, count * 2 + first);
		if (count & LAB_RW_HANDOFF && !first)
			return false;
		wanted = count;
		if (count & LAB_RW_LOCKED) {
			if (count & LAB_RW_HANDOFF || !first || !lab_rw_overdue(me, s, me->id + 1))
				return false;
			wanted |= LAB_RW_HANDOFF;
		} else {
			wanted |= LAB_RW_WRITER;
			wanted &= ~LAB_RW_HANDOFF;
			if (first && !lab_load(me, &lab_rw_waiter(s, me->id + 1)[RW_NEXT], LAB_RELAXED))
				wanted &= ~LAB_RW_WAITERS;
		}
	} while (!lab_cas(me, &s->sem[RW_COUNT], &count, wanted, LAB_ACQUIRE));
	if (wanted & LAB_RW_HANDOFF) {
		*has_handoff = true;
		return false;
	}
	return true;
}

/* One look after the other while the writer inside runs; at most LAB_RW_SPIN_NS. */
static inline bool lab_rw_spin(struct lab_cpu *me, const struct lab_rwsem *s)
{
	uint64_t until = lab_now_ns(me) + LAB_RW_SPIN_NS, mine = 0;
	bool taken = false;

	/* osq_lock(): one spinner at a time here; the others queue */
	if (!s->spin || !lab_cas(me, &s->sem[RW_OSQ], &mine, 1, LAB_ACQUIRE))
		return false;
	while (!taken) {
		uint64_t count = lab_load(me, &s->sem[RW_COUNT], LAB_RELAXED);

		if (!(count & (LAB_RW_LOCKED | LAB_RW_HANDOFF)))
			taken = lab_cas(me, &s->sem[RW_COUNT], &count, count | LAB_RW_WRITER, LAB_ACQUIRE);
		else if (count & (LAB_RW_HANDOFF | LAB_RW_READERS) || lab_now_ns(me) > until)
			break;		/* readers may sleep inside: not worth it */
		if (!taken)
			lab_pause(me);
	}
	lab_store(me, &s->sem[RW_OSQ], 0, LAB_RELEASE);
	return taken;
}

static inline void lab_rw_write_slow(struct lab_cpu *me, const struct lab_rwsem *s)
{
	static const struct lab_why why = { "rwsem_down_write_slowpath()", 0 };
	struct lab_word *w = lab_rw_waiter(s, me->id + 1);
	struct lab_rw_wakes wakes = { .nr = 0 };
	bool was_empty, handoff = false, first, no_readers_spin = false;
	uint64_t prev = 0;

	if (lab_rw_spin(me, s))
		return;
	if (s->rules == LAB_RW_5_3) {
		/* It spins for as long as readers are inside, but not for ever: rwsem_set_nonspinnable(). */
		if (lab_load(me, &s->sem[RW_COUNT], LAB_RELAXED) & LAB_RW_READERS)
			lab_store(me, &s->sem[RW_RD_NONSPINNABLE], 1, LAB_RELAXED);
		no_readers_spin = lab_load(me, &s->sem[RW_RD_NONSPINNABLE], LAB_RELAXED);
	}
	lab_rw_lock(me, s);
	was_empty = !lab_load(me, &s->sem[RW_FIRST], LAB_RELAXED);
	lab_rw_append(me, s, false);
	if (was_empty) {
		lab_or(me, &s->sem[RW_COUNT], LAB_RW_WAITERS, LAB_RELAXED);
	} else {
		lab_rw_cond_wake(me, s, lab_load(me, &s->sem[RW_COUNT], LAB_RELAXED), &wakes);
		if (wakes.nr) {
			lab_rw_unlock(me, s);
			lab_rw_wake(me, s, &wakes);
			lab_rw_lock(me, s);
		}
	}
	while (!lab_rw_try_write(me, s, &handoff)) {
		lab_store(me, &w[RW_WOKEN], 0, LAB_RELAXED);
		lab_rw_unlock(me, s);
		lab_sleep(me, &w[RW_WOKEN], LAB_NE(0), LAB_ACQUIRE, &why);
		lab_rw_lock(me, s);
	}
	/* Not always the first: who is woken last may come first when no handoff is set. */
	first = lab_load(me, &s->sem[RW_FIRST], LAB_RELAXED) == (uint64_t)me->id + 1;
	for (uint64_t l = first ? 0 : lab_load(me, &s->sem[RW_FIRST], LAB_RELAXED); l; l = lab_load(me, &lab_rw_waiter(s, l)[RW_NEXT], LAB_RELAXED)) {
		if (lab_load(me, &lab_rw_waiter(s, l)[RW_NEXT], LAB_RELAXED) == (uint64_t)me->id + 1) {
			prev = l;
			break;
		}
	}
	lab_rw_remove(me, s, prev, me->id + 1);
	if (s->rules == LAB_RW_5_3)	/* rwsem_disable_reader_optspin() */
		lab_store(me, &s->sem[RW_RD_NONSPINNABLE], no_readers_spin, LAB_RELAXED);
	lab_rw_unlock(me, s);
}

static inline void lab_down_write(struct lab_cpu *me, const struct lab_rwsem *s)
{
	uint64_t count = 0;

	if (!lab_cas(me, &s->sem[RW_COUNT], &count, LAB_RW_WRITER, LAB_ACQUIRE))
		lab_rw_write_slow(me, s);
	lab_store(me, &s->sem[RW_OWNER], me->id + 1, LAB_RELAXED);
}

#endif
