// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* symbols.c: 120,000 names in two hash tables: by full name and by name without suffix. */
#include "model/symbols.h"

#include <stdlib.h>
#include <string.h>

static struct pby_text base_of(struct pby_text name)
{
	const char *dot;

	if (pby_text__len(&name) < 2)
		return name;
	dot = memchr(name.p + 1, '.', pby_text__len(&name) - 1);
	return dot ? (struct pby_text){ name.p, dot } : name;
}

/* Puts the new symbol behind the first of its chain: the first one found stays the first. */
static void chain(uint32_t *first, uint32_t *next_of_new, uint32_t *next_of_first, uint32_t index)
{
	if (*first == PBY_MAP_NONE) {
		*first = index;
		return;
	}
	*next_of_new = *next_of_first;
	*next_of_first = index;
}

bool pby_symbols__add(struct pby_symbols *syms, struct pby_text name, uint64_t addr, char letter,
		      bool module)
{
	struct pby_text base = base_of(name);
	uint32_t *first;
	struct pby_symbol *s;

	if (syms->nr == syms->cap) {
		uint32_t cap = syms->cap ? syms->cap * 2 : 4096;
		struct pby_symbol *items = realloc(syms->items, cap * sizeof(*items));

		if (!items)
			return false;
		syms->items = items;
		syms->cap = cap;
	}
	s = &syms->items[syms->nr];
	*s = (struct pby_symbol){ name, addr, PBY_MAP_NONE, PBY_MAP_NONE, letter, module };

	first = pby_map__at(&syms->by_name, name.p, pby_text__len(&name));
	if (!first)
		return false;
	chain(first, &s->next_name, &syms->items[*first == PBY_MAP_NONE ? syms->nr : *first].next_name,
	      syms->nr);
	first = pby_map__at(&syms->by_base, base.p, pby_text__len(&base));
	if (!first)
		return false;
	chain(first, &s->next_base, &syms->items[*first == PBY_MAP_NONE ? syms->nr : *first].next_base,
	      syms->nr);
	syms->nr++;
	return true;
}

static const struct pby_symbol *look_up(const struct pby_symbols *syms, const struct pby_map *map,
					const char *name)
{
	uint32_t i = pby_map__get(map, name, strlen(name));

	return i == PBY_MAP_NONE ? NULL : &syms->items[i];
}

const struct pby_symbol *pby_symbols__find(const struct pby_symbols *syms, const char *name)
{
	return look_up(syms, &syms->by_name, name);
}

const struct pby_symbol *pby_symbols__find_base(const struct pby_symbols *syms, const char *base)
{
	return look_up(syms, &syms->by_base, base);
}

uint32_t pby_symbols__count(const struct pby_symbols *syms, const char *name)
{
	const struct pby_symbol *s = pby_symbols__find(syms, name);
	uint32_t nr = 0;

	for (; s; s = s->next_name == PBY_MAP_NONE ? NULL : &syms->items[s->next_name])
		nr++;
	return nr;
}

void pby_symbols__free(struct pby_symbols *syms)
{
	free(syms->items);
	pby_map__free(&syms->by_name);
	pby_map__free(&syms->by_base);
	*syms = (struct pby_symbols){ 0 };
}
