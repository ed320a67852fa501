// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* map.c: open addressing with linear probing; iteration order is never exposed. */
#include "base/map.h"

#include <stdlib.h>
#include <string.h>

#include "base/index.h"

struct pby_map_slot {
	const char *key;
	uint32_t len;
	uint32_t hash;
	uint32_t value;
};

static struct pby_map_slot *find(const struct pby_map *map, const char *key, size_t len,
				 uint32_t hash)
{
	uint32_t i = hash & (map->cap - 1);

	for (;; i = (i + 1) & (map->cap - 1)) {
		struct pby_map_slot *s = &map->slots[i];

		if (!s->key || (s->hash == hash && s->len == len && !memcmp(s->key, key, len)))
			return s;
	}
}

static bool resize(struct pby_map *map, uint32_t cap)
{
	struct pby_map bigger = { calloc(cap, sizeof(*bigger.slots)), map->nr, cap };

	if (!bigger.slots)
		return false;
	for (uint32_t i = 0; i < map->cap; i++) {
		const struct pby_map_slot *s = &map->slots[i];

		if (s->key)
			*find(&bigger, s->key, s->len, s->hash) = *s;
	}
	free(map->slots);
	*map = bigger;
	return true;
}

bool pby_map__reserve(struct pby_map *map, uint32_t nr)
{
	uint32_t cap = map->cap ? map->cap : 16;

	if (nr > UINT32_MAX / 4)
		return false;
	while (cap / 4 * 3 < nr)
		cap *= 2;
	return cap == map->cap || resize(map, cap);
}

uint32_t pby_map__get(const struct pby_map *map, const char *key, size_t len)
{
	const struct pby_map_slot *s;

	if (!map->cap)
		return PBY_MAP_NONE;
	s = find(map, key, len, pby_hash__bytes(key, len));
	return s->key ? s->value : PBY_MAP_NONE;
}

uint32_t *pby_map__at(struct pby_map *map, const char *key, size_t len)
{
	struct pby_map_slot *s;
	uint32_t hash = pby_hash__bytes(key, len);

	if (len > UINT32_MAX || !pby_map__reserve(map, map->nr + 1))
		return NULL;
	s = find(map, key, len, hash);
	if (!s->key) {
		*s = (struct pby_map_slot){ key, (uint32_t)len, hash, PBY_MAP_NONE };
		map->nr++;
	}
	return &s->value;
}

bool pby_map__put(struct pby_map *map, const char *key, size_t len, uint32_t value)
{
	uint32_t *at = pby_map__at(map, key, len);

	if (!at)
		return false;
	*at = value;
	return true;
}

void pby_map__free(struct pby_map *map)
{
	free(map->slots);
	*map = (struct pby_map){ 0 };
}
