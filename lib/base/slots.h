// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* slots.h: a table of fixed size from 64-bit keys to numbered places; nothing is allocated after it was made. */
#ifndef PBY_SLOTS_H
#define PBY_SLOTS_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Places are numbered 0 to max - 1 and belong to a key from take to drop: the caller keeps arrays
 * of that size beside it. Keys may be any number. A dropped place is the first to be given again.
 */
struct pby_slots {
	uint64_t *keys;		/* of each place */
	uint32_t *next_free;
	uint32_t *buckets;	/* place + 1, or 0; open addressing */
	uint32_t max;
	uint32_t nr;		/* places in use */
	uint32_t used;		/* places that were ever used: all below it */
	uint32_t free;
	uint32_t mask;
};

enum { PBY_SLOT_NONE = UINT32_MAX };

/* 0 or -ENOMEM. max: at least 1. */
int pby_slots__init(struct pby_slots *slots, uint32_t max);
void pby_slots__free(struct pby_slots *slots);
/* The place of key, or PBY_SLOT_NONE. */
uint32_t pby_slots__find(const struct pby_slots *slots, uint64_t key);
/* A place for a key that has none; PBY_SLOT_NONE when the table is full. */
uint32_t pby_slots__take(struct pby_slots *slots, uint64_t key);
void pby_slots__drop(struct pby_slots *slots, uint32_t place);
/* Is this place in use? To walk all of them: 0 to slots->used - 1. */
bool pby_slots__in_use(const struct pby_slots *slots, uint32_t place);

/* A key made of several numbers. */
static inline uint64_t pby_slots__mix(uint64_t key, uint64_t more)
{
	key ^= more + 0x9e3779b97f4a7c15u + (key << 6) + (key >> 2);
	key *= 0xff51afd7ed558ccdu;
	return key ^ (key >> 32);
}

#endif
