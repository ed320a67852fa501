// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* turn.h: the waiting CPUs of the simulator, earliest clock first; equal clocks by CPU number. */
#ifndef LAB_TURN_H
#define LAB_TURN_H

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>

/* A heap with four children a node: half the levels, and a node's children share a line. */
struct lab_turns {
	uint64_t *keys;		/* time in ps << 10 | CPU: 54 bits are five hours */
	int nr;
};

static inline int lab_turns__init(struct lab_turns *t, int max)
{
	t->nr = 0;
	t->keys = malloc((max + 4) * sizeof(*t->keys));
	return t->keys ? 0 : -ENOMEM;
}

static inline void lab_turns__free(struct lab_turns *t)
{
	free(t->keys);
}

static inline uint64_t lab_turns__first_ps(const struct lab_turns *t)
{
	return t->keys[0] >> 10;
}

static inline void lab_turns__add(struct lab_turns *t, uint64_t ps, int cpu)
{
	uint64_t key = ps << 10 | (uint64_t)cpu;
	int i = t->nr++;

	for (int up; i && t->keys[up = (i - 1) / 4] > key; i = up)
		t->keys[i] = t->keys[up];
	t->keys[i] = key;
}

static inline void lab_turns__sink(struct lab_turns *t, uint64_t key)
{
	int i = 0, child;

	while ((child = 4 * i + 1) < t->nr) {
		int end = child + 4 < t->nr ? child + 4 : t->nr, least = child;

		for (int c = child + 1; c < end; c++)
			if (t->keys[c] < t->keys[least])
				least = c;
		if (t->keys[least] >= key)
			break;
		t->keys[i] = t->keys[least];
		i = least;
	}
	t->keys[i] = key;
}

/* The CPU with the earliest clock, taken out. */
static inline int lab_turns__take(struct lab_turns *t)
{
	int cpu = t->keys[0] & 1023;
	uint64_t last = t->keys[--t->nr];

	if (t->nr)
		lab_turns__sink(t, last);
	return cpu;
}

/* The same, with (ps, cpu) put in instead: one walk down. */
static inline int lab_turns__swap(struct lab_turns *t, uint64_t ps, int cpu)
{
	int first = t->keys[0] & 1023;

	lab_turns__sink(t, ps << 10 | (uint64_t)cpu);
	return first;
}

#endif
