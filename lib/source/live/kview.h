// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* kview.h: all that is needed to make sense of kernel memory, gathered once. */
#ifndef PBY_LIVE_KVIEW_H
#define PBY_LIVE_KVIEW_H

#include "model/addresses.h"
#include "model/lock.h"
#include "source/kmem.h"
#include "source/live/ktask.h"
#include "source/live/layout.h"

enum { PBY_MAX_SLOWPATHS = 32 };

/* A function that sleeps on a lock of one kind, as a range of text addresses. */
struct pby_slowpath {
	uint64_t start, end;
	enum pby_lock_kind kind;
};

struct pby_kview {
	struct pby_kmem mem;
	bool borrowed;		/* mem is somebody else's to close */
	struct pby_layout layout;
	struct pby_ktasks tasks;
	struct pby_addresses addresses;
	struct pby_slowpath slowpaths[PBY_MAX_SLOWPATHS];
	uint32_t nr_slowpaths;
	struct pby_slowpath percpu_down_write;	/* drains readers without a waiter struct */
	uint64_t jiffies_at;	/* address of jiffies_64, 0 unknown */
	uint32_t hz;		/* 0 unknown */
	uint64_t page_struct_size;	/* sizeof(struct page), 0 unknown; so the next one */
	uint64_t upid_size;
};

/* The address of a symbol, or 0. */
uint64_t pby_kview__symbol(const struct pby_kview *view, const char *name);
/* The first address behind start that bears another symbol; start when there is none. */
uint64_t pby_kview__end(const struct pby_kview *view, uint64_t start);
/* Finds the slow paths by their symbols; no addresses (kptr_restrict), no slow paths. */
void pby_kview__find_slowpaths(struct pby_kview *view);
/* The field's value in the struct at addr; 0 when this kernel lacks it or it cannot be read. */
uint64_t pby_kview__word(const struct pby_kview *view, uint64_t addr, const struct pby_field *f);
/* jiffies now, 0 where it is not known. */
uint64_t pby_kview__jiffies(const struct pby_kview *view);
/* Is this a list node or head whose two neighbours point back at it? */
bool pby_kview__sound_list(const struct pby_kview *view, uint64_t node);
/* The symbol that begins at this very address, or NULL: operations tables, functions. */
const struct pby_symbol *pby_kview__symbol_at(const struct pby_kview *view, uint64_t addr);

#endif
