// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* md_dm.c: software RAID, device mapper, bcache. */
#include "model/knowledge/rows.h"

static const struct pby_wait_row waits[] = {
	/* md */
	W("md_write_start|md_super_wait|md_flush_request|md_wait_for_blocked_rdev|md_update_sb*|md_handle_request|md_submit_flush_data|md_bitmap_wait_writes|bitmap_wait_writes|md_bitmap_startwrite|bitmap_startwrite|md_bitmap_start_sync|write_sb_page|md_bitmap_update_sb|md_bitmap_unplug|filemap_write_page|md_write_inc|md_allow_write", IO, "the RAID array: its superblock or bitmap to be written", BDEV, KTHREAD, "md*_raid*|md*_cluster*", "drivers/md/md.c"),
	W("mddev_suspend|__mddev_suspend|mddev_suspend_and_lock*|md_make_request|md_submit_bio|md_handle_request|is_md_suspended", QUEUE_FREEZE, "the RAID array: suspended, or its I/O to drain", BDEV, KTHREAD, "md*_raid*", "drivers/md/md.c"),
	W("wait_barrier*|_wait_barrier|wait_read_barrier|raise_barrier|freeze_array|stop_waiting_barrier|wait_blocked_dev|raid10_handle_discard|regular_request_wait|allow_barrier|raid1_read_request|raid1_write_request|raid10_write_request|raid10_read_request|lower_barrier", IO, "the RAID array: resync and normal I/O exclude each other", BDEV, KTHREAD, "md*_raid*|md*_resync", "drivers/md/raid1.c"),
	W("raid5_get_active_stripe|get_active_stripe|raid5_make_request|make_request|make_stripe_request|raid5_quiesce|raid5_sync_request|resize_stripes|wait_for_quiescent|reshape_request|r5l_*|r5c_*|log_*|raid5_wait_ahead_reshape|r5l_write_stripe", IO, "a free stripe of the RAID array", BDEV, KTHREAD, "md*_raid*", "drivers/md/raid5.c"),
	W("md_do_sync|md_resync*|raid*_sync_request|md_wakeup_thread*|wait_for_resync", IO, "the resync of the RAID array", BDEV, DEVICE, "disk", "drivers/md/md.c"),
	L("md_*|mddev_*|md_ioctl|md_open|md_attr_show|md_attr_store|md_check_recovery|action_store|array_state_store|rdev_attr_*|md_seq_show|do_md_*|md_reap_sync_thread|stop_sync_thread|mddev_lock*|md_start_sync|level_store|raid5_store_*|layout_store", MUTEX, "mddev->reconfig_mutex", BDEV, "drivers/md/md.c"),
	W("md_reap_sync_thread|md_unregister_thread|stop_sync_thread|__md_stop_writes|idle_sync_thread|frozen_sync_thread", KTHREAD_STOP, "a thread of the RAID array", BDEV, KTHREAD, "md*_resync|md*_raid*|md*_reshape", "drivers/md/md.c"),
	W("md_thread|md_cluster*|raid5d|raid1d|raid10d", IDLE, "work of the RAID array", NONE, NOBODY, NULL, "drivers/md/md.c"),
	/* device mapper */
	W("dm_wait_for_completion|dm_wait_for_bios_completion|dm_suspend|__dm_suspend|dm_kcopyd_client_destroy|dm_io_*|sync_io|dm_io|dm_wait_event|dm_internal_suspend*|dm_stop_queue", QUEUE_FREEZE, "I/O of the mapped device to drain", BDEV, DEVICE, "disk", "drivers/md/dm.c"),
	W("sync_io|dm_io|dm_bufio_*|read_endio|new_read|dm_bufio_new|dm_bufio_read|dm_bufio_write_dirty_buffers|__get_unclaimed_buffer|__wait_for_free_buffer", IO, "I/O of the mapped device's metadata", BDEV, DEVICE, "disk", "drivers/md/dm-bufio.c"),
	W("dm_swap_table|dm_resume|dm_hash_*|dev_suspend|do_resume|dm_request|dm_submit_bio|dm_make_request|dm_process_bio|wait_for_pending_*|queue_io|dm_get_live_table", QUEUE_FREEZE, "the mapped device to be resumed", BDEV, TASK, "dm_suspend|__dm_suspend|dev_suspend|do_suspend", "drivers/md/dm.c"),
	L("dm_suspend|dm_resume|__dm_destroy|dm_lock_md_type|dm_internal_*|dm_swap_table|do_resume|dev_suspend|dm_get_md|dm_destroy*|dm_blk_*|dm_freeze_*", MUTEX, "md->suspend_lock", BDEV, "drivers/md/dm.c"),
	L("dm_hash_*|dm_get_mdptr|dev_create|dev_remove|dev_rename|table_load|dev_status|__find_device_hash_cell|dm_copy_name_and_uuid|list_devices|find_device|dev_wait|table_*|dm_compat_ctl_ioctl", RWSEM_WRITE, "dm _hash_lock", GLOBAL, "drivers/md/dm-ioctl.c"),
	L("dm_bufio_*|new_read|__dm_bufio_*|dm_bufio_shrink*|shrink_work|dm_bufio_prefetch|cleanup_old_buffers|__scan|work_fn|do_global_cleanup", MUTEX, "dm-bufio client lock", BDEV, "drivers/md/dm-bufio.c"),
	L("dm_pool_*|thin_*|pool_*|dm_thin_*|dm_cache_*|cache_*|__snapshot_*|snapshot_*|dm_exception_*|origin_*|do_origin|__origin_write|pending_complete|remap_exception|start_copy|persistent_*", RWSEM_WRITE, "a lock of the mapped target (thin pool, cache, snapshot)", BDEV, "drivers/md"),
	L("dm_pool_*|thin_*|dm_thin_*|cache_*|snapshot_*|__snapshot_*|dm_cache_*|merge_callback|snapshot_merge*", RWSEM_READ, "a lock of the mapped target (thin pool, cache, snapshot)", BDEV, "drivers/md"),
	W("__wait_for_in_progress|wait_for_in_progress|dm_kcopyd_*|snapshot_map|copy_callback|account_start_copy", IO, "copies of the snapshot", BDEV, WORK, "do_work|do_metadata", "drivers/md/dm-snap.c"),
	W("wait_iff_paused|dm_integrity_*|wait_and_add_new_range|dm_crypt*|crypt_*|kcryptd_*|dmcrypt_write|crypt_alloc_buffer|do_journal_write|add_new_range_and_wait|sleep_on_endio_wait|integrity_metadata|verity_*|crypt_map", IO, "the mapped target (crypt, integrity, verity)", BDEV, DEVICE, "disk", "drivers/md/dm-crypt.c"),
	W("multipath_*|multipath_wait_for_pg_init_completion|queue_if_no_path*|pg_init_*|activate_path|dm_mq_queue_rq", IO, "a path of the multipath device", BDEV, DEVICE, "path", "drivers/md/dm-mpath.c", .deep = true),
	W("dmcrypt_write|kcopyd*|dm_worker*", IDLE, "work", NONE, NOBODY, NULL, "drivers/md"),
	/* bcache */
	W("closure_sync|__closure_sync|closure_sync_timeout|bch_btree_node_read|bch_btree_insert*|bch_data_insert*|bch_journal*|mca_alloc|bch_btree_node_get|bch_bucket_alloc|bch_gc_*|cached_dev_*|bch_cannibalize*|mca_cannibalize*|bch_btree_set_root|bch_allocator_*|bch_bucket_alloc_set|bch_writeback_*|bch_keybuf_*|bch_prio_write", IO, "bcache (journal, btree, allocator)", BDEV, DEVICE, "disk", "drivers/md/bcache"),
	L("bch_*|register_bcache|cached_dev_*|cache_set_*|__bch_*|register_*|bcache_*", MUTEX, "bch_register_lock", GLOBAL, "drivers/md/bcache/super.c"),
	L("bch_btree_*|bch_writeback_*|cached_dev_write*|cached_dev_make_request|rw_lock|bch_*|refill_dirty|read_dirty|btree_*", RWSEM_WRITE, "a bcache tree node or writeback lock", OBJECT, "drivers/md/bcache/btree.c"),
	L("bch_btree_*|cached_dev_*|bch_*", RWSEM_READ, "a bcache tree node or writeback lock", OBJECT, "drivers/md/bcache/btree.c"),
	W("bch_allocator_thread|bch_gc_thread|bch_writeback_thread", IDLE, "work", NONE, NOBODY, NULL, "drivers/md/bcache"),
};

static const struct pby_hold_row holds[] = {
	H("md_reap_sync_thread|stop_sync_thread|md_super_wait|md_update_sb|mddev_suspend*|md_unregister_thread|do_md_stop|__md_stop*|raid*_run|md_bitmap_* md_attr_store|md_ioctl|action_store|array_state_store|md_check_recovery|do_md_run|md_start_sync", WRITE, "mddev->reconfig_mutex", BDEV, "drivers/md/md.c"),
	H("dm_wait_for_completion|dm_wait_for_bios_completion|__dm_suspend|lock_fs|freeze_bdev|dm_table_*suspend* dm_suspend|dm_internal_suspend*|__dm_internal_suspend|do_suspend", WRITE, "md->suspend_lock", BDEV, "drivers/md/dm.c"),
	H("sync_io|dm_io|new_read|dm_bufio_read|submit_io|wait_on_bit_io dm_pool_*|dm_thin_*|dm_tm_*|dm_btree_*", WRITE, "a lock of the mapped target (thin pool, cache, snapshot)", BDEV, "drivers/md/dm-thin-metadata.c"),
	H("__get_unclaimed_buffer|__wait_for_free_buffer|__write_dirty_buffer|read_endio|dm_io|sync_io dm_bufio_*", WRITE, "dm-bufio client lock", BDEV, "drivers/md/dm-bufio.c"),
};

PART(md_dm)
