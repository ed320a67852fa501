// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* name_inode.c: inodes: number, one of their names, and where. */
#include "source/live/name.h"

bool pby_prove__inode(const struct pby_kview *view, uint64_t inode)
{
	const struct pby_layout *l = &view->layout;

	return l->inode_host.there && l->inode_sb.there &&
	       pby_kview__word(view, inode, &l->inode_host) == inode &&
	       pby_prove__super_block(view, pby_kview__word(view, inode, &l->inode_sb));
}

/* The name under which it was looked up; files without one, and pipes, have none. */
static void add_name(const struct pby_naming *n, uint64_t inode)
{
	const struct pby_layout *l = &n->view->layout;
	const struct pby_field *alias = l->dentry_alias.there ? &l->dentry_alias : &l->dentry_alias_old;
	uint64_t dentry = pby_kview__word(n->view, inode, &l->inode_aliases);

	if (!dentry || !alias->there)
		return;
	dentry -= alias->offset;
	if (pby_kview__word(n->view, dentry, &l->dentry_inode) != inode)
		return;
	pby_buf__addc(n->words, ' ');
	if (!pby_name__quote(n, pby_kview__word(n->view, dentry, &l->dentry_name),
			     pby_kview__word(n->view, dentry, &l->dentry_name_len)))
		n->words->len--;
}

bool pby_name__inode(const struct pby_naming *n, uint64_t inode)
{
	const struct pby_layout *l = &n->view->layout;

	if (!pby_prove__inode(n->view, inode))
		return false;
	pby_buf__addf(n->words, "inode %llu", (unsigned long long)pby_kview__word(n->view, inode, &l->inode_ino));
	add_name(n, inode);
	pby_buf__adds(n->words, " on ");
	return pby_name__super_block(n, pby_kview__word(n->view, inode, &l->inode_sb));
}
