// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* page_cache.h: keeps pages of a file that does not change, because its words are read one by one. */
#ifndef PBY_CORE_PAGE_CACHE_H
#define PBY_CORE_PAGE_CACHE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pby_arena;
struct pby_page_cache;

/* 2 MB in the arena; NULL when there is no memory: then nothing is kept. */
struct pby_page_cache *pby_page_cache__new(struct pby_arena *arena);
/* Reads from the file; false when that much is not there, or cannot be served page by page. */
bool pby_page_cache__read(struct pby_page_cache *cache, int fd, uint64_t offset, void *to, size_t size);

#endif
