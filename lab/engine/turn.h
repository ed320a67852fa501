// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* turn.h: the waiting CPUs of the simulator, earliest clock first; equal clocks by CPU number. */
#ifndef LAB_TURN_H
#define LAB_TURN_H

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/*
 * A heap with four children a node: half the levels, and a node's children share a line. Behind
 * the last key all are the largest there is, so that four children can be compared without
 * asking how many there are, and without a branch that nobody can predict.
 */
struct lab_turns {
	uint64_t *keys;		/* time in ps << 10 | CPU: 54 bits are five hours */
	int nr;
	void *memory;
};

static inline int lab_turns__init(struct lab_turns *t, int max)
{
	size_t room = (4 * (size_t)max + 23) / 8 * 8;	/* whole lines */
	uint64_t *keys = aligned_alloc(64, room * sizeof(*keys));

	*t = (struct lab_turns){ .memory = keys };
	if (!keys)
		return -ENOMEM;
	memset(keys, 0xff, room * sizeof(*keys));
	t->keys = keys + 7;	/* keys[1], the first child of the root, begins a line */
	return 0;
}

static inline void lab_turns__free(struct lab_turns *t)
{
	free(t->memory);
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
		const uint64_t *k = &t->keys[child];
		int left = k[1] < k[0], right = 2 + (k[3] < k[2]);
		int least = k[right] < k[left] ? right : left;

		if (k[least] >= key)
			break;
		t->keys[i] = k[least];
		i = child + least;
	}
	t->keys[i] = key;
}

/* The CPU with the earliest clock, taken out. */
static inline int lab_turns__take(struct lab_turns *t)
{
	int cpu = t->keys[0] & 1023;
	uint64_t last = t->keys[--t->nr];

	t->keys[t->nr] = UINT64_MAX;
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
