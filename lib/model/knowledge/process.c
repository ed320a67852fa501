// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* process.c: children, namespaces, signals, exec, core dumps, and the locks of a process. */
#include "model/knowledge/rows.h"

static const struct pby_wait_row waits[] = {
	W("do_wait|kernel_wait4|kernel_waitid|sys_wait4|__do_sys_wait4|do_sys_wait*", CHILD_EXIT, "a child", TASK, CHILD, NULL, "kernel/exit.c"),
	W("do_wait|kernel_wait4|sys_wait4 zap_pid_ns_processes", PIDNS_EXIT, "every task of its pid namespace", TASK, NS_MEMBER, NULL, "kernel/pid_namespace.c", .always = true),
	W("zap_pid_ns_processes", PIDNS_EXIT, "every task of its pid namespace to be reaped", TASK, NS_MEMBER, NULL, "kernel/pid_namespace.c", .always = true),
	/* vfork: the parent sleeps until the child has its own memory. Killable, hidden from the hung-task detector. */
	W("kernel_clone|_do_fork|do_fork|wait_for_vfork_done", CHILD_EXIT, "vfork: the child to exec or exit", TASK, CHILD, NULL, "kernel/fork.c"),
	W("do_signal_stop|do_group_stop|get_signal_to_deliver|finish_stop|do_jobctl_trap", SIGNAL, "stopped: SIGCONT", TASK, USER, "whoever stopped it", "kernel/signal.c"),
	W("ptrace_stop|ptrace_do_notify|ptrace_notify|ptrace_event|ptrace_report_syscall*", SIGNAL, "its tracer (PTRACE_CONT)", TASK, USER, "tracer", "kernel/signal.c"),
	W("do_wait_on_bit|wait_on_bit|ptrace_attach|ptrace_check_attach|wait_task_inactive", SIGNAL, "the traced task to stop", TASK, UNKNOWN, "the traced task stops", "kernel/ptrace.c"),
	W("sys_pause|__x64_sys_pause|__do_sys_pause|do_sigtimedwait|sigsuspend|sys_rt_sigsuspend|__do_sys_rt_sigsuspend|__x64_sys_rt_sigsuspend|__x64_sys_rt_sigtimedwait|sys_rt_sigtimedwait|signalfd_dequeue|signalfd_read*",
	  SIGNAL, "a signal", TASK, NOBODY, NULL, "kernel/signal.c"),
	W("do_freezer_trap", FREEZER, "its cgroup to be thawed (cgroup.freeze)", TASK, USER, "whoever froze the cgroup", "kernel/signal.c"),
	W("__refrigerator|refrigerator|try_to_freeze*|freezer_*", FREEZER, "task freezer: suspend, or a frozen cgroup", TASK, USER, "whoever suspends or froze the cgroup", "kernel/freezer.c"),
	W("seccomp_do_user_notification|seccomp_run_filters|__seccomp_filter", WAIT_EVENT, "seccomp: the supervisor's answer", TASK, USER, "seccomp supervisor", "kernel/seccomp.c", .always = true),
	/* exec and core dumps wait for the other threads */
	W("de_thread|begin_new_exec|flush_old_exec", EXEC_EXIT, "exec: the other threads to die", TASK, GROUP, NULL, "fs/exec.c", .always = true),
	W("coredump_wait|do_coredump|vfs_coredump|zap_threads", EXEC_EXIT, "core dump: the other threads to park", TASK, GROUP, NULL, "fs/coredump.c", .always = true),
	W("coredump_task_exit|exit_mm", EXEC_EXIT, "the core dump of its process", TASK, TASK, "do_coredump|vfs_coredump", "kernel/exit.c"),
	W("wait_for_dump_helpers", EXEC_EXIT, "core dump: the reader of the core pipe", TASK, USER, "core dump handler", "fs/coredump.c"),
	W("pipe_write|pipe_wait|anon_pipe_write|pipe_wait_writable dump_emit|dump_write|__dump_emit|elf_core_dump", IPC, "core dump: the handler behind core_pattern", TASK, USER,
	  "core dump handler", "fs/coredump.c", .always = true),
	W("wait_for_helper|call_usermodehelper_exec|call_usermodehelper_exec_work|call_usermodehelper|call_usermodehelper_exec_sync|kernel_wait",
	  USERMODE_HELPER, "a program started by the kernel", TASK, WORK, "call_usermodehelper_exec_work|__call_usermodehelper", "kernel/umh.c", .always = true),
	W("kernel_wait4|do_wait|kernel_wait call_usermodehelper_exec_work|call_usermodehelper_exec_sync|wait_for_helper", USERMODE_HELPER,
	  "a program started by the kernel", TASK, CHILD, NULL, "kernel/umh.c", .always = true),
	/* locks of a process */
	L("mm_access|proc_mem_open|lock_trace|ptrace_may_access_lock|proc_pid_attr_write|do_io_accounting|proc_pid_syscall|proc_pid_stack|proc_pid_personality|kcmp_lock|pidfd_getfd|__pidfd_fget|sys_perf_event_open",
	  RWSEM_READ, "signal->exec_update_lock", TASK, "kernel/fork.c", .since = "5.11"),
	L("mm_access|proc_mem_open|lock_trace|do_io_accounting", MUTEX, "signal->cred_guard_mutex", TASK, "kernel/fork.c", .until = "5.10"),
	L("begin_new_exec|exec_mmap|flush_old_exec", RWSEM_WRITE, "signal->exec_update_lock", TASK, "fs/exec.c"),
	L("prepare_bprm_creds|ptrace_attach|proc_pid_attr_write|security_setprocattr|seccomp_set_mode_filter", MUTEX, "signal->cred_guard_mutex", TASK, "fs/exec.c"),
	L("copy_signal|do_proc_*rlimit|sched_autogroup_*|proc_sched_autogroup_*", RWSEM_WRITE, "autogroup lock", OBJECT, "kernel/sched/autogroup.c"),
	L("acct_process|slow_acct_process|acct_get|acct_collect|do_acct_process|acct_on|acct_pin_kill|sys_acct|acct_exit_ns|acct_auto_close*", MUTEX, "acct->lock", OBJECT, "kernel/acct.c"),
	L("acct_on|__x64_sys_acct|sys_acct|__se_sys_acct|__do_sys_acct", MUTEX, "acct_on_mutex", GLOBAL, "kernel/acct.c"),
	W("acct_pin_kill|pin_kill|mnt_pin_kill|group_pin_kill", WAIT_EVENT, "accounting of this file to end", OBJECT, UNKNOWN, "the accounting file is released", "fs/fs_pin.c"),
	L("taskstats_exit|taskstats_user_cmd|add_del_listener|fill_stats*", RWSEM_READ, "taskstats listeners sem", OBJECT, "kernel/taskstats.c"),
	L("copy_creds|key_*|install_*_keyring|lookup_user_key|search_process_keyrings*|join_session_keyring", MUTEX, "key_session_mutex", GLOBAL, "security/keys/process_keys.c"),
	L("copy_process|copy_namespaces|create_new_namespaces|setns|ksys_unshare|unshare_nsproxy_namespaces", MUTEX, "lock of a namespace", OBJECT, "kernel/nsproxy.c", .deep = true),
	W("free_pid_ns|destroy_pid_namespace*|put_pid_ns", WORKQUEUE_FLUSH, "the pid namespace's works", OBJECT, WORK, NULL, "kernel/pid_namespace.c"),
	L("copy_pid_ns|create_pid_cachep|proc_cleanup_work|proc_flush_*", MUTEX, "pid_caches_mutex", GLOBAL, "kernel/pid_namespace.c"),
	L("userns_*|map_write|proc_uid_map_write|proc_gid_map_write|proc_setgroups_write|create_user_ns", MUTEX, "userns_state_mutex", GLOBAL, "kernel/user_namespace.c"),
	W("exit_io_context|exit_sem|exit_shm", WAIT_EVENT, "its own asynchronous I/O to end", TASK, DEVICE, "disk", "fs/aio.c"),
	W("exit_aio", IO, "its own asynchronous I/O to end", TASK, DEVICE, "disk", "fs/aio.c"),
	W("do_exit", UNKNOWN, "it exits", TASK, UNKNOWN, "not shown by the stack", "kernel/exit.c", .deep = true),
};

static const struct pby_hold_row holds[] = {
	H("de_thread|exec_mmap|begin_new_exec|flush_old_exec", WRITE, "signal->cred_guard_mutex", TASK, "fs/exec.c"),
	H("exec_mmap|unshare_sighand|de_thread begin_new_exec", WRITE, "signal->exec_update_lock", TASK, "fs/exec.c"),
	H("mm_access|lock_trace|proc_pid_stack", READ, "signal->exec_update_lock", TASK, "kernel/fork.c"),
	H("do_acct_process|kernel_write|__kernel_write*|file_start_write|vfs_write acct_process|slow_acct_process", WRITE, "acct->lock", OBJECT, "kernel/acct.c"),
};

PART(process)
