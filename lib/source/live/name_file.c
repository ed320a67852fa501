// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* name_file.c: open files, and what seq_file and kernfs keep for each of them. */
#include "source/live/name.h"

/* Its operations are a table of the kernel or a module, and its name leads to the same superblock. */
bool pby_prove__file(const struct pby_kview *view, uint64_t file)
{
	const struct pby_layout *l = &view->layout;
	uint64_t inode, dentry;

	if (!l->file_inode.there || !l->file_op.there || !l->file_dentry.there ||
	    !pby_kview__symbol_at(view, pby_kview__word(view, file, &l->file_op)))
		return false;
	inode = pby_kview__word(view, file, &l->file_inode);
	dentry = pby_kview__word(view, file, &l->file_dentry);
	return pby_prove__inode(view, inode) && pby_kview__word(view, dentry, &l->dentry_inode) == inode;
}

bool pby_name__file(const struct pby_naming *n, uint64_t file)
{
	const struct pby_layout *l = &n->view->layout;
	uint64_t dentry;

	if (!pby_prove__file(n->view, file))
		return false;
	dentry = pby_kview__word(n->view, file, &l->file_dentry);
	pby_buf__adds(n->words, "file ");
	/* An anonymous file has no name; the inode below has the rest. */
	if (pby_name__quote(n, pby_kview__word(n->view, dentry, &l->dentry_name),
			    pby_kview__word(n->view, dentry, &l->dentry_name_len)))
		pby_buf__adds(n->words, ", ");
	pby_buf__addf(n->words, "inode %llu on ", (unsigned long long)pby_kview__word(n->view,
		      pby_kview__word(n->view, file, &l->file_inode), &l->inode_ino));
	return pby_name__super_block(n, pby_kview__word(n->view, dentry, &l->dentry_sb));
}

/* The file points back at what was opened for it. */
bool pby_name__seq_file(const struct pby_naming *n, uint64_t seq)
{
	const struct pby_layout *l = &n->view->layout;
	uint64_t file = l->seq_file.there ? pby_kview__word(n->view, seq, &l->seq_file) : 0;

	return file && l->file_private.there && pby_kview__word(n->view, file, &l->file_private) == seq &&
	       pby_name__file(n, file);
}

/* Its file's inode is that of its node: inode.i_private is the kernfs_node. */
bool pby_name__kernfs_open_file(const struct pby_naming *n, uint64_t of)
{
	const struct pby_layout *l = &n->view->layout;
	uint64_t file, kn;

	if (!l->kernfs_open_file.there || !l->kernfs_open_node.there || !l->inode_private.there)
		return false;
	file = pby_kview__word(n->view, of, &l->kernfs_open_file);
	kn = pby_kview__word(n->view, of, &l->kernfs_open_node);
	return file && kn && pby_prove__file(n->view, file) &&
	       pby_kview__word(n->view, pby_kview__word(n->view, file, &l->file_inode), &l->inode_private) == kn &&
	       pby_name__file(n, file);
}
