// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* name_super.c: superblocks: which device, which type of file system, frozen or not. */
#include "source/live/name.h"

/* enum sb_freeze: SB_FREEZE_COMPLETE, 4 from 5.10 to 7.2 */
enum { COMPLETE = 4, MAX_TYPE = 32 };

/*
 * A superblock that is being mounted or unmounted has no root; its type it has all its life, and so long it is on
 * the list super_blocks (fs/super.c: alloc_super() to __put_super()). Zeroes and an empty list are in any memory.
 */
bool pby_prove__super_block(const struct pby_kview *view, uint64_t sb)
{
	const struct pby_layout *l = &view->layout;
	uint64_t type, root, next;

	if (!l->sb_list.there || !l->sb_type.there || !l->sb_root.there ||
	    !pby_kview__sound_list(view, sb + l->sb_list.offset) ||
	    !pby_kmem__u64(&view->mem, sb + l->sb_list.offset, &next) || next == sb + l->sb_list.offset)
		return false;
	type = pby_kview__word(view, sb, &l->sb_type);
	root = pby_kview__word(view, sb, &l->sb_root);
	if (!type || !pby_prove__word(view, pby_kview__word(view, type, &l->fs_type_name), MAX_TYPE))
		return false;
	return !root || pby_kview__word(view, root, &l->dentry_sb) == sb;
}

bool pby_name__super_block(const struct pby_naming *n, uint64_t sb)
{
	const struct pby_layout *l = &n->view->layout;
	uint64_t type, dev;

	if (!pby_prove__super_block(n->view, sb))
		return false;
	type = pby_kview__word(n->view, sb, &l->sb_type);
	dev = pby_kview__word(n->view, sb, &l->sb_dev);
	if (!pby_name__plain(n, sb + l->sb_id.offset, l->sb_id.size))
		pby_buf__addc(n->words, '?');
	pby_buf__adds(n->words, " (");
	if (!pby_name__plain(n, pby_kview__word(n->view, type, &l->fs_type_name), MAX_TYPE))
		pby_buf__addc(n->words, '?');
	/* include/linux/kdev_t.h: twenty bits of minor number */
	pby_buf__addf(n->words, ", %llu:%llu)", (unsigned long long)(dev >> 20),
		      (unsigned long long)(dev & 0xfffff));
	if (pby_kview__word(n->view, sb, &l->sb_frozen) == COMPLETE)
		pby_buf__adds(n->words, ", frozen");
	return true;
}
