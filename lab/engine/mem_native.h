// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* mem_native.h: mem.h as inlined C11 atomics on real memory. */
#ifndef LAB_MEM_NATIVE_H
#define LAB_MEM_NATIVE_H

/* Sleeps (a futex) until the condition holds, or it is released from its wait; wakes; the slow parts live in native.c. */
uint64_t lab_native__wait(struct lab_cpu *me, struct lab_word *w, const struct lab_cond *cond, const struct lab_why *why);
void lab_native__nap(struct lab_cpu *me, uint64_t ns);
void lab_native__wake(struct lab_word *w, int nr);
void lab_native__work(uint64_t ns);
uint64_t lab_native__now_ns(void);

#define LAB_INLINE static inline __attribute__((always_inline, unused))

LAB_INLINE uint64_t lab_load(struct lab_cpu *me, struct lab_word *w, int order)
{
	(void)me;
	return __atomic_load_n(&w->v, order);
}

LAB_INLINE void lab_store(struct lab_cpu *me, struct lab_word *w, uint64_t v, int order)
{
	(void)me;
	__atomic_store_n(&w->v, v, order);
}

LAB_INLINE bool lab_cas(struct lab_cpu *me, struct lab_word *w, uint64_t *expected, uint64_t v, int order)
{
	(void)me;
	return __atomic_compare_exchange_n(&w->v, expected, v, false, order, __ATOMIC_RELAXED);
}

LAB_INLINE uint64_t lab_xchg(struct lab_cpu *me, struct lab_word *w, uint64_t v, int order)
{
	(void)me;
	return __atomic_exchange_n(&w->v, v, order);
}

LAB_INLINE uint64_t lab_add(struct lab_cpu *me, struct lab_word *w, uint64_t v, int order)
{
	(void)me;
	return __atomic_fetch_add(&w->v, v, order);
}

LAB_INLINE uint64_t lab_or(struct lab_cpu *me, struct lab_word *w, uint64_t v, int order)
{
	(void)me;
	return __atomic_fetch_or(&w->v, v, order);
}

LAB_INLINE uint64_t lab_and(struct lab_cpu *me, struct lab_word *w, uint64_t v, int order)
{
	(void)me;
	return __atomic_fetch_and(&w->v, v, order);
}

/* Little endian: the part at bit shift lies shift / 8 bytes into the word. */
LAB_INLINE void lab_store_part(struct lab_cpu *me, struct lab_word *w, int shift, int bits, uint64_t v, int order)
{
	char *part = (char *)w + shift / 8;

	(void)me;
	if (bits == 8)
		__atomic_store_n((uint8_t *)part, (uint8_t)v, order);
	else if (bits == 16)
		__atomic_store_n((uint16_t *)part, (uint16_t)v, order);
	else
		__atomic_store_n((uint32_t *)part, (uint32_t)v, order);
}

LAB_INLINE uint64_t lab_xchg_part(struct lab_cpu *me, struct lab_word *w, int shift, int bits, uint64_t v, int order)
{
	char *part = (char *)w + shift / 8;

	(void)me;
	if (bits == 8)
		return __atomic_exchange_n((uint8_t *)part, (uint8_t)v, order);
	if (bits == 16)
		return __atomic_exchange_n((uint16_t *)part, (uint16_t)v, order);
	return __atomic_exchange_n((uint32_t *)part, (uint32_t)v, order);
}

LAB_INLINE void lab_fence(struct lab_cpu *me, int order)
{
	(void)me;
	__atomic_thread_fence(order);
}

LAB_INLINE void lab_pause(struct lab_cpu *me)
{
	(void)me;
#if defined(__x86_64__) || defined(__i386__)
	__builtin_ia32_pause();
#else
	__asm__ __volatile__("" ::: "memory");
#endif
}

LAB_INLINE uint64_t lab_await(struct lab_cpu *me, struct lab_word *w, struct lab_cond cond, int order,
			      const struct lab_why *why)
{
	uint64_t v;

	(void)why;
	/* The spinner may share its CPU with the one it waits for: give it up now and then. */
	for (unsigned int spins = 1; v = lab_load(me, w, order), !lab_cond__holds(&cond, v); spins++) {
		if (spins % 1024)
			lab_pause(me);
		else
			lab_native__work(0);
	}
	return v;
}

LAB_INLINE uint64_t lab_sleep(struct lab_cpu *me, struct lab_word *w, struct lab_cond cond, int order,
			      const struct lab_why *why)
{
	uint64_t v = lab_load(me, w, order);

	return lab_cond__holds(&cond, v) ? v : lab_native__wait(me, w, &cond, why);
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
	(void)me;
	lab_native__wake(w, nr);
}

LAB_INLINE void lab_work(struct lab_cpu *me, uint64_t ns)
{
	(void)me;
	if (ns)
		lab_native__work(ns);
}

LAB_INLINE void lab_nap(struct lab_cpu *me, uint64_t ns)
{
	lab_native__nap(me, ns);
}

LAB_INLINE bool lab_running(struct lab_cpu *me)
{
	return !__atomic_load_n(me->stop, __ATOMIC_RELAXED);
}

LAB_INLINE uint64_t lab_now_ns(struct lab_cpu *me)
{
	(void)me;
	return lab_native__now_ns();
}

LAB_INLINE uint32_t lab_choose(struct lab_cpu *me, uint32_t n)
{
	return lab_cpu__random(me, n);
}

LAB_INLINE void lab_assert(struct lab_cpu *me, bool ok, const char *text)
{
	if (__builtin_expect(!ok, 0) && !me->violation)
		me->violation = text;
}

#endif
