// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* localfs.c: the other filesystems on local disks: f2fs, reiserfs, ZFS, bcachefs, nilfs2, jfs, ntfs3, udf... */
#include "model/knowledge/rows.h"

static const struct pby_wait_row waits[] = {
	/* reiserfs: one lock for a filesystem, and a journal */
	W("do_journal_end|wait_transaction_finish|flush_commit_list|queue_log_writer|let_transaction_grow|do_journal_begin_r|journal_begin|reiserfs_commit_for_inode|flush_async_commits|reiserfs_wait_on_write_block|flush_older_commits|__commit_trans_jl|flush_journal_list",
	  JOURNAL, "the reiserfs journal", SB, WORK, "flush_async_commits", "fs/reiserfs/journal.c", .until = "6.12"),
	L("reiserfs_write_lock*|reiserfs_write_unlock*|reiserfs_lookup|reiserfs_*", MUTEX, "reiserfs write lock", SB, "fs/reiserfs/lock.c", .until = "6.12"),
	L("do_journal_end|flush_commit_list|flush_journal_list|journal_*|reiserfs_*", MUTEX, "reiserfs journal mutex", SB, "fs/reiserfs/journal.c", .until = "6.12"),
	W("wait_tb_buffers_until_unlocked|reiserfs_prepare_for_journal|fix_nodes", BUFFER_LOCK, "a block of the tree", BDEV, DEVICE, "disk", "fs/reiserfs/fix_node.c", .until = "6.12"),
	/* f2fs */
	L("f2fs_write_checkpoint|f2fs_issue_checkpoint|block_operations|f2fs_lock_all|f2fs_down_write|f2fs_sync_fs|f2fs_gc|f2fs_balance_fs|gc_thread_func|f2fs_submit_page_write|f2fs_start_gc*", RWSEM_WRITE, "f2fs lock (cp_rwsem, gc_lock, io_rwsem)", SB, "fs/f2fs/checkpoint.c"),
	L("f2fs_lock_op|f2fs_trylock_op|f2fs_down_read|f2fs_map_blocks|f2fs_map_lock|f2fs_get_block*|f2fs_do_write_data_page|f2fs_unlink|f2fs_create|f2fs_convert_inline_inode", RWSEM_READ, "f2fs cp_rwsem", SB, "fs/f2fs/f2fs.h"),
	W("f2fs_issue_checkpoint", JOURNAL, "a checkpoint", SB, KTHREAD, "f2fs_ckpt*", "fs/f2fs/checkpoint.c"),
	W("f2fs_wait_on_all_pages*|f2fs_wait_on_page_writeback|f2fs_wait_on_block_writeback*|f2fs_wait_on_node_pages_writeback|wait_on_all_pages_writeback|do_checkpoint", WRITEBACK, "pages of the checkpoint", SB, DEVICE, "disk", "fs/f2fs/checkpoint.c"),
	W("f2fs_issue_flush|f2fs_wait_discard_bio*|f2fs_submit_flush_wait|issue_flush_thread|__wait_one_discard_bio|f2fs_issue_discard_timeout", IO, "a flush or discard", BDEV, DEVICE, "disk", "fs/f2fs/segment.c"),
	W("issue_discard_thread|gc_thread_func|issue_checkpoint_thread|issue_flush_thread", IDLE, "work", NONE, NOBODY, NULL, "fs/f2fs"),
	/* ZFS, out of tree */
	W("cv_wait_common|__cv_wait|__cv_wait_io|__cv_wait_common|__cv_timedwait*|cv_timedwait* zio_wait", IO, "a ZFS I/O (zio)", SB, DEVICE, "pool", "module/zfs/zio.c (OpenZFS)"),
	W("zio_wait|dmu_buf_hold_array*|dbuf_read|arc_read|zio_resume_wait", IO, "a ZFS I/O (zio)", SB, DEVICE, "pool", "module/zfs/zio.c (OpenZFS)"),
	W("cv_wait_common|__cv_wait*|__cv_timedwait* txg_wait_synced*|txg_wait_open*|dmu_tx_wait|txg_wait_callbacks|dmu_tx_assign|dsl_sync_task*|dmu_tx_delay|txg_wait_synced_impl", JOURNAL, "a ZFS transaction group", SB, KTHREAD, "txg_sync*", "module/zfs/txg.c (OpenZFS)"),
	W("cv_wait_common|__cv_wait*|__cv_timedwait* zil_commit*|zil_lwb_*|zil_suspend|zil_close", JOURNAL, "the ZFS intent log to be written", SB, DEVICE, "pool", "module/zfs/zil.c (OpenZFS)"),
	W("cv_wait_common|__cv_wait*|__cv_timedwait* txg_quiesce*", WAIT_EVENT, "writers that still hold the open transaction group", SB, TASK, "dmu_tx_hold*|zfs_write|dmu_tx_commit", "module/zfs/txg.c (OpenZFS)"),
	W("txg_wait_synced*|txg_wait_open*|dmu_tx_wait", JOURNAL, "a ZFS transaction group", SB, KTHREAD, "txg_sync*", "module/zfs/txg.c (OpenZFS)"),
	W("cv_wait_common|__cv_wait*|__cv_timedwait* arc_get_data_impl|arc_wait_for_eviction|arc_get_data_buf|arc_reclaim*", RECLAIM, "ZFS cache to be evicted", SB, KTHREAD, "arc_evict*", "module/zfs/arc.c (OpenZFS)"),
	W("cv_wait_common|__cv_wait*|__cv_timedwait* taskq_wait*|taskq_wait_outstanding|taskq_wait_id", WORKQUEUE_FLUSH, "a ZFS task queue", SB, UNKNOWN, "a taskq thread finishes", "module/os/linux/spl/spl-taskq.c (OpenZFS)"),
	W("cv_wait_common|__cv_wait*|__cv_timedwait* rrw_enter*|zfs_rangelock_enter*|spa_config_enter*|rangelock_enter*|zfs_range_lock*|dbuf_*|dnode_*", WAIT_EVENT, "a ZFS lock", OBJECT, UNKNOWN, "its holder releases it", "module/zfs (OpenZFS)"),
	W("cv_wait_common|__cv_wait*|__cv_timedwait* txg_thread_wait|txg_sync_thread|arc_reclaim_thread|l2arc_feed_thread|zthr_procedure|mmp_thread|thread_generic_wrapper", IDLE, "work", NONE, NOBODY, NULL, "module/zfs (OpenZFS)"),
	W("cv_wait_common|__cv_wait*|__cv_wait_io*", WAIT_EVENT, "a ZFS condition variable", OBJECT, UNKNOWN, "its holder signals it", "module/os/linux/spl/spl-condvar.c (OpenZFS)"),
	W("taskq_wait*|taskq_wait_outstanding|taskq_wait_id", WORKQUEUE_FLUSH, "a ZFS task queue", SB, UNKNOWN, "a taskq thread finishes", "module/os/linux/spl/spl-taskq.c (OpenZFS)"),
	W("taskq_thread|spl_*", IDLE, "work", NONE, NOBODY, NULL, "module/os/linux/spl/spl-taskq.c (OpenZFS)"),
	/* bcachefs */
	W("bch2_journal_res_get*|__bch2_journal_res_get|bch2_journal_flush*|bch2_journal_meta|bch2_journal_pin_flush|journal_flush_*|journal_quiesce|bch2_journal_quiesce|bch2_journal_reclaim*", JOURNAL, "the bcachefs journal", SB, DEVICE, "disk", "fs/bcachefs/journal.c"),
	W("__six_lock_slowpath|six_lock_slowpath|six_lock_ip_waiter|__bch2_btree_node_lock*|bch2_btree_node_lock*|btree_node_lock*|bch2_six_check_for_deadlock", WAIT_EVENT, "the lock of a bcachefs tree node (six lock)", OBJECT, UNKNOWN, "its holder releases it", "fs/bcachefs/six.c"),
	W("bch2_btree_node_wait_on_*|bch2_btree_update_start|bch2_btree_reserve_get|bch2_bucket_alloc*|bch2_alloc_sectors*|bch2_wait_on_allocator|__bch2_wait_on_allocator|bch2_trans_commit_error|bch2_dev_allocator*", LOG_SPACE, "bcachefs buckets", SB, UNKNOWN, "the allocator frees buckets", "fs/bcachefs/alloc_foreground.c"),
	/* others */
	L("nilfs_transaction_begin|nilfs_segctor_*|nilfs_transaction_lock|nilfs_construct_segment|nilfs_mkdir|nilfs_evict_inode|nilfs_dirty_inode|nilfs_get_block", RWSEM_READ, "nilfs ns_segctor_sem", SB, "fs/nilfs2/segment.c"),
	L("nilfs_transaction_lock|nilfs_segctor_thread*|nilfs_segctor_thread_construct|nilfs_construct_*|nilfs_detach_log_writer|nilfs_attach_log_writer", RWSEM_WRITE, "nilfs ns_segctor_sem", SB, "fs/nilfs2/segment.c"),
	W("nilfs_segctor_sync|nilfs_segctor_kill_thread|nilfs_segctor_thread", JOURNAL, "the nilfs log writer", SB, KTHREAD, "segctord", "fs/nilfs2/segment.c"),
	W("lmGroupCommit|lmLogClose|lmLogSync|jfs_flush_journal|txBegin|txLock*|txCommit|TXN_SLEEP*|lbmIOWait|txLazyCommit|jfs_lazycommit|jfs_sync", JOURNAL, "the JFS log", SB, KTHREAD, "jfsCommit|jfsIO", "fs/jfs/jfs_logmgr.c"),
	L("txBegin|diRead|diAlloc*|dbAlloc*|dbFree|diFree|jfs_commit_inode|jfs_mkdir|jfs_create|jfs_unlink|txEnd|jfs_*|diNewExt|dbSync", MUTEX, "a JFS inode or allocation map lock", OBJECT, "fs/jfs"),
	L("attr_*|ni_*|ntfs_*|mi_*|indx_*|log_*|run_*|mark_as_free_ex|wnd_*", MUTEX, "an ntfs3 inode lock (ni_lock)", INODE, "fs/ntfs3"),
	L("attr_*|ni_*|ntfs_*|run_*|wnd_*|mark_as_free_ex", RWSEM_WRITE, "an ntfs3 run lock", INODE, "fs/ntfs3"),
	L("attr_data_get_block*|ntfs_*|ni_*", RWSEM_READ, "an ntfs3 run lock", INODE, "fs/ntfs3"),
	L("hfs_find_init|hfsplus_find_init|hfs_btree_*|hfsplus_*|hfs_*", MUTEX, "an HFS tree lock", SB, "fs/hfs/bfind.c"),
	L("udf_*|isofs_*|exfat_*|fat_*|msdos_*|vfat_*|minix_*|ufs_*|affs_*|befs_*|squashfs_*|erofs_*|cramfs_*|sysv_*|qnx*|romfs_*|omfs_*|efs_*|ext2_*|hpfs_*|adfs_*|bfs_*", MUTEX, "a lock of the filesystem", SB, "fs"),
	L("ubifs_*|make_reservation|do_commit|ubifs_run_commit|run_bg_commit", RWSEM_READ, "UBIFS commit_sem", SB, "fs/ubifs/commit.c"),
	L("do_commit|ubifs_run_commit|run_bg_commit", RWSEM_WRITE, "UBIFS commit_sem", SB, "fs/ubifs/commit.c"),
	W("wait_for_commit ubifs_*|ubifs_commit_required|ubifs_run_commit", JOURNAL, "the UBIFS commit", SB, KTHREAD, "ubifs_bgt*", "fs/ubifs/commit.c"),
	L("jffs2_*", MUTEX, "a JFFS2 lock (alloc_sem, f->sem)", SB, "fs/jffs2"),
	W("squashfs_cache_get|squashfs_get_*|squashfs_*|z_erofs_*|cramfs_*", IO, "a block of the compressed image", BDEV, DEVICE, "disk", "fs/squashfs/cache.c"),
	L("ovl_*", MUTEX, "an overlayfs lock (copy up)", INODE, "fs/overlayfs"),
	W("zonefs_*|nova_*|pstore_*|efivarfs_*|efivar_*", IO, "the medium", DEV, DEVICE, "medium", "fs", .deep = true),
	L("efivar_*|efivarfs_*|virt_efi_*|efi_*", SEMAPHORE, "efi_runtime_lock", GLOBAL, "drivers/firmware/efi/runtime-wrappers.c"),
	L("virt_efi_*|efi_queue_work|__efi_queue_work", SEMAPHORE, "efi_runtime_lock", GLOBAL, "drivers/firmware/efi/runtime-wrappers.c"),
	W("efi_queue_work|__efi_queue_work|virt_efi_*", WORKQUEUE_FLUSH, "a call of the firmware (EFI)", GLOBAL, WORK, "efi_call_rts", "drivers/firmware/efi/runtime-wrappers.c"),
};

static const struct pby_hold_row holds[] = {
	H("do_journal_end|journal_end|flush_commit_list|queue_log_writer reiserfs_*", WRITE, "reiserfs write lock", SB, "fs/reiserfs/lock.c"),
	H("do_checkpoint|block_operations|f2fs_flush_* f2fs_write_checkpoint", WRITE, "f2fs cp_rwsem", SB, "fs/f2fs/checkpoint.c"),
	H("nilfs_segctor_do_construct|nilfs_segctor_wait nilfs_segctor_construct|nilfs_segctor_thread_construct", WRITE, "nilfs ns_segctor_sem", SB, "fs/nilfs2/segment.c"),
};

PART(localfs)
