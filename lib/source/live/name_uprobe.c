// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* name_uprobe.c: uprobes: in which file, at which offset. */
#include "source/live/name.h"

/* In the tree of all uprobes: its parent knows it as a child, or it is the root. Taken out, it points at itself. */
static bool in_tree(const struct pby_kview *view, uint64_t node)
{
	const struct pby_layout *l = &view->layout;
	uint64_t parent, root = pby_kview__symbol(view, "uprobes_tree"), top = 0;

	if (!pby_kmem__u64(&view->mem, node, &parent))
		return false;
	parent &= ~(uint64_t)3;
	if (parent == node)
		return true;
	if (parent)
		return pby_kview__word(view, parent, &l->rb_left) == node ||
		       pby_kview__word(view, parent, &l->rb_right) == node;
	return root && pby_kmem__u64(&view->mem, root, &top) && top == node;
}

bool pby_name__uprobe(const struct pby_naming *n, uint64_t uprobe)
{
	const struct pby_layout *l = &n->view->layout;
	uint64_t inode;

	if (!l->uprobe_inode.there || !l->uprobe_node.there || !l->rb_left.there)
		return false;
	inode = pby_kview__word(n->view, uprobe, &l->uprobe_inode);
	if (!pby_prove__inode(n->view, inode) || !in_tree(n->view, uprobe + l->uprobe_node.offset))
		return false;
	pby_buf__addf(n->words, "the uprobe at 0x%llx of ",
		      (unsigned long long)pby_kview__word(n->view, uprobe, &l->uprobe_offset));
	return pby_name__inode(n, inode);
}
