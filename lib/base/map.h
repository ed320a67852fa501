// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* map.h: a hash table from byte strings to 32-bit numbers (indexes into arrays of the caller). */
#ifndef PBY_MAP_H
#define PBY_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pby_map_slot;

/* Zeroed memory is an empty map. Keys are not copied: they must outlive the map. */
struct pby_map {
	struct pby_map_slot *slots;
	uint32_t nr;
	uint32_t cap;	/* a power of two, or 0 */
};

enum { PBY_MAP_NONE = UINT32_MAX };

/* Room for nr keys without growing; false without memory. */
bool pby_map__reserve(struct pby_map *map, uint32_t nr);
/* The value of key, or PBY_MAP_NONE. */
uint32_t pby_map__get(const struct pby_map *map, const char *key, size_t len);
/* Sets or replaces; false without memory. */
bool pby_map__put(struct pby_map *map, const char *key, size_t len, uint32_t value);
/*
 * A pointer to the value of key; a key that was not there gets PBY_MAP_NONE first. Valid until
 * the next insertion. NULL without memory. Lets callers chain duplicates of one key.
 */
uint32_t *pby_map__at(struct pby_map *map, const char *key, size_t len);
void pby_map__free(struct pby_map *map);

#endif
