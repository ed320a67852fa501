// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* paging.c: walks x86-64's page tables, table by table, whatever stands in them. */
#include "source/core/paging.h"

#include <errno.h>

#include "base/arena.h"
#include "source/kmem.h"

enum { NR_SLOTS = 1024, PAGE_BITS = 12, LEVEL_BITS = 9, PRESENT = 1, HUGE_PAGE = 0x80 };

/* Bits 12 to 51 of an entry. */
static const uint64_t address_bits = 0x000ffffffffff000ULL;

int pby_paging__start(struct pby_paging *paging, struct pby_arena *arena, uint64_t root,
		      uint32_t levels, uint64_t encrypted)
{
	*paging = (struct pby_paging){ root & address_bits & ~encrypted, levels, encrypted, NULL };
	paging->slots = pby_arena__alloc(arena, NR_SLOTS * sizeof(*paging->slots));
	return paging->slots ? 0 : -ENOMEM;
}

/* All bits above those that the tables translate are copies of the highest translated one. */
static bool is_canonical(uint64_t addr, uint32_t levels)
{
	int64_t high = (int64_t)addr >> (PAGE_BITS + LEVEL_BITS * levels - 1);

	return high == 0 || high == -1;
}

static struct pby_paging_slot walk(const struct pby_kmem *mem, uint64_t addr)
{
	const struct pby_paging *p = &mem->paging;
	struct pby_paging_slot found = { .page = (addr >> PAGE_BITS) + 1 };
	uint64_t table = p->root;

	found.size = 1ULL << PAGE_BITS;
	if (!is_canonical(addr, p->levels))
		return found;
	for (uint32_t level = p->levels; level; level--) {
		uint32_t shift = PAGE_BITS + LEVEL_BITS * (level - 1);
		uint64_t entry, at = table + (addr >> shift & 511) * sizeof(entry);

		found.size = 1ULL << shift;
		if (!pby_kmem__read_physical(mem, at, &entry, sizeof(entry)) || !(entry & PRESENT))
			return found;
		table = entry & address_bits & ~p->encrypted;
		/* Bit 12 of a huge page's entry is a cache attribute. */
		if (level == 1 || (level <= 3 && entry & HUGE_PAGE)) {
			found.phys = (table & ~(found.size - 1)) | (addr & (found.size - 1));
			found.present = true;
			return found;
		}
	}
	return found;
}

bool pby_paging__find(const struct pby_kmem *mem, uint64_t addr, struct pby_page *page)
{
	struct pby_paging_slot *slot = &mem->paging.slots[(addr >> PAGE_BITS) % NR_SLOTS];
	uint64_t within;

	if (slot->page != (addr >> PAGE_BITS) + 1) {
		*slot = walk(mem, addr);
		slot->phys &= ~((1ULL << PAGE_BITS) - 1);
	}
	within = addr & ((1ULL << PAGE_BITS) - 1);
	page->phys = slot->phys + within;
	page->left = slot->size - (addr & (slot->size - 1));
	return slot->present;
}
