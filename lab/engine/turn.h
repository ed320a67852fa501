// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* turn.h: the CPUs of the simulator that can go on, earliest clock first; equal clocks by CPU number. */
#ifndef LAB_TURN_H
#define LAB_TURN_H

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/*
 * A tournament: each CPU has its leaf, each node the smaller key of its two children. A change
 * walks from the leaf to the root, always the same number of steps and without a branch that
 * depends on the keys: a heap's walk down ends where nobody can predict, and wrong guesses of
 * the processor were most of what it cost.
 */
struct lab_turns {
	uint64_t *keys;		/* time in ps << 10 | CPU: 54 bits are five hours; [1] is the root */
	uint32_t leaves;	/* a power of two; the leaf of a CPU is keys[leaves + CPU] */
};

#define LAB_NEVER UINT64_MAX

static inline int lab_turns__init(struct lab_turns *t, int max)
{
	t->leaves = 2;
	while (t->leaves < (uint32_t)max)
		t->leaves *= 2;
	t->keys = aligned_alloc(64, (2 * t->leaves * sizeof(*t->keys) + 63) / 64 * 64);
	if (!t->keys)
		return -ENOMEM;
	memset(t->keys, 0xff, 2 * t->leaves * sizeof(*t->keys));
	return 0;
}

static inline void lab_turns__free(struct lab_turns *t)
{
	free(t->keys);
}

static inline void lab_turns__set_key(struct lab_turns *t, int cpu, uint64_t key)
{
	uint32_t i = t->leaves + cpu;

	for (t->keys[i] = key; i > 1; t->keys[i] = key) {
		uint64_t other = t->keys[i ^ 1];

		key = other < key ? other : key;
		i /= 2;
	}
}

/* From now on it is this CPU's turn at that time. */
static inline void lab_turns__set(struct lab_turns *t, int cpu, uint64_t ps)
{
	lab_turns__set_key(t, cpu, ps << 10 | (uint64_t)cpu);
}

/* It has no turn any more. */
static inline void lab_turns__drop(struct lab_turns *t, int cpu)
{
	lab_turns__set_key(t, cpu, LAB_NEVER);
}

/* The CPU whose turn it is, or -1. */
static inline int lab_turns__first(const struct lab_turns *t)
{
	return t->keys[1] == LAB_NEVER ? -1 : (int)(t->keys[1] & 1023);
}

/* The earliest clock of all others; as good as never when there is none. */
static inline uint64_t lab_turns__next_ps(const struct lab_turns *t, int cpu)
{
	uint64_t key = LAB_NEVER;

	for (uint32_t i = t->leaves + cpu; i > 1; i /= 2)
		key = t->keys[i ^ 1] < key ? t->keys[i ^ 1] : key;
	return key >> 10;
}

#endif
