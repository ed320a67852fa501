// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * freelist.h: the CAS free list: a stack whose nodes carry a reference count instead of the
 * head carrying a counter.
 *
 * After include/linux/freelist.h (5.11 to 6.6: freelist_try_get, freelist_add,
 * __freelist_add), itself after moodycamel's article on ABA in free lists.
 *
 * Concurrency: any number of getters and putters. ABA cannot happen because a node's next is
 * only rewritten while its count is zero, and a getter holds a count while it looks at next and
 * swings the head. The release of `refs` in push pairs with the acquire of `refs` in get: who
 * got a count sees the next that was written before it; the release of `head` in push pairs
 * with the acquire of `head` in get.
 */
#ifndef LAB_FREELIST_H
#define LAB_FREELIST_H

#include "lab/mem.h"

enum { LAB_NODE_REFS, LAB_NODE_NEXT };	/* words of a node */

#define LAB_ON_FREELIST 0x80000000ull
#define LAB_REFS_MASK 0x7fffffffull

/* head: index + 1 of the first node, 0 when empty. Nodes lie `stride` words apart. */
struct lab_freelist {
	struct lab_word *head;
	struct lab_word *nodes;
	int stride;
};

static inline struct lab_word *lab_node(const struct lab_freelist *l, uint64_t link)
{
	return l->nodes + (link - 1) * l->stride;
}

/* The count is zero and we brought it there: the node is ours to link in. */
static inline void lab_freelist_link(struct lab_cpu *me, const struct lab_freelist *l, uint64_t link)
{
	struct lab_word *node = lab_node(l, link);
	uint64_t head = lab_load(me, l->head, LAB_RELAXED), mark = lab_mark(me);

	for (;;) {
		lab_loop(me, mark, head);
		lab_store(me, &node[LAB_NODE_NEXT], head, LAB_RELAXED);
		lab_store(me, &node[LAB_NODE_REFS], 1, LAB_RELEASE);
		if (lab_cas(me, l->head, &head, link, LAB_RELEASE))
			return;
		/* Somebody may have taken a count meanwhile; then linking is left to who drops the last. */
		if (lab_add(me, &node[LAB_NODE_REFS], LAB_ON_FREELIST - 1, LAB_RELEASE) != 1)
			return;
	}
}

static inline void lab_freelist_put(struct lab_cpu *me, const struct lab_freelist *l, uint64_t link)
{
	if (!lab_add(me, &lab_node(l, link)[LAB_NODE_REFS], LAB_ON_FREELIST, LAB_RELEASE))
		lab_freelist_link(me, l, link);
}

/* The node's link, or 0 when the list is empty. */
static inline uint64_t lab_freelist_get(struct lab_cpu *me, const struct lab_freelist *l)
{
	uint64_t mark = lab_mark(me), head = lab_load(me, l->head, LAB_ACQUIRE);

	while (head) {
		uint64_t link = head;
		struct lab_word *node = lab_node(l, link);
		uint64_t refs, next;

		lab_loop(me, mark, head);
		refs = lab_load(me, &node[LAB_NODE_REFS], LAB_RELAXED);
		if (!(refs & LAB_REFS_MASK) ||
		    !lab_cas(me, &node[LAB_NODE_REFS], &refs, refs + 1, LAB_ACQUIRE)) {
			head = lab_load(me, l->head, LAB_ACQUIRE);
			continue;
		}
		next = lab_load(me, &node[LAB_NODE_NEXT], LAB_RELAXED);
		if (lab_cas(me, l->head, &head, next, LAB_ACQUIRE)) {
			/* our count and the list's */
			lab_add(me, &node[LAB_NODE_REFS], -2ull, LAB_SEQ_CST);
			return link;
		}
		refs = lab_add(me, &node[LAB_NODE_REFS], -1ull, LAB_SEQ_CST);
		if (refs == LAB_ON_FREELIST + 1)
			lab_freelist_link(me, l, link);
	}
	lab_loop(me, mark, 0);
	return 0;
}

/* Before anything runs: all nodes from first to end - 1 in steps of step become a list. */
static inline void lab_freelist_fill(const struct lab_freelist *l, int first, int end, int step)
{
	for (int i = first; i < end; i += step) {
		l->nodes[i * l->stride + LAB_NODE_REFS].v = 1;
		l->nodes[i * l->stride + LAB_NODE_NEXT].v = l->head->v;
		l->head->v = i + 1;
	}
}

#endif
