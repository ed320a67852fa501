// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* freeze.c: filesystems that are frozen (fsfreeze, LVM snapshots), and who waits for the thaw. */
#include "model/knowledge/rows.h"

static const struct pby_wait_row waits[] = {
	L("mnt_want_write*|__mnt_want_write*|sb_start_write|file_start_write|vfs_write|do_iter_write|do_iter_readv_writev|vfs_iter_write|do_sys_ftruncate|do_sys_truncate|vfs_truncate|vfs_fallocate|aio_write|io_write|do_writev|vfs_writev|do_sendfile|do_splice*|direct_splice_actor|do_dentry_open|vfs_copy_file_range|vfs_clone_file_range|do_clone_file_range|path_openat|open_last_lookups|filename_create|do_unlinkat|do_mkdirat|path_setxattr*|do_fchownat|touch_atime|file_update_time|lo_*|loop_process_work|ovl_*|mnt_want_write_file*|cachefiles_*|acct_process|do_acct_process|generic_file_splice_write|iter_file_splice_write|do_renameat2|do_utimes*|chmod_common|ksys_write|kernel_write|__kernel_write*|kiocb_start_write|iov_iter_zero|xfs_file_*|block_page_mkwrite",
	  PERCPU_RWSEM_READ, "superblock's freeze level (write)", SB, "fs/super.c", .since = "4.4"),
	L("ext4_page_mkwrite|xfs_filemap_*|btrfs_page_mkwrite|do_page_mkwrite|f2fs_vm_page_mkwrite|filemap_page_mkwrite|iomap_page_mkwrite|block_page_mkwrite*|sb_start_pagefault|fuse_page_mkwrite|ocfs2_page_mkwrite|nilfs_page_mkwrite|gfs2_page_mkwrite",
	  PERCPU_RWSEM_READ, "superblock's freeze level (page faults)", SB, "fs/super.c", .since = "4.4"),
	L("ext4_journal_check_start|ext4_evict_inode|xfs_trans_alloc*|btrfs_start_transaction*|start_transaction|sb_start_intwrite|__ext4_journal_start_sb|ext4_journal_start_sb|ext4_dirty_inode|gfs2_trans_begin|nilfs_transaction_begin|ntfs_*|xfs_inodegc_*|btrfs_*",
	  PERCPU_RWSEM_READ, "superblock's freeze level (internal)", SB, "fs/super.c", .since = "4.4"),
	L("__sb_start_write", PERCPU_RWSEM_READ, "superblock's freeze level", SB, "fs/super.c", .since = "4.4"),
	W("__sb_start_write|sb_start_write|ext4_journal_start_sb|ext4_journal_check_start|generic_file_aio_write|vfs_check_frozen|sb_wait_write", FREEZER, "the superblock to be thawed", SB, USER, "whoever froze it (fsfreeze, LVM snapshot)", "fs/super.c", .always = true),
	L("freeze_super|sb_wait_write|freeze_super|thaw_super_locked|freeze_fs|xfs_freeze*|btrfs_freeze|ext4_freeze|freeze_bdev|do_vfs_ioctl|gfs2_freeze_*",
	  PERCPU_RWSEM_WRITE, "superblock's freeze level: writers to leave", SB, "fs/super.c", .since = "4.4"),
	W("wait_for_partially_frozen|thaw_super*|freeze_super", FREEZER, "another freeze or thaw of the superblock", SB, TASK, "freeze_super", "fs/super.c"),
	L("freeze_bdev|thaw_bdev|mount_bdev|get_tree_bdev*|bd_fsfreeze*|bdev_freeze|bdev_thaw|lock_fs|unlock_fs|fsync_bdev|setup_bdev_super|bdev_*freeze*", MUTEX, "bdev->bd_fsfreeze_mutex", BDEV, "fs/super.c"),
};

static const struct pby_hold_row holds[] = {
	/* Writers inside a file system keep a freeze from going on. */
	H("*_write_iter|*_file_write*|generic_file_aio_write|do_iter_readv_writev vfs_write|vfs_iter_write|do_iter_write|vfs_writev|aio_write|io_write", READ, "superblock's freeze level (write)", SB, "fs/read_write.c"),
	H("vfs_truncate|do_truncate|vfs_unlink|vfs_rmdir|vfs_mkdir|vfs_create|vfs_rename|vfs_link|vfs_symlink|vfs_mknod|vfs_setxattr|chown_common|chmod_common|vfs_fallocate|lookup_open", READ, "superblock's freeze level (write)", SB, "fs/namespace.c"),
	H("freeze_super", WRITE, "superblock's freeze level", SB, "fs/super.c"),
};

PART(freeze)
