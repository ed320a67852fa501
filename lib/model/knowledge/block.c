// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* block.c: requests, queues, throttling, block devices, loop and network block devices. */
#include "model/knowledge/rows.h"

static const struct pby_wait_row waits[] = {
	W("blk_mq_get_tag|__blk_mq_get_tag|bt_get|get_request_wait|get_request|blk_get_request|sbitmap_queue_*|__sbitmap_queue_*|__blk_mq_alloc_request*|blk_mq_get_driver_tag|__blk_mq_get_driver_tag|blk_mq_alloc_request_hctx", REQUEST_TAG, "a free request of the queue", BDEV, DEVICE, "disk", "block/blk-mq-tag.c"),
	W("rq_qos_wait|wbt_wait|__wbt_wait|rq_qos_throttle|__rq_qos_throttle|ioc_rqos_throttle|blkcg_iolatency_throttle|blk_throtl_bio|__blk_throtl_bio|iocg_*|blk_iolatency_*|blkcg_maybe_throttle*", WB_THROTTLE, "throttling of the queue (wbt, io.latency, io.cost)", BDEV, DEVICE, "disk", "block/blk-rq-qos.c"),
	W("blkcg_maybe_throttle_current|blkcg_maybe_throttle_blkg|mem_cgroup_throttle_swaprate", WB_THROTTLE, "the I/O throttle of its cgroup", BDEV, DEVICE, "disk", "block/blk-cgroup.c"),
	W("blk_mq_freeze_queue_wait*|blk_mq_freeze_queue*|blk_freeze_queue|__blk_freeze_queue*|blk_cleanup_queue|blk_drain_queue|__blk_drain_queue|blk_mq_freeze_acquire_lock|blk_freeze_queue_start|blk_queue_start_drain", QUEUE_FREEZE, "requests in flight, to freeze the queue", BDEV, DEVICE, "disk", "block/blk-mq.c"),
	W("blk_queue_enter|__bio_queue_enter|bio_queue_enter|blk_mq_queue_enter|submit_bio_noacct|blk_queue_exit", QUEUE_FREEZE, "the frozen queue to be thawed", BDEV, TASK, "blk_mq_freeze_queue*|blk_freeze_queue*|elevator_*|blk_mq_update_nr_hw_queues|blk_mq_quiesce_queue", "block/blk-core.c"),
	W("blk_queue_enter|__bio_queue_enter|bio_queue_enter|blk_mq_queue_enter submit_bio*|generic_make_request|blk_mq_alloc_request|blk_mq_submit_bio|scsi_execute*|blk_get_request", QUEUE_FREEZE, "the frozen queue to be thawed", BDEV, TASK, "blk_mq_freeze_queue*|blk_freeze_queue*|elevator_*|blk_mq_update_nr_hw_queues|blk_mq_quiesce_queue", "block/blk-core.c"),
	W("submit_bio_wait|blkdev_issue_flush|blkdev_issue_discard|blkdev_issue_zeroout|blkdev_issue_write_same|blkdev_issue_secure_erase|__blkdev_issue_*|bio_await_chain|blk_wait_io|bio_wait_*|submit_bio_wait*|blk_io_schedule|blkdev_bio_end_io_simple|blkdev_report_zones|bio_await", IO, "a bio", BDEV, DEVICE, "disk", "block/bio.c"),
	W("blk_execute_rq*|blk_rq_poll_completion|blk_execute_rq_nowait|scsi_execute*|__scsi_execute|sg_io|scsi_test_unit_ready|blk_mq_wait_quiesce_done|blk_mq_quiesce_queue*", IO, "a command of the device", BDEV, DEVICE, "disk", "block/blk-mq.c"),
	W("sync_blockdev*|__sync_blockdev|fsync_bdev|blkdev_fsync|blkdev_flush_mapping|kill_bdev|__blkdev_put|blkdev_put_whole|invalidate_bdev|truncate_bdev_range|sync_bdevs", WRITEBACK, "dirty data of the block device", BDEV, DEVICE, "disk", "block/bdev.c"),
	/* open and close */
	L("__blkdev_get|blkdev_get|blkdev_get_by_dev|blkdev_get_by_path|bdev_open*|bdev_release|blkdev_put|__blkdev_put|blkdev_close|blkdev_release|del_gendisk|__del_gendisk|add_partition|delete_partition|bdev_resize_partition|bdev_add_partition|bdev_del_partition|blkdev_reread_part*|blkdev_open|bd_start_claiming|bdev_disk_changed|disk_scan_partitions|loop_*|lo_*|__loop_clr_fd|device_add_disk|blkdev_common_ioctl|sd_remove|register_disk|revalidate_disk|check_disk_change|blkpg_*|rescan_partitions|dasd_*|md_open|mddev_*|bd_register_pending_holders|bd_link_disk_holder|bd_unlink_disk_holder|disk_release*|disk_clear_zoned|blkdev_get_no_open",
	  MUTEX, "disk->open_mutex (bd_mutex)", BDEV, "block/bdev.c"),
	L("bd_prepare_to_claim|bd_finish_claiming|bd_abort_claiming|bd_may_claim|bdev_*_claim*|bd_acquire|bd_forget", MUTEX, "bdev_lock", GLOBAL, "block/bdev.c"),
	W("bd_prepare_to_claim|bd_start_claiming|bd_may_claim", WAIT_EVENT, "another opener to finish its exclusive claim", BDEV, TASK, "blkdev_get*|bdev_open*|__blkdev_get", "block/bdev.c"),
	L("elevator_change|elevator_switch|elv_iosched_store|queue_*_store|queue_attr_store|queue_attr_show|blk_register_queue|blk_unregister_queue|elevator_init_mq|blk_mq_init_sched|blk_mq_exit_sched|blk_mq_register_dev|blk_mq_sysfs_*|blk_trace_*|blk_mq_debugfs_*|blk_mq_elv_switch_*|elv_update_nr_hw_queues|wbt_*|queue_wb_lat_store", MUTEX, "queue->sysfs_lock or elevator_lock", BDEV, "block/blk-sysfs.c"),
	L("blk_mq_update_nr_hw_queues|blk_mq_add_queue_tag_set|blk_mq_del_queue_tag_set|blk_mq_update_tag_set_shared|blk_mq_free_tag_set|blk_mq_map_swqueue", MUTEX, "tag_set->tag_list_lock", DEV, "block/blk-mq.c"),
	L("register_blkdev|unregister_blkdev|blkdev_show|blk_probe_dev|blk_request_module", MUTEX, "major_names_lock", GLOBAL, "block/genhd.c"),
	L("blkcg_*|blkg_*|bfq_*|throtl_*|tg_set_*|iocg_*|ioc_*", MUTEX, "blkcg_pol_mutex", GLOBAL, "block/blk-cgroup.c"),
	W("disk_block_events|disk_unblock_events|disk_clear_events|disk_flush_events|bdev_check_media_change", WORKQUEUE_FLUSH, "the disk's media check", BDEV, WORK, "disk_events_workfn", "block/disk-events.c"),
	L("disk_block_events|disk_clear_events|disk_add_events|disk_del_events|disk_flush_events", MUTEX, "disk events block_mutex", BDEV, "block/disk-events.c"),
	W("wait_for_device_probe|del_gendisk|bdev_mark_dead|blk_mq_cancel_work_sync|blk_sync_queue", REF_DRAIN, "users of the disk", BDEV, UNKNOWN, "its last user closes it", "block/genhd.c"),
	/* loop, nbd, zram, ublk, pktcdvd */
	L("loop_control_*|loop_add|loop_remove|loop_probe|loop_exit|lo_release|lo_open|loop_configure|loop_global_lock_killable|loop_global_unlock|loop_change_fd|__loop_clr_fd", MUTEX, "loop_ctl_mutex", GLOBAL, "drivers/block/loop.c"),
	L("lo_ioctl|lo_simple_ioctl|loop_set_status*|loop_get_status*|loop_configure|loop_change_fd|lo_open|lo_release|loop_clr_fd|loop_validate_file|loop_reconfigure_limits|loop_set_block_size|loop_attr_*", MUTEX, "lo->lo_mutex", BDEV, "drivers/block/loop.c"),
	W("nbd_*|nbd_queue_rq|nbd_handle_cmd|nbd_start_device*|wait_for_reconnect|sock_xmit|nbd_send_cmd|nbd_clear_sock*|nbd_disconnect_and_put", NET, "the server of the network block device", BDEV, PEER, "NBD server", "drivers/block/nbd.c", .deep = true),
	L("nbd_*|nbd_open|nbd_release|__nbd_ioctl", MUTEX, "nbd->config_lock (or nbd_index_mutex)", BDEV, "drivers/block/nbd.c"),
	W("ublk_*|ublk_ctrl_*|ublk_stop_dev|ublk_uring_cmd", WAIT_EVENT, "the ublk server", BDEV, USER, "ublk server", "drivers/block/ublk_drv.c", .deep = true),
	W("zram_*|zcomp_*|zsmalloc_*", IO, "zram", BDEV, DEVICE, "zram", "drivers/block/zram", .deep = true),
	W("loop_process_work|loop_workfn|lo_rw_aio|lo_write_bvec|lo_read_simple|loop_handle_cmd", IO, "the file behind the loop device", BDEV, DEVICE, "backing file", "drivers/block/loop.c", .deep = true),
	/* the way down: says that it is I/O when nothing more precise is known */
	W("submit_bio*|generic_make_request*|blk_mq_submit_bio|blk_mq_make_request|blk_mq_dispatch_rq_list|blk_mq_sched_insert*|__submit_bio*|blk_finish_plug|__blk_flush_plug|blk_flush_plug*|blk_mq_flush_plug_list|blk_mq_run_hw_queue*|blk_mq_request_issue_directly|blk_queue_bio|elv_*|dd_*|bfq_*|kyber_*", IO, "I/O", BDEV, DEVICE, "disk", "block", .deep = true),
	W("io_schedule|io_schedule_timeout", IO, "I/O", NONE, DEVICE, "disk", "kernel/sched/core.c"),
	W("blk_mq_timeout_work|blk_mq_run_work_fn|blk_done_softirq|blkcg_punt_bio_submit", IDLE, "work", NONE, NOBODY, NULL, "block"),
};

static const struct pby_hold_row holds[] = {
	H("__nbd_ioctl|nbd_add_socket|nbd_start_device*|nbd_set_size|nbd_disconnect|nbd_clear_sock* nbd_ioctl", WRITE, "nbd->config_lock (or nbd_index_mutex)", BDEV, "drivers/block/nbd.c"),
	H("nbd_add_socket|nbd_start_device*|nbd_set_size|nbd_genl_size_set|nbd_disconnect* nbd_genl_connect|nbd_genl_reconfigure|nbd_genl_disconnect", WRITE, "nbd->config_lock (or nbd_index_mutex)", BDEV, "drivers/block/nbd.c"),
	H("blk_mq_freeze_queue_wait*|blk_mq_freeze_queue*|elevator_*|blk_mq_quiesce_* elevator_change|elv_iosched_store|queue_attr_store|elevator_switch|blk_mq_update_nr_hw_queues|queue_wb_lat_store", WRITE, "queue->sysfs_lock or elevator_lock", BDEV, "block/elevator.c"),
	H("blkdev_get_whole|blkdev_get_part|*_open|bdev_disk_changed|blk_add_partitions|read_part_sector|check_partition|sd_open|lo_open|sr_block_open blkdev_get*|bdev_open*|__blkdev_get|blkdev_open", WRITE, "disk->open_mutex (bd_mutex)", BDEV, "block/bdev.c"),
	H("blkdev_put_whole|sync_blockdev*|*_release|blkdev_flush_mapping|sd_release|lo_release|kill_bdev blkdev_put|__blkdev_put|bdev_release|blkdev_release|blkdev_close", WRITE, "disk->open_mutex (bd_mutex)", BDEV, "block/bdev.c"),
	H("blk_drop_partitions|delete_partition|fsync_bdev|bdev_mark_dead|invalidate_partition|__invalidate_device|remove_inode_hash del_gendisk", WRITE, "disk->open_mutex (bd_mutex)", BDEV, "block/genhd.c"),
	H("bdev_disk_changed|blk_add_partitions|read_part_sector|read_lba|efi_partition|msdos_partition blkdev_reread_part|__blkdev_reread_part|disk_scan_partitions|device_add_disk|register_disk|blkdev_common_ioctl", WRITE, "disk->open_mutex (bd_mutex)", BDEV, "block/partitions/core.c"),
};

PART(block)
