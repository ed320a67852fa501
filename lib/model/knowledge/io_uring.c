// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* io_uring.c: rings, their workers, and their end. */
#include "model/knowledge/rows.h"

static const struct pby_wait_row waits[] = {
	W("io_cqring_wait*|io_cqring_schedule_timeout|__io_uring_enter|__do_sys_io_uring_enter|__se_sys_io_uring_enter|__x64_sys_io_uring_enter|io_run_task_work_sig|io_sqring_wait|io_wait_*", IDLE, "completions of its ring", NONE, NOBODY, NULL, "io_uring/io_uring.c"),
	W("io_wq_worker|io_wqe_worker|io_sq_thread|io_worker_*|io_wqe_*", IDLE, "work of its ring", NONE, NOBODY, NULL, "io_uring/io-wq.c"),
	W("io_ring_exit_work|io_uring_exit_work", COMPLETION, "the last reference of the ring (ctx->ref_comp)", OBJECT, UNKNOWN, "the ring's last request or worker ends", "io_uring/io_uring.c", .always = true),
	W("io_uring_cancel_generic|__io_uring_cancel|io_uring_cancel_files|io_uring_files_cancel|io_uring_task_cancel|io_uring_cancel_sqpoll|io_uring_del_tctx_node|io_uring_try_cancel_*|io_uring_flush|__io_uring_files_cancel", WAIT_EVENT, "its requests to be cancelled", TASK, TASK, "io_wq_worker|io_wqe_worker", "io_uring/io_uring.c", .always = true),
	W("io_wq_put_and_exit|io_wq_exit_workers|io_wq_destroy|io_wq_*|io_uring_clean_tctx", COMPLETION, "workers of its ring to exit", TASK, TASK, "io_wq_worker|io_wqe_worker|io_worker_*", "io_uring/io-wq.c", .always = true),
	W("io_sq_thread_park|io_sq_thread_stop|io_sq_thread_finish|io_sqd_handle_event|io_put_sq_data|io_sq_offload_*|io_uring_sqpoll_*", KTHREAD_STOP, "the ring's polling thread", OBJECT, KTHREAD, "iou-sqp-*", "io_uring/sqpoll.c"),
	W("io_rsrc_ref_quiesce|io_rsrc_*|io_sqe_*_unregister|io_uring_register|__io_uring_register|io_drain_req|io_req_*|io_run_local_work*|io_register_*|io_ctx_quiesce|io_queue_rsrc_removal", WAIT_EVENT, "registered resources of the ring in use", OBJECT, UNKNOWN, "requests that use them end", "io_uring/rsrc.c"),
	L("io_ring_exit_work|io_ring_ctx_wait_and_kill|__do_sys_io_uring_enter|__se_sys_io_uring_enter|__x64_sys_io_uring_enter|io_uring_*|io_submit_*|io_handle_tw_list|tctx_task_work*|io_ring_*|io_uring_show_fdinfo|io_fallback_req_func|io_req_*|io_rsrc_*|io_file_*|io_uring_register|__io_uring_register|io_sq_thread|io_wq_submit_work|io_ring_submit_lock|io_poll_*|handle_tw_list|io_issue_sqe|io_uring_try_cancel_*|io_tctx_*", MUTEX, "ctx->uring_lock", OBJECT, "io_uring/io_uring.c"),
	L("io_sq_thread|io_sq_thread_park|io_sqd_*|io_sq_thread_unpark|io_put_sq_data|io_uring_cancel_sqpoll", MUTEX, "sqd->lock", OBJECT, "io_uring/sqpoll.c"),
};

static const struct pby_hold_row holds[] = {
	H("io_issue_sqe|io_write|io_read|io_queue_sqe|io_iopoll_*|io_do_iopoll|io_sqe_* io_submit_sqes|__do_sys_io_uring_enter|__se_sys_io_uring_enter|__x64_sys_io_uring_enter|__io_uring_register|io_iopoll_check", WRITE, "ctx->uring_lock", OBJECT, "io_uring/io_uring.c"),
};

PART(io_uring)
