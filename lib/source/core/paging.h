// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* paging.h: from a kernel address to a physical one, through the page tables that lie in the core. */
#ifndef PBY_CORE_PAGING_H
#define PBY_CORE_PAGING_H

#include <stdbool.h>
#include <stdint.h>

struct pby_arena;
struct pby_kmem;

/* What was found for the page of an address, so that the next word in it costs nothing. */
struct pby_paging_slot {
	uint64_t page;		/* address / 4096, +1; 0 is an empty slot */
	uint64_t phys;		/* of that address */
	uint64_t size;		/* of the page or of the hole that holds it */
	bool present;
};

/* x86-64's tables: 4 levels of 512 entries, or 5; pages of 4 KB, 2 MB and 1 GB. */
struct pby_paging {
	uint64_t root;		/* physical address of the top table */
	uint32_t levels;	/* 0: there are none to walk */
	uint64_t encrypted;	/* bit of an entry that is no part of the address (AMD SME), or 0 */
	struct pby_paging_slot *slots;
};

struct pby_page {
	uint64_t phys;		/* of the address asked for */
	uint64_t left;		/* bytes to the end of its page; of the hole, when it is not mapped */
};

/* -ENOMEM; the slots live in the arena. Whether the tables make sense shows when they are walked. */
int pby_paging__start(struct pby_paging *paging, struct pby_arena *arena, uint64_t root,
		      uint32_t levels, uint64_t encrypted);
/* False when the address is not mapped; page->left is set in any case and never 0. */
bool pby_paging__find(const struct pby_kmem *mem, uint64_t addr, struct pby_page *page);

#endif
