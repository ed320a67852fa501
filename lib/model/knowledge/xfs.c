// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* xfs.c: the XFS log, buffers and inode locks. */
#include "model/knowledge/rows.h"

static const struct pby_wait_row waits[] = {
	W("xlog_grant_head_wait|xlog_grant_head_check|xlog_grant_log_space|xfs_log_reserve|xfs_log_regrant|xlog_regrant_write_log_space", LOG_SPACE, "space in the XFS log", SB, KTHREAD, "xfsaild/*", "fs/xfs/xfs_log.c"),
	W("xlog_wait_on_iclog*|xlog_wait|xlog_state_get_iclog_space|xlog_force_lsn|xfs_log_force*|_xfs_log_force*|xlog_cil_force_*|xlog_cil_push_*|xlog_write|xlog_state_wait_*|xlog_wait_iclog_completion|xfs_log_quiesce|xlog_cil_order_write|xlog_cil_flush|xlog_cil_commit|xlog_cil_wait_*", JOURNAL, "the XFS log to be written", SB, DEVICE, "disk", "fs/xfs/xfs_log.c"),
	W("__flush_work|flush_work xlog_cil_force_*|xlog_cil_push_now|xlog_cil_flush|_xfs_log_force*|xfs_log_force*", WORKQUEUE_FLUSH, "the XFS log: a push of the CIL", SB, WORK, "xlog_cil_push_work", "fs/xfs/xfs_log_cil.c"),
	W("xfs_buf_lock|xfs_buf_find*|_xfs_buf_find|xfs_buf_get_map|xfs_buf_iowait|xfs_buf_trylock", SEMAPHORE, "a metadata buffer (b_sema)", OBJECT, HOLDER, NULL, "fs/xfs/xfs_buf.c"),
	W("xfs_buf_iowait|xfs_buf_submit_wait|__xfs_buf_submit|_xfs_buf_read|xfs_bwrite|xfs_buf_delwri_submit*|xfs_buf_iorequest|xfs_buf_rele_cached", IO, "the I/O of a metadata buffer", BDEV, DEVICE, "disk", "fs/xfs/xfs_buf.c"),
	W("xfs_wait_buftarg|xfs_buftarg_drain|xfs_buftarg_wait|xfs_free_buftarg", IO, "buffers of the device", BDEV, DEVICE, "disk", "fs/xfs/xfs_buf.c"),
	W("xfs_iunpin_wait|__xfs_iunpin_wait|xfs_buf_wait_unpin|xfs_qm_dqunpin_wait|xfs_iflush_*", JOURNAL, "the XFS log: a pinned inode or buffer", INODE, DEVICE, "disk", "fs/xfs/xfs_icache.c"),
	W("xfs_ail_push_all_sync|xfs_ail_push_*|xfs_reclaim_inodes*|xfs_inodegc_flush|xfs_inodegc_*|xfs_qm_dqpurge|xfs_wait_*|xfs_extent_busy_*|xfs_buf_item_*", JOURNAL, "XFS metadata to be written back", SB, KTHREAD, "xfsaild/*", "fs/xfs/xfs_trans_ail.c"),
	W("__flush_work|flush_work|__flush_workqueue|flush_workqueue xfs_inodegc_*|xfs_*", WORKQUEUE_FLUSH, "XFS background work", SB, WORK, "xfs*|xlog*", "fs/xfs/xfs_icache.c"),
	W("__flush_work|flush_work|wait_for_completion xfs_btree_split|xfs_btree_make_block_unfull|xfs_bmapi_allocate", WORKQUEUE_FLUSH, "a btree split by a worker (xfsalloc)", SB, WORK, "xfs_btree_split_worker|xfs_bmapi_allocate_worker", "fs/xfs/libxfs/xfs_btree.c"),
	W("xfs_btree_split|xfs_bmapi_allocate", WORKQUEUE_FLUSH, "a btree split by a worker (xfsalloc)", SB, WORK, "xfs_btree_split_worker|xfs_bmapi_allocate_worker", "fs/xfs/libxfs/xfs_btree.c"),
	W("xfs_ioend_wait|xfs_ilock_iolock*|xfs_break_dax_layouts|xfs_flush_unmap_range", IO, "I/O of the inode", INODE, DEVICE, "disk", "fs/xfs"),
	L("xfs_ilock*|xfs_ilock_data_map_shared|xfs_ilock_attr_map_shared|xfs_lock_two_inodes|xfs_lock_inodes|xfs_ilock_for_iomap|xfs_ilock_iocb*|xfs_file_buffered_write|xfs_file_*aio_write*|xfs_file_dio_write*|xfs_rw_ilock|xfs_create|xfs_remove|xfs_rename|xfs_setattr_*|xfs_file_fallocate|xfs_inactive*|xfs_free_eofblocks|xfs_iget_cache_hit|xfs_file_write_iter|xfs_file_write_checks|xfs_trans_alloc_inode|xfs_trans_alloc_dir",
	  RWSEM_WRITE, "XFS inode lock", INODE, "fs/xfs/xfs_inode.c"),
	L("xfs_ilock*|xfs_ilock_data_map_shared|xfs_ilock_attr_map_shared|xfs_file_buffered_read|xfs_file_*aio_read|xfs_file_dio_read|xfs_lookup|xfs_readdir|xfs_attr_get|xfs_iomap_*|xfs_map_blocks|xfs_read_iomap_begin|xfs_buffered_write_iomap_begin|xfs_file_read_iter|xfs_getbmap|xfs_bmap*|__xfs_filemap_fault|xfs_filemap_fault|xfs_vm_*|xfs_dir_lookup|xfs_rw_ilock",
	  RWSEM_READ, "XFS inode lock", INODE, "fs/xfs/xfs_inode.c"),
	L("xfs_qm_dqget*|xfs_qm_dqlock*|xfs_dqlock|xfs_trans_dqlock*|xfs_trans_dqresv|xfs_qm_dqattach*|xfs_qm_vop_*|xfs_qm_dqflush*|xfs_qm_shrink*", MUTEX, "XFS dquot lock", SB, "fs/xfs/xfs_dquot.c"),
	L("xlog_cil_push_work|xlog_cil_commit|xlog_cil_insert_*|xfs_log_commit_cil|xlog_cil_ctx_*", RWSEM_READ, "XFS CIL context lock (xc_ctx_lock)", SB, "fs/xfs/xfs_log_cil.c"),
	L("xlog_cil_push_work|xlog_cil_push", RWSEM_WRITE, "XFS CIL context lock (xc_ctx_lock)", SB, "fs/xfs/xfs_log_cil.c"),
	L("xfs_reclaim_inodes_ag|xfs_reclaim_*", MUTEX, "XFS pag_ici_reclaim_lock", OBJECT, "fs/xfs/xfs_icache.c"),
	L("xfs_growfs_*|xfs_fs_*freeze|xfs_ioc_*|xfs_uuid_*", MUTEX, "XFS growfs or uuid lock", SB, "fs/xfs/xfs_fsops.c"),
	W("xfsaild|xfs_buf_delwri_queue|xfsbufd|xfssyncd|xfsaild_push", IDLE, "XFS metadata to push", NONE, NOBODY, NULL, "fs/xfs/xfs_trans_ail.c"),
};

static const struct pby_hold_row holds[] = {
	H("xfs_file_buffered_write|xfs_file_buffered_aio_write|xfs_file_dio_write*|xfs_file_dio_aio_write|xfs_file_fallocate|xfs_file_write_checks", WRITE, "inode->i_rwsem", INODE, "fs/xfs/xfs_file.c"),
	H("xfs_setattr_size|xfs_setattr_nonsize|xfs_attr_set|xfs_attr_change", WRITE, "inode->i_rwsem", INODE, "fs/xfs/xfs_iops.c"),
	H("xfs_trans_commit|xfs_bmapi_write|xfs_dir_createname|xfs_dialloc*|xfs_trans_roll*|xfs_defer_finish*|xfs_itruncate_extents*|xfs_alloc_* xfs_create|xfs_remove|xfs_rename|xfs_setattr_*|xfs_inactive*|xfs_iomap_write_*|xfs_convert_blocks|xfs_bmapi_convert_delalloc|xfs_attr_set", WRITE, "XFS inode lock", INODE, "fs/xfs/xfs_inode.c"),
	H("xfs_bmapi_read|xfs_iread_extents|xfs_buf_* xfs_ilock_data_map_shared|xfs_read_iomap_begin|xfs_map_blocks|xfs_lookup|xfs_readdir|xfs_attr_get", READ, "XFS inode lock", INODE, "fs/xfs/xfs_inode.c"),
	H("xfs_alloc_*|xfs_btree_*|xfs_dialloc*|xfs_free_*|xfs_log_reserve|xlog_grant_head_wait xfs_alloc_ag_vextent*|xfs_alloc_fix_freelist|xfs_alloc_vextent*|xfs_dialloc*|xfs_trans_roll*", WRITE, "a metadata buffer (b_sema)", OBJECT, "fs/xfs/libxfs/xfs_alloc.c"),
};

PART(xfs)
