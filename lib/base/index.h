// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* index.h: a compact multimap from hashes to numbers: the caller keeps and compares the keys. */
#ifndef PBY_INDEX_H
#define PBY_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * For tables that are filled with 100,000 names and asked for a hundred: adding
 * touches 4 bytes of a small array and appends 8, and never looks at a key.
 * Zeroed memory is an empty index.
 */
struct pby_index_entry {
	uint32_t next;	/* entry with the same bucket, added before; PBY_INDEX_END ends */
	uint32_t value;
};

struct pby_index {
	uint32_t *heads;
	struct pby_index_entry *entries;
	uint32_t nr;
	uint32_t cap;
	uint32_t nr_heads;	/* a power of two, fixed by the first reserve */
};

enum { PBY_INDEX_END = UINT32_MAX };

/* Prepares for about nr entries; more still fit, only slower. Call once, before adding. */
bool pby_index__reserve(struct pby_index *index, uint32_t nr);
/* False without memory. */
bool pby_index__add(struct pby_index *index, uint32_t hash, uint32_t value);
/* The newest entry that may have this hash, or PBY_INDEX_END; go on with entries[e].next. */
uint32_t pby_index__first(const struct pby_index *index, uint32_t hash);
void pby_index__free(struct pby_index *index);

/* A hash of bytes, for keys of indexes and maps. */
uint32_t pby_hash__bytes(const char *key, size_t len);

#endif
