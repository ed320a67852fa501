// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* fuse.c: FUSE and virtiofs. A waiter is in S until a signal comes: invisible to sysrq-w and to the detector. */
#include "model/knowledge/rows.h"

static const struct pby_wait_row waits[] = {
	W("request_wait_answer|__fuse_request_send|fuse_request_send|__fuse_simple_request|fuse_simple_request|fuse_request_send_nonblocking|fuse_wait_aborted", FUSE_REPLY, "the answer of the FUSE server", SB, USER, "FUSE server", "fs/fuse/dev.c", .always = true),
	W("fuse_get_req|__fuse_get_req|fuse_block_alloc|fuse_simple_background|fuse_get_req_for_background|__fuse_simple_background", FUSE_REPLY, "a free FUSE request: too many are unanswered", SB, USER, "FUSE server", "fs/fuse/dev.c", .always = true),
	W("fuse_wait_on_page_writeback|fuse_wait_on_folio_writeback|fuse_set_nowrite|fuse_sync_writes|fuse_flush_writepages|fuse_sync_bucket_*|fuse_sync_fs_writes|fuse_wait_*|fuse_writepage*", FUSE_REPLY, "writes that the FUSE server has not answered", INODE, USER, "FUSE server", "fs/fuse/file.c", .always = true),
	W("fuse_direct_io|fuse_direct_IO|fuse_direct_write_iter|fuse_direct_read_iter|__fuse_direct_read", FUSE_REPLY, "direct I/O of the FUSE server", INODE, USER, "FUSE server", "fs/fuse/file.c"),
	W("virtio_fs_*|virtio_fs_wake_*|virtio_fs_drain_*|virtio_fs_enqueue_req", FUSE_REPLY, "the virtiofs daemon of the host", SB, USER, "virtiofsd on the host", "fs/fuse/virtio_fs.c"),
	L("fuse_lock_inode|fuse_lookup|fuse_readdir|fuse_dir_*", MUTEX, "fuse inode mutex", INODE, "fs/fuse/inode.c"),
	L("fuse_file_write_iter|fuse_cache_write_iter|fuse_perform_write|fuse_direct_write_iter|fuse_fsync|fuse_file_fallocate|fuse_setattr|fuse_reverse_inval_entry|fuse_reverse_*|fuse_do_setattr|fuse_notify*", RWSEM_WRITE, "inode->i_rwsem", INODE, "fs/fuse/file.c"),
	L("fuse_dax_*|fuse_writepage*|fuse_page_mkwrite|fuse_truncate*|fuse_fill_write_pages", RWSEM_READ, "fuse inode lock", INODE, "fs/fuse/dax.c"),
	L("fuse_conn_*|fuse_ctl_*|fuse_fill_super*|fuse_get_tree*|fuse_dev_release|fuse_abort*|fuse_ctl_fill_super|fuse_dev_ioctl*", MUTEX, "fuse_mutex", GLOBAL, "fs/fuse/inode.c"),
	W("fuse_dev_do_read|fuse_dev_read|fuse_dev_splice_read|virtio_fs_requests_done_work|fuse_uring_*", IDLE, "FUSE requests: this task is a server", NONE, NOBODY, NULL, "fs/fuse/dev.c"),
};

static const struct pby_hold_row holds[] = {
	H("fuse_lookup_name|fuse_simple_request|request_wait_answer|fuse_readdir_* fuse_lookup|fuse_readdir", WRITE, "fuse inode mutex", INODE, "fs/fuse/dir.c"),
	H("fuse_perform_write|fuse_send_write*|fuse_direct_io|generic_perform_write fuse_file_write_iter|fuse_cache_write_iter|fuse_direct_write_iter", WRITE, "inode->i_rwsem", INODE, "fs/fuse/file.c"),
	H("fuse_flush|fuse_flush_times|fuse_do_setattr|fuse_sync_writes fuse_setattr|fuse_fsync|fuse_flush", WRITE, "inode->i_rwsem", INODE, "fs/fuse/file.c"),
};

PART(fuse)
