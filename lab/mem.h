// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * mem.h: the memory-and-wait interface against which every algorithm of the lab is written once.
 *
 * lab/alg/X.c is compiled three times, with LAB_ENGINE 1, 2 and 3, and exports LAB_EXPORT(x) =
 * x__native, x__sim, x__check. Native: inlined C11 atomics, nothing else. Simulated: the same
 * values, and each operation charges its cost to the CPU's clock. Checked: each operation is a
 * scheduling point of the explorer, and loads may see old values as C11 allows.
 *
 * Orders are C11's. me is the executing CPU; w must come from lab_heap__alloc.
 *
 *	lab_load(me, w, order)			the value
 *	lab_store(me, w, v, order)
 *	lab_cas(me, w, &expected, v, order)	true on success; else expected = what was there
 *						(success order; failure is relaxed)
 *	lab_xchg, lab_add, lab_or, lab_and(me, w, v, order)	the old value
 *	lab_store_part(me, w, shift, bits, v, order)	stores v into bits [shift, shift+bits): a plain
 *						store of 8, 16 or 32 bits, as qspinlock does
 *	lab_xchg_part(me, w, shift, bits, v, order)	exchanges them; the old part
 *	lab_fence(me, order)
 *	lab_await(me, w, cond, order, why)	spins until the condition holds; the value seen
 *	lab_sleep(me, w, cond, order, why)	the same, asleep; needs lab_wake() after the change
 *	lab_wake(me, w, nr)			wakes up to nr sleepers on w
 *	lab_pause(me)				once round a loop that retries
 *	lab_mark(me), lab_loop(me, mark, key)	at the start of a function that retries, and at the head of
 *						its loop with what it still knows: for the checker only
 *	lab_work(me, ns)			computes without touching memory
 *	lab_nap(me, ns)				sleeps until a timer ends it; checked: takes no time
 *	lab_running(me)				whether the workload should go round once more
 *	lab_now_ns(me)				a clock; checked: see lab_choose
 *	lab_choose(me, n)			checked: every number below n is explored; else random
 *	lab_assert(me, ok, text)		an invariant; counted or, checked, reported with its trace
 *
 * lab_await and lab_sleep name what they wait for (struct lab_why) in the kernel's words: a
 * deadlock is reported with them.
 */
#ifndef LAB_MEM_H
#define LAB_MEM_H

#include "lab/cpu.h"

#define LAB_RELAXED __ATOMIC_RELAXED
#define LAB_ACQUIRE __ATOMIC_ACQUIRE
#define LAB_RELEASE __ATOMIC_RELEASE
#define LAB_ACQ_REL __ATOMIC_ACQ_REL
#define LAB_SEQ_CST __ATOMIC_SEQ_CST

/* (value & mask) == want, or != want when differs. */
struct lab_cond {
	uint64_t mask;
	uint64_t want;
	bool differs;
};

static inline bool lab_cond__holds(const struct lab_cond *c, uint64_t value)
{
	return ((value & c->mask) == c->want) != c->differs;
}

#define LAB_EQ(value) ((struct lab_cond){ ~0ull, (value), false })
#define LAB_NE(value) ((struct lab_cond){ ~0ull, (value), true })
#define LAB_CLEAR(bits) ((struct lab_cond){ (bits), 0, false })
#define LAB_SET(bits) ((struct lab_cond){ (bits), 0, true })

/* What a wait is, in the kernel's words, and whom it is for. */
struct lab_why {
	const char *what;	/* "synchronize_srcu(&tasks_rcu_exit_srcu)" */
	uint32_t whom;		/* threads that could end it, one bit each; 0: not told */
};

#define LAB_NATIVE 1
#define LAB_SIM 2
#define LAB_CHECK 3

#define LAB_PASTE2(a, b) a##b
#define LAB_PASTE(a, b) LAB_PASTE2(a, b)
#if LAB_ENGINE == LAB_NATIVE
#define LAB_EXPORT(x) LAB_PASTE(x, __native)
#include "lab/engine/mem_native.h"
#elif LAB_ENGINE == LAB_SIM
#define LAB_EXPORT(x) LAB_PASTE(x, __sim)
#include "lab/engine/mem_sim.h"
#elif LAB_ENGINE == LAB_CHECK
#define LAB_EXPORT(x) LAB_PASTE(x, __check)
#include "lab/engine/mem_check.h"
#endif

#endif
