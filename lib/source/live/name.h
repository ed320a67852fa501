// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* name.h: what a lock is a part of: each function proves one kind of object and says which one it is. */
#ifndef PBY_LIVE_NAME_H
#define PBY_LIVE_NAME_H

#include "base/buf.h"
#include "source/live/kview.h"

/* One attempt to name a lock. Its queue and its owner are read already: they lead to files and tasks. */
struct pby_naming {
	const struct pby_kview *view;
	struct pby_lock *lock;
	struct pby_buf *words;	/* what was proven is written here: `inode 13 "disk" on loop0 (ext2)` */
};

/*
 * Is there such an object at this address? Believed only when its own memory proves it: a pointer that
 * comes back (inode.i_data.host, dentry.d_sb, hlist_node.pprev), a sound list, an operations table that is
 * a symbol, a task of the list of tasks. Then it is described in words; else nothing is written.
 * The address may be anything: the memory in front of a lock that is no part of such an object.
 */
typedef bool pby_name_fn(const struct pby_naming *n, uint64_t object);

pby_name_fn pby_name__mm;		/* 812 (java); sets lock->mm_tgid */
pby_name_fn pby_name__signal;		/* 812 (java) */
pby_name_fn pby_name__inode;		/* inode 13 "disk" on loop0 (ext2, 7:0) */
pby_name_fn pby_name__super_block;	/* loop0 (ext2, 7:0), frozen */
pby_name_fn pby_name__file;		/* "log", inode 12 on tmpfs (tmpfs, 0:22) */
pby_name_fn pby_name__seq_file;		/* the same of the file that is read */
pby_name_fn pby_name__kernfs_open_file;
pby_name_fn pby_name__pipe;		/* pipe:[4711] */
pby_name_fn pby_name__uprobe;		/* the uprobe at 0x1149 of inode 45 "java" on ... */
pby_name_fn pby_name__trampoline;	/* the trampoline on vfs_read */
pby_name_fn pby_name__bpf_map;		/* map 12 "events" */
pby_name_fn pby_name__cgroup;		/* cgroup "user.slice" */
pby_name_fn pby_name__device;		/* device 0000:00:03.0 */

/* What every allocation has: the slab cache that it is from. `kmalloc-192+0x28` */
bool pby_name__slab(const struct pby_naming *n, uint64_t addr);

/* The proofs alone, for objects that lead to others. */
bool pby_prove__inode(const struct pby_kview *view, uint64_t inode);
bool pby_prove__super_block(const struct pby_kview *view, uint64_t sb);
bool pby_prove__file(const struct pby_kview *view, uint64_t file);
/* A string that is one word, of letters, digits, '_', '.' and '-', with its NUL among the first max bytes. */
bool pby_prove__word(const struct pby_kview *view, uint64_t string, size_t max);

/* A string of the kernel up to its NUL, at most max bytes, what is not printable as '?'; false when there is none. */
bool pby_name__plain(const struct pby_naming *n, uint64_t string, size_t max);
/* The same in quotes. */
bool pby_name__quote(const struct pby_naming *n, uint64_t string, size_t max);

#endif
