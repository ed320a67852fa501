// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* page_cache.c: pages by their place in the file, each with one slot that it may be in. */
#include "source/core/page_cache.h"

#include <string.h>
#include <unistd.h>

#include "base/arena.h"

enum { PAGE = 4096, NR_SLOTS = 512 };

struct pby_page_cache {
	struct {
		uint64_t page;	/* offset / PAGE, +1; 0 is an empty slot */
		size_t len;	/* bytes of it that the file has */
	} slots[NR_SLOTS];
	char data[NR_SLOTS][PAGE];
};

struct pby_page_cache *pby_page_cache__new(struct pby_arena *arena)
{
	return pby_arena__alloc(arena, sizeof(struct pby_page_cache));
}

bool pby_page_cache__read(struct pby_page_cache *c, int fd, uint64_t offset, void *to, size_t size)
{
	uint64_t page = offset / PAGE, slot = page % NR_SLOTS;
	size_t within = offset % PAGE;

	if (size > PAGE - within)
		return false;
	if (c->slots[slot].page != page + 1) {
		ssize_t n = pread(fd, c->data[slot], PAGE, (off_t)(page * PAGE));

		c->slots[slot].page = n > 0 ? page + 1 : 0;
		c->slots[slot].len = n > 0 ? (size_t)n : 0;
	}
	if (within + size > c->slots[slot].len)
		return false;
	memcpy(to, c->data[slot] + within, size);
	return true;
}
