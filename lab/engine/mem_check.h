// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* mem_check.h: mem.h for the checker: every operation is a step of the explorer. */
#ifndef LAB_MEM_CHECK_H
#define LAB_MEM_CHECK_H

#include "lab/engine/check_op.h"

#define LAB_INLINE static inline __attribute__((always_inline, unused))

LAB_INLINE uint64_t lab_load(struct lab_cpu *me, struct lab_word *w, int order)
{
	return lab_check__do(me, (struct lab_step){ .kind = LAB_LOAD, .w = w, .order = order });
}

LAB_INLINE void lab_store(struct lab_cpu *me, struct lab_word *w, uint64_t v, int order)
{
	lab_check__do(me, (struct lab_step){ .kind = LAB_STORE, .w = w, .a = v, .order = order });
}

LAB_INLINE bool lab_cas(struct lab_cpu *me, struct lab_word *w, uint64_t *expected, uint64_t v, int order)
{
	uint64_t want = *expected;

	*expected = lab_check__do(me, (struct lab_step){ .kind = LAB_CAS, .w = w, .a = v, .b = want, .order = order });
	return *expected == want;
}

LAB_INLINE uint64_t lab_xchg(struct lab_cpu *me, struct lab_word *w, uint64_t v, int order)
{
	return lab_check__do(me, (struct lab_step){ .kind = LAB_XCHG, .w = w, .a = v, .b = ~0ull, .order = order });
}

LAB_INLINE uint64_t lab_add(struct lab_cpu *me, struct lab_word *w, uint64_t v, int order)
{
	return lab_check__do(me, (struct lab_step){ .kind = LAB_ADD, .w = w, .a = v, .order = order });
}

LAB_INLINE uint64_t lab_or(struct lab_cpu *me, struct lab_word *w, uint64_t v, int order)
{
	return lab_check__do(me, (struct lab_step){ .kind = LAB_OR, .w = w, .a = v, .order = order });
}

LAB_INLINE uint64_t lab_and(struct lab_cpu *me, struct lab_word *w, uint64_t v, int order)
{
	return lab_check__do(me, (struct lab_step){ .kind = LAB_AND, .w = w, .a = v, .order = order });
}

/* Mixed sizes have no C11 semantics: a part's store is taken as an exchange of that part. */
LAB_INLINE uint64_t lab_xchg_part(struct lab_cpu *me, struct lab_word *w, int shift, int bits, uint64_t v, int order)
{
	uint64_t mask = ((1ull << bits) - 1) << shift;
	uint64_t old = lab_check__do(me, (struct lab_step){ .kind = LAB_XCHG, .w = w, .a = v << shift, .b = mask, .order = order });

	return (old & mask) >> shift;
}

LAB_INLINE void lab_store_part(struct lab_cpu *me, struct lab_word *w, int shift, int bits, uint64_t v, int order)
{
	lab_xchg_part(me, w, shift, bits, v, order);
}

LAB_INLINE void lab_fence(struct lab_cpu *me, int order)
{
	lab_check__do(me, (struct lab_step){ .kind = LAB_FENCE, .order = order });
}

LAB_INLINE uint64_t lab_await(struct lab_cpu *me, struct lab_word *w, struct lab_cond cond, int order,
			      const struct lab_why *why)
{
	return lab_check__do(me, (struct lab_step){ .kind = LAB_AWAIT, .w = w, .cond = cond, .order = order, .why = why });
}

/* Asleep: woken only by lab_wake(), so that a lost wake-up is seen; looks again when woken. */
LAB_INLINE uint64_t lab_sleep(struct lab_cpu *me, struct lab_word *w, struct lab_cond cond, int order,
			      const struct lab_why *why)
{
	uint64_t v;

	while (v = lab_check__do(me, (struct lab_step){ .kind = LAB_SLEEP, .w = w, .cond = cond, .order = order, .why = why }),
	       !lab_cond__holds(&cond, v))
		lab_check__do(me, (struct lab_step){ .kind = LAB_ASLEEP, .w = w, .order = order, .why = why });
	return v;
}

/* Asleep without looking: what a wait without its check would be. Planted bugs only. */
LAB_INLINE void lab_doze(struct lab_cpu *me, struct lab_word *w, const struct lab_why *why)
{
	lab_check__do(me, (struct lab_step){ .kind = LAB_DOZE, .w = w, .order = LAB_RELAXED, .why = why });
	lab_check__do(me, (struct lab_step){ .kind = LAB_ASLEEP, .w = w, .order = LAB_RELAXED, .why = why });
}

LAB_INLINE uint64_t lab_mark(struct lab_cpu *me)
{
	return lab_check__mark(me);
}

LAB_INLINE void lab_loop(struct lab_cpu *me, uint64_t mark, uint64_t key)
{
	lab_check__loop(me, mark, key);
}

LAB_INLINE void lab_wake(struct lab_cpu *me, struct lab_word *w, int nr)
{
	lab_check__do(me, (struct lab_step){ .kind = LAB_WAKE, .w = w, .a = nr, .order = LAB_SEQ_CST });
}

LAB_INLINE void lab_pause(struct lab_cpu *me)
{
	(void)me;
}

LAB_INLINE void lab_work(struct lab_cpu *me, uint64_t ns)
{
	(void)me;
	(void)ns;
}

LAB_INLINE void lab_nap(struct lab_cpu *me, uint64_t ns)
{
	(void)me;
	(void)ns;
}

LAB_INLINE bool lab_running(struct lab_cpu *me)
{
	return me->rounds-- > 0;
}

/* Time stands still: what depends on it is asked with lab_choose. */
LAB_INLINE uint64_t lab_now_ns(struct lab_cpu *me)
{
	(void)me;
	return 0;
}

LAB_INLINE uint32_t lab_choose(struct lab_cpu *me, uint32_t n)
{
	return (uint32_t)lab_check__do(me, (struct lab_step){ .kind = LAB_CHOOSE, .a = n });
}

LAB_INLINE void lab_assert(struct lab_cpu *me, bool ok, const char *text)
{
	if (!ok)
		lab_check__violation(me, text);
}

#endif
