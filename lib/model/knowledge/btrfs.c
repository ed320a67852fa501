// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* btrfs.c: transactions, tree locks, extents and space of btrfs. */
#include "model/knowledge/rows.h"

static const struct pby_wait_row waits[] = {
	W("btrfs_commit_transaction*|wait_for_commit|wait_current_trans*|btrfs_wait_for_commit|wait_for_writer*|start_transaction|btrfs_start_transaction*|btrfs_join_transaction*|btrfs_attach_transaction*|btrfs_commit_transaction_async|btrfs_sync_fs|wait_current_trans_commit_start*|__btrfs_end_transaction",
	  JOURNAL, "a btrfs transaction to be committed", SB, TASK, "btrfs_commit_transaction", "fs/btrfs/transaction.c"),
	W("btrfs_write_and_wait_transaction|btrfs_wait_marked_extents|__btrfs_wait_marked_extents|btrfs_wait_extents|btrfs_wait_tree_block_writeback|write_all_supers|wait_dev_flush|barrier_all_devices|wait_dev_supers|btrfs_wait_on_page_writeback|write_one_eb|btrfs_wait_tree_log_extents|btrfs_write_marked_extents",
	  WRITEBACK, "btrfs metadata to be written", SB, DEVICE, "disk", "fs/btrfs/disk-io.c"),
	W("btrfs_start_ordered_extent*|btrfs_wait_ordered_range|btrfs_wait_ordered_extents|btrfs_wait_ordered_roots|btrfs_lock_and_flush_ordered_range|btrfs_run_ordered_extent_work|btrfs_wait_block_group_*|btrfs_wait_nocow_writers|btrfs_wait_for_snapshot_creation", IO, "ordered extents (data being written)", INODE, DEVICE, "disk", "fs/btrfs/ordered-data.c"),
	W("wait_on_state|wait_extent_bit|lock_extent|lock_extent_bits|lock_and_cleanup_extent_if_need|btrfs_lock_extent*|lock_extents|btrfs_lock_and_flush_*", WAIT_EVENT, "a range of the file that is locked (extent lock)", INODE, TASK, "extent_write*|btrfs_*", "fs/btrfs/extent-io-tree.c"),
	W("read_extent_buffer_pages*|wait_extent_buffer_writeback|btree_read_extent_buffer_pages|btrfs_read_extent_buffer|lock_extent_buffer_for_io|wait_on_extent_buffer_writeback", IO, "a btrfs tree block", BDEV, DEVICE, "disk", "fs/btrfs/extent_io.c"),
	W("handle_reserve_ticket|wait_reserve_ticket|__reserve_bytes|reserve_metadata_bytes|btrfs_reserve_metadata_bytes|__reserve_metadata_bytes|btrfs_reserve_data_bytes|flush_space|shrink_delalloc|btrfs_block_rsv_*|btrfs_delalloc_reserve_metadata|btrfs_start_delalloc_*", LOG_SPACE, "btrfs metadata or data space", SB, WORK, "btrfs_async_reclaim_*|btrfs_preempt_reclaim_*", "fs/btrfs/space-info.c"),
	W("wait_log_commit|btrfs_sync_log|join_running_log_trans|start_log_trans|btrfs_pin_log_trans", JOURNAL, "the btrfs tree log", SB, TASK, "btrfs_sync_log", "fs/btrfs/tree-log.c"),
	W("btrfs_tree_lock*|btrfs_tree_read_lock*|btrfs_lock_root_node|btrfs_read_lock_root_node|btrfs_search_slot|btrfs_clear_lock_blocking_rw|btrfs_clear_path_blocking|btrfs_try_spin_lock|__btrfs_tree_lock|__btrfs_tree_read_lock", WAIT_EVENT, "the lock of a btrfs tree block", OBJECT, TASK, "btrfs_search_slot*|btrfs_cow_block*", "fs/btrfs/locking.c", .until = "5.9"),
	L("btrfs_tree_lock*|__btrfs_tree_lock|btrfs_lock_root_node|btrfs_search_slot|btrfs_lock_tree*", RWSEM_WRITE, "the lock of a btrfs tree block", OBJECT, "fs/btrfs/locking.c", .since = "5.10"),
	L("btrfs_tree_read_lock*|__btrfs_tree_read_lock|btrfs_read_lock_root_node|btrfs_search_slot|btrfs_next_old_leaf", RWSEM_READ, "the lock of a btrfs tree block", OBJECT, "fs/btrfs/locking.c", .since = "5.10"),
	L("btrfs_commit_transaction*|btrfs_start_pre_rwsem|btrfs_clean_one_deleted_snapshot|cleaner_kthread|transaction_kthread|btrfs_sync_fs|btrfs_run_delayed_iputs|btrfs_delete_unused_bgs|btrfs_relocate_*|btrfs_remount", MUTEX, "fs_info mutex (cleaner, transaction_kthread, reclaim_bgs)", SB, "fs/btrfs/disk-io.c"),
	L("btrfs_run_dev_*|btrfs_rm_device*|btrfs_init_new_device|btrfs_scrub_*|btrfs_dev_replace_*|write_all_supers|btrfs_show_devname|btrfs_ioctl_*|btrfs_open_devices|btrfs_scan_one_device|btrfs_close_devices|device_list_add|btrfs_read_chunk_tree|btrfs_get_dev_stats|btrfs_commit_device_sizes|btrfs_alloc_chunk|__btrfs_alloc_chunk", MUTEX, "btrfs device_list or chunk mutex", SB, "fs/btrfs/volumes.c"),
	L("btrfs_chunk_alloc|btrfs_reserve_chunk_metadata|check_system_chunk|btrfs_finish_chunk_alloc|btrfs_remove_chunk|do_chunk_alloc|btrfs_make_block_group", MUTEX, "btrfs chunk_mutex", SB, "fs/btrfs/block-group.c"),
	L("btrfs_file_write_iter|btrfs_buffered_write|btrfs_direct_write|btrfs_do_write_iter|btrfs_sync_file|btrfs_fallocate|btrfs_inode_lock|btrfs_ioctl_*|btrfs_punch_hole|btrfs_file_aio_write|btrfs_remap_file_range*|btrfs_mksubvol|btrfs_create_snapshot|btrfs_delete_subvolume", RWSEM_WRITE, "inode->i_rwsem", INODE, "fs/btrfs/file.c"),
	L("btrfs_file_read_iter|btrfs_direct_read|btrfs_direct_write|btrfs_inode_lock|btrfs_real_readdir", RWSEM_READ, "inode->i_rwsem", INODE, "fs/btrfs/file.c"),
	L("find_free_extent|caching_thread|btrfs_create_pending_block_groups|create_snapshot|create_pending_snapshot*|btrfs_start_dirty_block_groups|btrfs_write_dirty_block_groups|cache_save_setup|btrfs_commit_cowonly_roots", RWSEM_READ, "fs_info->commit_root_sem", SB, "fs/btrfs/extent-tree.c"),
	L("btrfs_find_space_for_alloc|find_free_extent|__get_raid_index|btrfs_release_block_group", RWSEM_READ, "space_info->groups_sem", SB, "fs/btrfs/extent-tree.c"),
	L("__btrfs_update_delayed_inode|btrfs_delayed_update_inode|btrfs_insert_delayed_*|btrfs_delete_delayed_*|btrfs_commit_inode_delayed_*|__btrfs_run_delayed_items|btrfs_remove_delayed_node|__btrfs_release_delayed_node", MUTEX, "delayed_node->mutex", INODE, "fs/btrfs/delayed-inode.c"),
	W("btrfs_wait_for_*|scrub_*|btrfs_scrub_*|btrfs_pause_balance|btrfs_cancel_balance|btrfs_scrub_pause|btrfs_dev_replace_*|btrfs_rm_dev_replace_blocked|btrfs_bio_counter_inc_blocked|btrfs_qgroup_wait_for_completion|btrfs_cleanup_fs_roots|btrfs_quiesce_*|flush_scrub_supers*", WAIT_EVENT, "a btrfs operation (scrub, balance, device replacement)", SB, TASK, "btrfs_scrub_*|scrub_*|btrfs_relocate_*|btrfs_dev_replace_*", "fs/btrfs"),
	W("btrfs_async_run_delayed_refs", COMPLETION, "delayed refs, run by a worker", SB, WORK, "delayed_ref_async_start|btrfs_*_helper", "fs/btrfs/extent-tree.c"),
	W("btrfs_run_delayed_refs*|btrfs_should_throttle_*|btrfs_delayed_ref_lock", MUTEX, "a delayed ref head", OBJECT, HOLDER, NULL, "fs/btrfs/delayed-ref.c"),
	W("btrfs_cache_block_group|wait_block_group_cache_*|btrfs_caching_ctl_wait_done|btrfs_wait_block_group_cache_progress", WAIT_EVENT, "free space of a block group to be cached", OBJECT, WORK, "caching_thread|btrfs_work_helper", "fs/btrfs/block-group.c"),
	W("cleaner_kthread|transaction_kthread|btrfs_worker*|worker_loop|btrfs_transaction", IDLE, "work", NONE, NOBODY, NULL, "fs/btrfs/disk-io.c"),
};

static const struct pby_hold_row holds[] = {
	H("btrfs_commit_transaction", WRITE, "a btrfs transaction to be committed", SB, "fs/btrfs/transaction.c"),
	H("btrfs_buffered_write|btrfs_direct_write|btrfs_dio_write|btrfs_sync_file|btrfs_fallocate|btrfs_punch_hole", WRITE, "inode->i_rwsem", INODE, "fs/btrfs/file.c"),
	H("read_block_for_search|btrfs_cow_block|__btrfs_cow_block|btrfs_alloc_tree_block|split_leaf|push_leaf_* btrfs_search_slot", WRITE, "the lock of a btrfs tree block", OBJECT, "fs/btrfs/ctree.c"),
	H("btrfs_alloc_chunk|btrfs_create_chunk|find_free_dev_extent* btrfs_chunk_alloc|do_chunk_alloc", WRITE, "btrfs chunk_mutex", SB, "fs/btrfs/block-group.c"),
};

PART(btrfs)
