// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * qspinlock.h: the queued spinlock: kernel/locking/qspinlock.c:queued_spin_lock_slowpath
 * (4.2 and later, as in 6.1) and asm-generic/qspinlock.h, on 64-bit words.
 *
 * The lock word holds a locked byte, a pending byte and a tail. The first waiter spins on the
 * lock word (pending), all further ones queue as MCS nodes and spin on their own line; the
 * head of the queue spins on the lock word. Unlocking is a plain release store of the byte.
 *
 * Orders: taking the lock acquires it, by the CAS, or by the waits that see the byte cleared;
 * these pair with the release store in unlock. A node's fields are written before the exchange
 * of the tail (release), which pairs with the acquire of the successor's `next`; the hand-over
 * of the queue's head pairs release of `locked` with the acquire wait on it.
 */
#ifndef LAB_QSPINLOCK_H
#define LAB_QSPINLOCK_H

#include "lab/mem.h"

#define LAB_QS_LOCKED 1ull
#define LAB_QS_LOCKED_MASK 0xffull
#define LAB_QS_PENDING 0x100ull
#define LAB_QS_TAIL_MASK (~0xffffffffull)

enum { LAB_MCS_LOCKED, LAB_MCS_NEXT, LAB_MCS_WORDS, LAB_MCS_NESTING = 4 };

/* Each CPU has a line with a node for each of four nested locks, like the kernel's qnodes. */
static inline struct lab_word *lab_mcs(struct lab_word *nodes, uint64_t tail)
{
	return nodes + (tail - 1) / LAB_MCS_NESTING * LAB_LINE_WORDS + (tail - 1) % LAB_MCS_NESTING * LAB_MCS_WORDS;
}

static inline void lab_qspin_queue(struct lab_cpu *me, struct lab_word *lock, struct lab_word *nodes, int nesting)
{
	static const struct lab_why why_next = { "qspinlock: the successor links itself in", 0 };
	static const struct lab_why why_head = { "qspinlock: the head of the queue hands over", 0 };
	static const struct lab_why why_lock = { "qspinlock: the holder unlocks", 0 };
	uint64_t tail = (uint64_t)me->id * LAB_MCS_NESTING + nesting + 1, old, val;
	struct lab_word *node = lab_mcs(nodes, tail);

	lab_store(me, &node[LAB_MCS_LOCKED], 0, LAB_RELAXED);
	lab_store(me, &node[LAB_MCS_NEXT], 0, LAB_RELAXED);
	old = lab_xchg_part(me, lock, 32, 32, tail, LAB_ACQ_REL);
	if (old) {
		lab_store(me, &lab_mcs(nodes, old)[LAB_MCS_NEXT], tail, LAB_RELEASE);
		lab_await(me, &node[LAB_MCS_LOCKED], LAB_NE(0), LAB_ACQUIRE, &why_head);
	}
	val = lab_await(me, lock, LAB_CLEAR(LAB_QS_LOCKED_MASK | LAB_QS_PENDING), LAB_ACQUIRE, &why_lock);
	if ((val & LAB_QS_TAIL_MASK) >> 32 == tail && lab_cas(me, lock, &val, LAB_QS_LOCKED, LAB_RELAXED))
		return;		/* nobody behind: the queue is empty again */
	lab_store_part(me, lock, 0, 8, 1, LAB_RELAXED);
	tail = lab_await(me, &node[LAB_MCS_NEXT], LAB_NE(0), LAB_ACQUIRE, &why_next);
	lab_store(me, &lab_mcs(nodes, tail)[LAB_MCS_LOCKED], 1, LAB_RELEASE);
}

/* nesting: how many queued spinlocks this CPU already holds, 0..3. */
static inline void lab_qspin_lock(struct lab_cpu *me, struct lab_word *lock, struct lab_word *nodes, int nesting)
{
	static const struct lab_why why_lock = { "qspinlock: the holder unlocks", 0 };
	uint64_t val = 0;

	if (lab_cas(me, lock, &val, LAB_QS_LOCKED, LAB_ACQUIRE))
		return;
	if (!(val & ~LAB_QS_LOCKED_MASK)) {
		val = lab_or(me, lock, LAB_QS_PENDING, LAB_ACQUIRE);
		if (!(val & ~LAB_QS_LOCKED_MASK)) {
			if (val & LAB_QS_LOCKED_MASK)
				lab_await(me, lock, LAB_CLEAR(LAB_QS_LOCKED_MASK), LAB_ACQUIRE, &why_lock);
			/* pending becomes locked in one 16-bit store */
			lab_store_part(me, lock, 0, 16, LAB_QS_LOCKED, LAB_RELAXED);
			return;
		}
		if (!(val & LAB_QS_PENDING))	/* there is a queue: undo ours */
			lab_store_part(me, lock, 8, 8, 0, LAB_RELAXED);
	}
	lab_qspin_queue(me, lock, nodes, nesting);
}

static inline void lab_qspin_unlock(struct lab_cpu *me, struct lab_word *lock)
{
	lab_store_part(me, lock, 0, 8, 0, LAB_RELEASE);
}

#endif
