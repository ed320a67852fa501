// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* addresses.c: a sorted index of symbols and the search in it. */
#define _GNU_SOURCE
#include "model/addresses.h"

#include <stdlib.h>

static int by_address(const void *a, const void *b, void *arg)
{
	const struct pby_symbol *items = arg;
	uint64_t x = items[*(const uint32_t *)a].addr, y = items[*(const uint32_t *)b].addr;

	if (x != y)
		return x < y ? -1 : 1;
	/* Symbols at one address keep the order of the table. */
	return *(const uint32_t *)a < *(const uint32_t *)b ? -1 : 1;
}

/* kallsyms is sorted but for its modules: most tables need no sorting at their start. */
bool pby_addresses__build(struct pby_addresses *a, const struct pby_symbols *syms)
{
	*a = (struct pby_addresses){ .syms = syms };
	a->order = malloc((syms->nr + 1) * sizeof(*a->order));
	if (!a->order)
		return false;
	for (uint32_t i = 0; i < syms->nr; i++)
		if (syms->items[i].addr)
			a->order[a->nr++] = i;
	qsort_r(a->order, a->nr, sizeof(*a->order), by_address, syms->items);
	return true;
}

const struct pby_symbol *pby_addresses__find(const struct pby_addresses *a, uint64_t addr,
					     uint64_t *offset)
{
	uint32_t low = 0, high = a->nr;
	const struct pby_symbol *s;

	while (low < high) {
		uint32_t mid = low + (high - low) / 2;

		if (a->syms->items[a->order[mid]].addr <= addr)
			low = mid + 1;
		else
			high = mid;
	}
	if (!low)
		return NULL;
	s = &a->syms->items[a->order[low - 1]];
	*offset = addr - s->addr;
	return s;
}

void pby_addresses__free(struct pby_addresses *a)
{
	free(a->order);
	*a = (struct pby_addresses){ 0 };
}
