// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* slots.c: open addressing over numbered places, with deletion that leaves no holes. */
#include "base/slots.h"

#include <errno.h>
#include <stdlib.h>

/* Of next_free: this place is in use. */
enum { IN_USE = UINT32_MAX - 1 };

static uint32_t home(const struct pby_slots *s, uint64_t key)
{
	key *= 0x9e3779b97f4a7c15u;
	return (uint32_t)(key >> 32) & s->mask;
}

int pby_slots__init(struct pby_slots *s, uint32_t max)
{
	uint32_t nr = 16;

	while (nr < max * 2u && nr < 1u << 31)
		nr *= 2;
	*s = (struct pby_slots){ .max = max, .mask = nr - 1, .free = PBY_SLOT_NONE };
	s->keys = malloc(max * sizeof(*s->keys));
	s->next_free = malloc(max * sizeof(*s->next_free));
	s->buckets = calloc(nr, sizeof(*s->buckets));
	if (s->keys && s->next_free && s->buckets)
		return 0;
	pby_slots__free(s);
	return -ENOMEM;
}

void pby_slots__free(struct pby_slots *s)
{
	free(s->keys);
	free(s->next_free);
	free(s->buckets);
	*s = (struct pby_slots){ 0 };
}

uint32_t pby_slots__find(const struct pby_slots *s, uint64_t key)
{
	for (uint32_t b = home(s, key); s->buckets[b]; b = (b + 1) & s->mask)
		if (s->keys[s->buckets[b] - 1] == key)
			return s->buckets[b] - 1;
	return PBY_SLOT_NONE;
}

uint32_t pby_slots__take(struct pby_slots *s, uint64_t key)
{
	uint32_t place = s->free, b = home(s, key);

	if (place != PBY_SLOT_NONE)
		s->free = s->next_free[place];
	else if (s->used < s->max)
		place = s->used++;
	else
		return PBY_SLOT_NONE;
	while (s->buckets[b])
		b = (b + 1) & s->mask;
	s->buckets[b] = place + 1;
	s->keys[place] = key;
	s->next_free[place] = IN_USE;
	s->nr++;
	return place;
}

/* Entries behind the hole move into it when the hole lies between their home and where they are. */
static void close_hole(struct pby_slots *s, uint32_t hole)
{
	for (uint32_t b = (hole + 1) & s->mask; s->buckets[b]; b = (b + 1) & s->mask) {
		uint32_t from = home(s, s->keys[s->buckets[b] - 1]);

		if (((b - from) & s->mask) < ((b - hole) & s->mask))
			continue;
		s->buckets[hole] = s->buckets[b];
		hole = b;
	}
	s->buckets[hole] = 0;
}

void pby_slots__drop(struct pby_slots *s, uint32_t place)
{
	uint32_t b = home(s, s->keys[place]);

	while (s->buckets[b] != place + 1)
		b = (b + 1) & s->mask;
	close_hole(s, b);
	s->next_free[place] = s->free;
	s->free = place;
	s->nr--;
}

bool pby_slots__in_use(const struct pby_slots *s, uint32_t place)
{
	return place < s->used && s->next_free[place] == IN_USE;
}
