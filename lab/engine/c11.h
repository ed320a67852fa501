// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * c11.h: memory as C11 allows it to be seen: a word is the sequence of its stores, and each
 * thread has seen each word up to some store.
 *
 * A load may take any store of the word that is not older than what its thread has seen; an
 * acquire load then has seen what the storing thread had seen at its release. A
 * read-modify-write takes the latest. Stores enter at the end of their word's sequence. That
 * gives store buffering, and the reordering of relaxed stores and loads; it does not give load
 * buffering (out of thin air). So that loops end, a thread does not take the same overtaken
 * store of a word twice. With sc all loads take the latest.
 */
#ifndef LAB_C11_H
#define LAB_C11_H

#include "lab/cpu.h"

enum { LAB_C11_WORDS = 64, LAB_C11_STORES = 24, LAB_C11_THREADS = 6 };

/* Up to which store each word is seen: 0 is the initial value. */
struct lab_view {
	uint8_t at[LAB_C11_WORDS];
};

struct lab_store {
	uint64_t v;
	struct lab_view view;	/* what who acquires it has seen */
};

/* Words are numbered by the explorer, as they are met. */
struct lab_c11 {
	bool sc;
	bool full;		/* a word was stored to too often: the run cannot be followed further */
	int nr_words, nr_threads;
	uint8_t retired;		/* threads that will not look again, one bit each */
	uint8_t last[LAB_C11_WORDS];	/* number of the latest store */
	uint8_t base[LAB_C11_WORDS];	/* number of the oldest one kept */
	struct lab_view seen[LAB_C11_THREADS];
	struct lab_view to_acquire[LAB_C11_THREADS];	/* by relaxed loads, for an acquire fence */
	struct lab_view released[LAB_C11_THREADS];	/* at the last release fence */
	struct lab_view again[LAB_C11_THREADS];		/* overtaken store last read + 1, or 0 */
	struct lab_view sc_view;
	struct lab_store stores[LAB_C11_WORDS][LAB_C11_STORES];
};

/* Nothing stored yet; the words keep their numbers, with initial[w] as their values. */
void lab_c11__init(struct lab_c11 *m, const uint64_t *initial, int nr_words, int nr_threads, bool sc);
/* One word more; its number, or -1 when there are too many. */
int lab_c11__add_word(struct lab_c11 *m, uint64_t initial);
/* The thread has ended: what only it could still take is forgotten. */
void lab_c11__retire(struct lab_c11 *m, int thread);
/* How many stores a load of w may take now; the n-th of them (0: the oldest), without reading it. */
int lab_c11__choices(const struct lab_c11 *m, int thread, int w, int order);
uint64_t lab_c11__peek(const struct lab_c11 *m, int thread, int w, int n, int order);
/* Takes the n-th. */
uint64_t lab_c11__load(struct lab_c11 *m, int thread, int w, int n, int order);
uint64_t lab_c11__latest(const struct lab_c11 *m, int w);
void lab_c11__store(struct lab_c11 *m, int thread, int w, uint64_t v, int order);
/* Reads the latest as a successful read-modify-write does, and stores v. */
void lab_c11__rmw(struct lab_c11 *m, int thread, int w, uint64_t v, int order);
/* Reads the latest as a failed compare-and-swap does. */
void lab_c11__read_latest(struct lab_c11 *m, int thread, int w, int order);
void lab_c11__fence(struct lab_c11 *m, int thread, int order);
/* Two memories that no thread can tell apart have the same hash. */
uint64_t lab_c11__hash(const struct lab_c11 *m, uint64_t seed);

static inline uint64_t lab_mix(uint64_t h, uint64_t v)
{
	h ^= v + 0x9e3779b97f4a7c15ull + (h << 6) + (h >> 2);
	h *= 0xff51afd7ed558ccdull;
	return h ^ h >> 32;
}

#endif
