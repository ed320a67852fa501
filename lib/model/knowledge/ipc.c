// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* ipc.c: futexes, pipes, System V and POSIX IPC, eventfd, poll. */
#include "model/knowledge/rows.h"

static const struct pby_wait_row waits[] = {
	W("futex_wait_queue_me|futex_wait_queue|futex_do_wait|futex_wait|__futex_wait|futex_wait_multiple|do_futex|__do_sys_futex*|futex_wait_restart|futex_wait_setup", FUTEX, "a futex", OBJECT, USER, "another thread of the program", "kernel/futex/waitwake.c"),
	W("futex_wait_queue_me|futex_wait_queue|futex_do_wait|futex_wait_multiple futex_wait|__futex_wait|do_futex|futex_wait_multiple|futex_wait_requeue_pi", FUTEX, "a futex", OBJECT, USER, "another thread of the program", "kernel/futex/waitwake.c"),
	W("futex_lock_pi|futex_wait_requeue_pi|rt_mutex_wait_proxy_lock|__rt_mutex_slowlock futex_lock_pi", FUTEX, "a PI futex", OBJECT, USER, "the thread that owns the futex", "kernel/futex/pi.c"),
	L("futex_lock_pi|futex_lock_pi_atomic|rt_mutex_wait_proxy_lock", RTMUTEX, "a PI futex", OBJECT, "kernel/futex/pi.c"),
	L("pipe_write|pipe_read|anon_pipe_write|anon_pipe_read|pipe_release|pipe_fcntl|pipe_ioctl|pipe_lock|pipe_double_lock|splice_*|iter_file_splice_write|do_splice*|do_tee|fifo_open|wait_for_partner|wait_for_space|__splice_from_pipe|splice_from_pipe*|vmsplice_*|link_pipe|ipipe_prep|opipe_prep|pipe_set_size|sock_splice_*|splice_to_socket|fuse_dev_splice_*|generic_pipe_buf_*|pipe_wait_*|post_one_notification|skb_splice_*",
	  MUTEX, "pipe->mutex", OBJECT, "fs/pipe.c"),
	W("pipe_read|pipe_write|pipe_wait|anon_pipe_read|anon_pipe_write|pipe_wait_readable|pipe_wait_writable|fifo_open|wait_for_partner|splice_from_pipe_next|splice_from_pipe_wait|splice_to_pipe|__splice_from_pipe|opipe_prep|ipipe_prep|do_tee|splice_direct_to_actor|wait_for_space|eventfd_read|eventfd_write|eventfd_ctx_*", IPC, "the other end of a pipe", OBJECT, USER, "the other end", "fs/pipe.c"),
	W("do_epoll_wait|ep_poll|sys_epoll_wait|__x64_sys_epoll_wait|do_sys_poll|do_poll|poll_schedule_timeout*|do_select|core_sys_select|do_pselect|sys_poll|sys_select|__do_sys_poll|__x64_sys_poll|__x64_sys_ppoll|__x64_sys_select|do_compat_*|schedule_hrtimeout_range*|compat_core_sys_select|do_epoll_pwait|ep_try_send_events|do_restart_poll|poll_select_*", IPC, "events (poll)", NONE, NOBODY, NULL, "fs/select.c"),
	W("do_semtimedop|__do_semtimedop|do_msgrcv|do_msgsnd|ksys_semtimedop|sys_semtimedop|SyS_semtimedop|ksys_msgrcv|wq_sleep|mq_timed*|do_mq_timedreceive|do_mq_timedsend|sys_mq_*|msg_*|semctl_*|__x64_sys_semop|do_msg_fill", IPC, "a System V or POSIX semaphore or message", OBJECT, USER, "another program", "ipc/sem.c"),
	L("ipcget*|ipc_lock*|ipcctl_*|ksys_shm*|ksys_sem*|ksys_msg*|shm_close|shm_open|do_shmat|shmctl_*|semctl_*|msgctl_*|exit_shm|exit_sem|sysvipc_proc_*|free_ipcs|shm_destroy_orphaned|sys_shm*|SyS_shm*|newseg|shm_release|freeary|newary|ksys_shmctl|__shm_close|do_shm_rmid|ipc_rmid|shm_exit_ns|compat_ksys_*|sem_exit_ns|msg_exit_ns", RWSEM_WRITE, "ipc ids rwsem", OBJECT, "ipc/util.c"),
	L("ipcctl_*|sysvipc_proc_*|shmctl_*|semctl_*|msgctl_*|ksys_shm*|ipc_*", RWSEM_READ, "ipc ids rwsem", OBJECT, "ipc/util.c"),
	L("mqueue_*|do_mq_*|mq_*|sys_mq_*", MUTEX, "mqueue lock", OBJECT, "ipc/mqueue.c"),
	W("signalfd_*|timerfd_read*|inotify_read|fanotify_read|posix_cpu_*|alarm_timer_nsleep|do_timerfd_*|userfaultfd_*", IDLE, "events", NONE, NOBODY, NULL, "fs"),
	W("membarrier_*|rseq_*|kcmp_*|pidfd_*|do_sys_*getres*|proc_*_read", UNKNOWN, "a system call", NONE, UNKNOWN, "unknown", "kernel", .deep = true),
};

static const struct pby_hold_row holds[] = {
	H("iter_file_splice_write|generic_file_splice_*|copy_page_*|filemap_splice_read|*_write_iter|do_iter_readv_writev|call_write_iter|default_file_splice_read splice_file_to_pipe|iter_file_splice_write|do_splice|splice_from_pipe|do_splice_to|sock_splice_read", WRITE, "pipe->mutex", OBJECT, "fs/splice.c"),
	H("copy_page_*|_copy_*|handle_mm_fault|alloc_pages*|__alloc_pages*|do_user_addr_fault|exc_page_fault pipe_write|pipe_read|anon_pipe_write|anon_pipe_read", WRITE, "pipe->mutex", OBJECT, "fs/pipe.c"),
};

PART(ipc)
