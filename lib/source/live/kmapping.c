// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* kmapping.c: walks the tree of a process's mappings without its lock. */
#include "source/live/kmapping.h"

#include <unistd.h>

#include "source/live/kview.h"

enum { MOST_DEPTH = 64, NODE_BYTES = 256 };

/* Of a pointer to a node (include/linux/maple_tree.h): its type; nodes are aligned to their size. */
enum { TYPE_SHIFT = 3, TYPE_MASK = 0xf, LEAF_64 = 1, RANGE_64 = 2, ARANGE_64 = 3 };
/* An entry of the root that is a node has these low bits (xa_is_node()). */
enum { ROOT_BITS = 3, ROOT_IS_NODE = 2 };

/* Where pivots and slots lie in a node of this type. */
static bool shape_of(const struct pby_layout *l, uint32_t type, struct pby_field *pivots, struct pby_field *slots)
{
	bool range = type == LEAF_64 || type == RANGE_64;

	*pivots = range ? l->maple_range_pivots : l->maple_arange_pivots;
	*slots = range ? l->maple_range_slots : l->maple_arange_slots;
	return (range || type == ARANGE_64) && pivots->there && slots->there &&
	       pivots->offset + pivots->size <= NODE_BYTES && slots->offset + slots->size <= NODE_BYTES &&
	       slots->size == pivots->size + sizeof(uint64_t);
}

/* The slot behind the first pivot that is not below the address. Pivots ascend; those behind the last are zero. */
static uint64_t slot_for(const uint64_t *node, const struct pby_field *pivots, const struct pby_field *slots, uint64_t addr)
{
	const uint64_t *pivot = node + pivots->offset / sizeof(*node), *slot = node + slots->offset / sizeof(*node);
	uint32_t nr = pivots->size / sizeof(*node), i = 0;

	while (i < nr && pivot[i] < addr && (!i || pivot[i] > pivot[i - 1]))
		i++;
	return slot[i];
}

static uint64_t in_maple_tree(const struct pby_kview *view, uint64_t mm, uint64_t addr)
{
	uint64_t entry = pby_kview__word(view, mm, &view->layout.mm_maple_root);

	if ((entry & ROOT_BITS) != ROOT_IS_NODE)
		return 0;
	for (int depth = 0; entry && depth < MOST_DEPTH; depth++) {
		uint32_t type = entry >> TYPE_SHIFT & TYPE_MASK;
		uint64_t node[NODE_BYTES / sizeof(uint64_t)];
		struct pby_field pivots, slots;

		if (!shape_of(&view->layout, type, &pivots, &slots) ||
		    !pby_kmem__read(&view->mem, entry & ~(uint64_t)(NODE_BYTES - 1), node, sizeof(node)))
			return 0;
		entry = slot_for(node, &pivots, &slots, addr);
		if (type == LEAF_64)
			return entry;
	}
	return 0;
}

static uint64_t in_rb_tree(const struct pby_kview *view, uint64_t mm, uint64_t addr)
{
	const struct pby_layout *l = &view->layout;
	uint64_t node = pby_kview__word(view, mm, &l->mm_rb_root);

	for (int depth = 0; node && depth < MOST_DEPTH; depth++) {
		uint64_t vma = node - l->vma_rb.offset;

		if (addr >= pby_kview__word(view, vma, &l->vma_end))
			node = pby_kview__word(view, node, &l->rb_right);
		else if (addr < pby_kview__word(view, vma, &l->vma_start))
			node = pby_kview__word(view, node, &l->rb_left);
		else
			return vma;
	}
	return 0;
}

static bool covers(const struct pby_kview *view, uint64_t vma, uint64_t mm, uint64_t addr)
{
	const struct pby_layout *l = &view->layout;

	return pby_kview__word(view, vma, &l->vma_mm) == mm && pby_kview__word(view, vma, &l->vma_start) <= addr &&
	       addr < pby_kview__word(view, vma, &l->vma_end);
}

bool pby_kmapping__find(const struct pby_kview *view, uint64_t mm, uint64_t addr, struct pby_kmapping *out)
{
	const struct pby_layout *l = &view->layout;
	uint64_t vma, file, inode, sb;

	if (!l->vma_mm.there || !l->vma_start.there || !l->vma_end.there || !l->vma_pgoff.there || !l->vma_file.there ||
	    !l->file_inode.there || !l->inode_ino.there || !l->inode_sb.there || !l->sb_dev.there)
		return false;
	vma = l->mm_maple_root.there ? in_maple_tree(view, mm, addr) :
	      l->mm_rb_root.there && l->vma_rb.there && l->rb_left.there && l->rb_right.there ? in_rb_tree(view, mm, addr) : 0;
	if (!vma || !covers(view, vma, mm, addr))
		return false;
	file = pby_kview__word(view, vma, &l->vma_file);
	inode = file ? pby_kview__word(view, file, &l->file_inode) : 0;
	sb = inode ? pby_kview__word(view, inode, &l->inode_sb) : 0;
	if (!sb)
		return false;
	out->inode = pby_kview__word(view, inode, &l->inode_ino);
	out->dev = (uint32_t)pby_kview__word(view, sb, &l->sb_dev);
	out->offset = pby_kview__word(view, vma, &l->vma_pgoff) * (uint64_t)sysconf(_SC_PAGESIZE) + addr -
		      pby_kview__word(view, vma, &l->vma_start);
	return out->inode && covers(view, vma, mm, addr) && pby_kview__word(view, vma, &l->vma_file) == file;
}

bool pby_kmapping__is_mm_of(const struct pby_kview *view, uint64_t mm, int32_t tgid)
{
	const struct pby_layout *l = &view->layout;
	uint64_t task = l->mm_owner.there && l->task_mm.there && l->task_tgid.there ?
			pby_kview__word(view, mm, &l->mm_owner) : 0;

	return task && pby_kview__word(view, task, &l->task_mm) == mm &&
	       (int32_t)pby_kview__word(view, task, &l->task_tgid) == tgid;
}
