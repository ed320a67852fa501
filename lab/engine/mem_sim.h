// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* mem_sim.h: mem.h for the simulator: a hit is charged inline, all else in sim.c. */
#ifndef LAB_MEM_SIM_H
#define LAB_MEM_SIM_H

#include "lab/engine/line.h"

/* A miss, or a hit too far ahead of the other CPUs' clocks: may run them first. */
void lab_sim__slow(struct lab_cpu *me, struct lab_line *line, enum lab_op op);
uint64_t lab_sim__await(struct lab_cpu *me, struct lab_word *w, const struct lab_cond *cond, bool asleep);
void lab_sim__wake(struct lab_cpu *me, struct lab_word *w, int nr);
void lab_sim__pause(struct lab_cpu *me);
void lab_sim__violation(struct lab_cpu *me, const char *text);

#define LAB_INLINE static inline __attribute__((always_inline, unused))

LAB_INLINE void lab_touch(struct lab_cpu *me, struct lab_word *w, enum lab_op op)
{
	struct lab_line *l = &me->lines[((uintptr_t)w - me->base) / LAB_LINE_BYTES];

	me->ops[op]++;
	/* Hit: this core owns the line, and no CPU can be earlier than this operation. */
	if (__builtin_expect(l->last_cpu == me->id && l->owner == (int)me->core &&
			     me->now_ps < *me->horizon_ps, 1))
		me->now_ps += me->hit_ps[op];
	else
		lab_sim__slow(me, l, op);
	/* Whoever waits for this line is told after the value has changed (lab_changed). */
}

/* After a write: CPUs that spin on the line see it. */
void lab_sim__changed(struct lab_cpu *me, struct lab_line *line);

LAB_INLINE void lab_changed(struct lab_cpu *me, struct lab_word *w)
{
	struct lab_line *l = &me->lines[((uintptr_t)w - me->base) / LAB_LINE_BYTES];

	if (__builtin_expect(l->waiters != 0, 0))
		lab_sim__changed(me, l);
}

LAB_INLINE uint64_t lab_load(struct lab_cpu *me, struct lab_word *w, int order)
{
	(void)order;
	lab_touch(me, w, LAB_OP_LOAD);
	return w->v;
}

LAB_INLINE void lab_store(struct lab_cpu *me, struct lab_word *w, uint64_t v, int order)
{
	/* x86: a store is cheap, except a sequentially consistent one, which is an xchg */
	lab_touch(me, w, order == LAB_SEQ_CST ? LAB_OP_ATOMIC : LAB_OP_STORE);
	w->v = v;
	lab_changed(me, w);
}

LAB_INLINE bool lab_cas(struct lab_cpu *me, struct lab_word *w, uint64_t *expected, uint64_t v, int order)
{
	(void)order;
	lab_touch(me, w, LAB_OP_ATOMIC);
	if (w->v != *expected) {
		*expected = w->v;
		me->failed_cas++;
		return false;
	}
	w->v = v;
	lab_changed(me, w);
	return true;
}

#define LAB_SIM_RMW(name, expr)								\
LAB_INLINE uint64_t name(struct lab_cpu *me, struct lab_word *w, uint64_t v, int order)	\
{											\
	uint64_t old;									\
											\
	(void)order;									\
	lab_touch(me, w, LAB_OP_ATOMIC);						\
	old = w->v;									\
	w->v = (expr);									\
	lab_changed(me, w);								\
	return old;									\
}
LAB_SIM_RMW(lab_xchg, v)
LAB_SIM_RMW(lab_add, old + v)
LAB_SIM_RMW(lab_or, old | v)
LAB_SIM_RMW(lab_and, old & v)
#undef LAB_SIM_RMW

LAB_INLINE uint64_t lab_part_mask(int shift, int bits)
{
	return ((1ull << bits) - 1) << shift;
}

LAB_INLINE void lab_store_part(struct lab_cpu *me, struct lab_word *w, int shift, int bits, uint64_t v, int order)
{
	(void)order;
	lab_touch(me, w, LAB_OP_STORE);
	w->v = (w->v & ~lab_part_mask(shift, bits)) | v << shift;
	lab_changed(me, w);
}

LAB_INLINE uint64_t lab_xchg_part(struct lab_cpu *me, struct lab_word *w, int shift, int bits, uint64_t v, int order)
{
	uint64_t old;

	(void)order;
	lab_touch(me, w, LAB_OP_ATOMIC);
	old = (w->v & lab_part_mask(shift, bits)) >> shift;
	w->v = (w->v & ~lab_part_mask(shift, bits)) | v << shift;
	lab_changed(me, w);
	return old;
}

LAB_INLINE void lab_fence(struct lab_cpu *me, int order)
{
	if (order == LAB_SEQ_CST)
		me->now_ps += me->hit_ps[LAB_OP_ATOMIC];
}

LAB_INLINE uint64_t lab_await(struct lab_cpu *me, struct lab_word *w, struct lab_cond cond, int order,
			      const struct lab_why *why)
{
	uint64_t v = lab_load(me, w, order);

	if (lab_cond__holds(&cond, v))
		return v;
	me->why = why;
	return lab_sim__await(me, w, &cond, false);
}

LAB_INLINE uint64_t lab_sleep(struct lab_cpu *me, struct lab_word *w, struct lab_cond cond, int order,
			      const struct lab_why *why)
{
	uint64_t v = lab_load(me, w, order);

	if (lab_cond__holds(&cond, v))
		return v;
	me->why = why;
	return lab_sim__await(me, w, &cond, true);
}

LAB_INLINE uint64_t lab_mark(struct lab_cpu *me)
{
	(void)me;
	return 0;
}

LAB_INLINE void lab_loop(struct lab_cpu *me, uint64_t mark, uint64_t key)
{
	(void)me;
	(void)mark;
	(void)key;
}

LAB_INLINE void lab_wake(struct lab_cpu *me, struct lab_word *w, int nr)
{
	lab_sim__wake(me, w, nr);
}

LAB_INLINE void lab_pause(struct lab_cpu *me)
{
	lab_sim__pause(me);
}

LAB_INLINE void lab_work(struct lab_cpu *me, uint64_t ns)
{
	me->now_ps += ns * me->work_ps;
}

LAB_INLINE void lab_nap(struct lab_cpu *me, uint64_t ns)
{
	me->now_ps += ns * 1000;
}

LAB_INLINE bool lab_running(struct lab_cpu *me)
{
	return me->now_ps < me->end_ps;
}

LAB_INLINE uint64_t lab_now_ns(struct lab_cpu *me)
{
	return me->now_ps / 1000;
}

LAB_INLINE uint32_t lab_choose(struct lab_cpu *me, uint32_t n)
{
	return lab_cpu__random(me, n);
}

LAB_INLINE void lab_assert(struct lab_cpu *me, bool ok, const char *text)
{
	if (__builtin_expect(!ok, 0))
		lab_sim__violation(me, text);
}

#endif
