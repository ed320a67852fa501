// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * name_slab.c: from an address to the slab cache that its memory is from.
 *
 * The direct map begins at page_offset_base and the array of struct page at vmemmap_base (x86-64); a page of
 * a slab, or the head page of its pages, leads to the kmem_cache. Page flags moved between kernels; so the
 * cache has to prove itself: it is in the list of caches, has a name, and its sizes fit.
 */
#include "source/live/name.h"

enum { PAGE_SHIFT = 12, MAX_SIZE = 4 << 20 };

static uint64_t read_symbol(const struct pby_kview *view, const char *name)
{
	uint64_t at = pby_kview__symbol(view, name), value = 0;

	return at && pby_kmem__u64(&view->mem, at, &value) ? value : 0;
}

static bool is_cache(const struct pby_kview *view, uint64_t cache)
{
	const struct pby_layout *l = &view->layout;
	uint64_t size = pby_kview__word(view, cache, &l->cache_size);
	uint64_t object = pby_kview__word(view, cache, &l->cache_object_size);

	return cache && l->cache_list.there && object && object <= size && size <= MAX_SIZE &&
	       pby_kmem__covers(&view->mem, pby_kview__word(view, cache, &l->cache_name), 1) &&
	       pby_kview__sound_list(view, cache + l->cache_list.offset);
}

static uint64_t cache_of(const struct pby_kview *view, uint64_t page)
{
	const struct pby_layout *l = &view->layout;
	const struct pby_field *f = l->slab_slab_cache.there ? &l->slab_slab_cache : &l->page_slab_cache;
	uint64_t cache = f->there ? pby_kview__word(view, page, f) : 0;

	return is_cache(view, cache) ? cache : 0;
}

/* The head of the pages that belong together; the page itself when it is alone. */
static uint64_t head_of(const struct pby_kview *view, uint64_t page)
{
	const struct pby_layout *l = &view->layout;
	const struct pby_field *f = l->page_compound_head.there ? &l->page_compound_head : &l->page_compound_info;
	uint64_t word = f->there ? pby_kview__word(view, page, f) : 0;

	if (!(word & 1))
		return page;
	/* A pointer lies in kernel memory; 7.2 may have a mask instead. */
	return pby_kmem__covers(&view->mem, word - 1, f->offset + f->size) ? word - 1 : page & word;
}

bool pby_name__slab(const struct pby_naming *n, uint64_t addr)
{
	const struct pby_layout *l = &n->view->layout;
	uint64_t direct = read_symbol(n->view, "page_offset_base"), pages = read_symbol(n->view, "vmemmap_base");
	uint64_t page_size = n->view->page_struct_size, page, cache, offset, size;

	if (!direct || !pages || !page_size || addr < direct || !pby_kmem__covers(&n->view->mem, addr, 8))
		return false;
	page = head_of(n->view, pages + ((addr - direct) >> PAGE_SHIFT) * page_size);
	cache = cache_of(n->view, page);
	if (!cache || page < pages)
		return false;
	size = pby_kview__word(n->view, cache, &l->cache_size);
	offset = addr - (direct + (((page - pages) / page_size) << PAGE_SHIFT));
	offset = offset % size - pby_kview__word(n->view, cache, &l->cache_red_left_pad);
	if (offset > size)
		return false;
	if (!pby_name__plain(n, pby_kview__word(n->view, cache, &l->cache_name), 64))
		return false;
	pby_buf__addf(n->words, "+0x%llx at %llx", (unsigned long long)offset, (unsigned long long)addr);
	return true;
}
