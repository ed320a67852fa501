// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* index.c: chained buckets in two flat arrays. */
#include "base/index.h"

#include <stdlib.h>
#include <string.h>

/* Eight bytes at a time: kernel symbol names share long prefixes. */
uint32_t pby_hash__bytes(const char *key, size_t len)
{
	uint64_t h = 0xcbf29ce484222325ULL ^ len;
	const char *end = key + len;
	uint64_t w = 0;

	if (len >= sizeof(w)) {
		for (; end - key > (ptrdiff_t)sizeof(w); key += sizeof(w)) {
			memcpy(&w, key, sizeof(w));
			h = (h ^ w) * 0x9e3779b97f4a7c15ULL;
			h ^= h >> 29;
		}
		/* The last eight, of which some may have been taken already: a length that is known needs no call. */
		memcpy(&w, end - sizeof(w), sizeof(w));
	} else if (len) {	/* an empty key may have no address */
		memcpy(&w, key, len);
	}
	h = (h ^ w) * 0x9e3779b97f4a7c15ULL;
	return (h ^ h >> 32) & 0xffffffff;
}

bool pby_index__reserve(struct pby_index *index, uint32_t nr)
{
	uint32_t heads = 64;

	while (heads < nr && heads < 1u << 24)
		heads *= 2;
	if (!index->heads) {
		index->heads = malloc(heads * sizeof(*index->heads));
		if (!index->heads)
			return false;
		memset(index->heads, 0xff, heads * sizeof(*index->heads));
		index->nr_heads = heads;
	}
	if (nr > index->cap) {
		struct pby_index_entry *more = realloc(index->entries, nr * sizeof(*more));

		if (!more)
			return false;
		index->entries = more;
		index->cap = nr;
	}
	return true;
}

bool pby_index__add(struct pby_index *index, uint32_t hash, uint32_t value)
{
	uint32_t *head;

	if (index->nr == index->cap &&
	    (index->cap > UINT32_MAX / 4 || !pby_index__reserve(index, index->cap ? index->cap * 2 : 256)))
		return false;
	head = &index->heads[hash & (index->nr_heads - 1)];
	index->entries[index->nr] = (struct pby_index_entry){ *head, value };
	*head = index->nr++;
	return true;
}

uint32_t pby_index__first(const struct pby_index *index, uint32_t hash)
{
	return index->nr ? index->heads[hash & (index->nr_heads - 1)] : PBY_INDEX_END;
}

void pby_index__free(struct pby_index *index)
{
	free(index->heads);
	free(index->entries);
	*index = (struct pby_index){ 0 };
}
