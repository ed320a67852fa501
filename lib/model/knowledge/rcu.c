// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* rcu.c: grace periods of every flavour, and who keeps them from ending. */
#include "model/knowledge/rows.h"

static const struct pby_wait_row waits[] = {
	/* Normal grace periods: readers and CPUs are anonymous. */
	W("synchronize_rcu|synchronize_rcu_normal|synchronize_sched|synchronize_rcu_bh|__wait_rcu_gp|wait_rcu_gp|__synchronize_rcu|synchronize_rcu_mult|cond_synchronize_rcu*|cond_synchronize_sched|_wait_rcu_gp",
	  RCU_GP, "RCU grace period", GLOBAL, UNKNOWN, "every CPU and every preempted reader passes a quiescent state", "kernel/rcu/tree.c"),
	W("__wait_rcu_gp synchronize_rcu|synchronize_rcu_normal|synchronize_sched", RCU_GP, "RCU grace period", GLOBAL, UNKNOWN,
	  "every CPU and every preempted reader passes a quiescent state", "kernel/rcu/tree.c"),
	W("synchronize_net", RCU_GP, "RCU grace period", GLOBAL, UNKNOWN, "every CPU passes a quiescent state", "net/core/dev.c"),
	W("synchronize_rcu_expedited*|_synchronize_rcu_expedited|synchronize_sched_expedited|exp_funnel_lock|rcu_exp_wait_wake|synchronize_rcu_expedited_wait*|rcu_exp_sel_wait_wake|sync_rcu_exp_*",
	  RCU_EXPEDITED_GP, "expedited RCU grace period", GLOBAL, UNKNOWN, "every CPU answers the expedited request", "kernel/rcu/tree_exp.h", .any_primitive = true),
	W("synchronize_rcu_expedited* synchronize_net", RCU_EXPEDITED_GP, "expedited RCU grace period (synchronize_net)", GLOBAL, UNKNOWN,
	  "every CPU answers the expedited request", "net/core/dev.c", .any_primitive = true),
	W("__flush_work|flush_work synchronize_rcu_expedited*|_synchronize_rcu_expedited", RCU_EXPEDITED_GP, "expedited RCU grace period", GLOBAL, UNKNOWN,
	  "every CPU answers the expedited request", "kernel/rcu/tree_exp.h"),
	W("rcu_barrier|rcu_barrier_bh|rcu_barrier_sched|_rcu_barrier", RCU_BARRIER, "RCU callbacks already queued on each CPU", GLOBAL, UNKNOWN,
	  "RCU callbacks run on every CPU (softirq, rcuc, rcuo threads)", "kernel/rcu/tree.c"),
	L("rcu_barrier|_rcu_barrier|rcu_barrier_sched|rcu_barrier_bh", MUTEX, "rcu_state.barrier_mutex", GLOBAL, "kernel/rcu/tree.c"),
	W("kvfree_rcu_barrier|kvfree_rcu_queue_batch", RCU_BARRIER, "kvfree_rcu callbacks", GLOBAL, UNKNOWN, "RCU callbacks run", "mm/slab_common.c"),
	W("srcu_barrier", RCU_BARRIER, "SRCU callbacks already queued", OBJECT, UNKNOWN, "SRCU callbacks run", "kernel/rcu/srcutree.c"),
	W("rcu_barrier_tasks*|rcu_barrier_tasks_generic", RCU_BARRIER, "RCU-tasks callbacks already queued", GLOBAL, KTHREAD, "rcu_tasks_*", "kernel/rcu/tasks.h"),
	/* SRCU: which srcu_struct follows from the caller. */
	W("__synchronize_srcu|synchronize_srcu|synchronize_srcu_expedited", SRCU_GP, "SRCU grace period", OBJECT, READER, NULL, "kernel/rcu/srcutree.c", .any_primitive = true),
	W("__synchronize_srcu|synchronize_srcu rcu_tasks_postscan|rcu_tasks_wait_gp", SRCU_GP, "tasks_rcu_exit_srcu", GLOBAL, READER, NULL,
	  "kernel/rcu/tasks.h", .until = "6.8", .always = true),
	W("__synchronize_srcu|synchronize_srcu perf_pmu_unregister|perf_event_alloc", SRCU_GP, "pmus_srcu", GLOBAL, READER, NULL, "kernel/events/core.c"),
	W("__synchronize_srcu|synchronize_srcu fsnotify_*|inotify_*|fanotify_*", SRCU_GP, "fsnotify_mark_srcu", GLOBAL, READER, NULL, "fs/notify/mark.c"),
	W("__synchronize_srcu|synchronize_srcu|synchronize_srcu_expedited kvm_*", SRCU_GP, "kvm->srcu", OBJECT, READER, NULL, "virt/kvm/kvm_main.c"),
	W("__synchronize_srcu|synchronize_srcu tracepoint_*|bpf_raw_tp_link_release|perf_trace_event_unreg", SRCU_GP, "tracepoint_srcu", GLOBAL, READER, NULL, "kernel/tracepoint.c"),
	W("__synchronize_srcu|synchronize_srcu blk_mq_*|blk_cleanup_queue|blk_freeze_queue*|elevator_*", SRCU_GP, "queue srcu", BDEV, READER, NULL, "block/blk-mq.c"),
	W("__synchronize_srcu|synchronize_srcu uprobe_unregister*", SRCU_GP, "uretprobes_srcu", GLOBAL, READER, NULL, "kernel/events/uprobes.c"),
	W("__synchronize_srcu|synchronize_srcu synchronize_rcu_tasks_trace", RCU_TASKS_GP, "RCU-tasks-trace grace period", GLOBAL, UNKNOWN,
	  "a sleepable BPF program leaves", "kernel/rcu/tasks.h", .since = "7.0", .always = true),
	W("__synchronize_srcu|synchronize_srcu bpf_*", SRCU_GP, "rcu_tasks_trace_srcu_struct", GLOBAL, READER, NULL, "kernel/rcu/tasks.h", .since = "7.0"),
	W("__synchronize_srcu|synchronize_srcu debugfs_*|__debugfs_*|full_proxy_release", SRCU_GP, "debugfs_srcu", GLOBAL, READER, NULL, "fs/debugfs/file.c", .until = "4.14"),
	W("__synchronize_srcu|synchronize_srcu device_*|device_links_*|device_del", SRCU_GP, "device_links_srcu", GLOBAL, READER, NULL, "drivers/base/core.c"),
	W("__synchronize_srcu|synchronize_srcu mmu_notifier_*|__mmu_notifier_*", SRCU_GP, "mmu_notifier srcu", GLOBAL, READER, NULL, "mm/mmu_notifier.c"),
	W("__synchronize_srcu|synchronize_srcu console_*|unregister_console*", SRCU_GP, "console_srcu", GLOBAL, READER, NULL, "kernel/printk/printk.c"),
	W("__synchronize_srcu|synchronize_srcu dm_*|dm_sync_table|__dm_suspend", SRCU_GP, "dm device io_barrier", BDEV, READER, NULL, "drivers/md/dm.c"),
	W("__synchronize_srcu|synchronize_srcu nvme_*", SRCU_GP, "nvme head srcu", BDEV, READER, NULL, "drivers/nvme/host/multipath.c"),
	W("__synchronize_srcu|synchronize_srcu gpio*", SRCU_GP, "gpio device srcu", DEV, READER, NULL, "drivers/gpio/gpiolib.c"),
	W("__synchronize_srcu|synchronize_srcu drm_*", SRCU_GP, "drm_unplug_srcu", GLOBAL, READER, NULL, "drivers/gpu/drm/drm_drv.c"),
	W("__synchronize_srcu|synchronize_srcu hci_*|snd_*|usb_*", SRCU_GP, "srcu of the device", DEV, READER, NULL, "drivers"),
	/* RCU-tasks: waits for every task to sleep of its own will or to be in user space. */
	W("synchronize_rcu_tasks", RCU_TASKS_GP,
	  "RCU-tasks grace period", GLOBAL, KTHREAD, "rcu_tasks_kthre|rcu_tasks_kthread|rcu_tasks", "kernel/rcu/tasks.h", .always = true),
	W("__wait_rcu_gp synchronize_rcu_tasks|synchronize_rcu_tasks_generic|ftrace_shutdown|kprobe_optimizer*|unregister_fprobe*", RCU_TASKS_GP,
	  "RCU-tasks grace period", GLOBAL, KTHREAD, "rcu_tasks_kthre|rcu_tasks_kthread|rcu_tasks", "kernel/rcu/tasks.h", .always = true),
	W("wait_for_completion ftrace_shutdown", RCU_TASKS_GP, "RCU-tasks grace period", GLOBAL, KTHREAD, "rcu_tasks_kthre|rcu_tasks_kthread|rcu_tasks", "kernel/trace/ftrace.c"),
	W("synchronize_rcu_tasks_rude", RCU_TASKS_GP, "RCU-tasks-rude grace period", GLOBAL, KTHREAD,
	  "rcu_tasks_rude*", "kernel/rcu/tasks.h", .always = true),
	W("__wait_rcu_gp|synchronize_rcu_tasks_generic synchronize_rcu_tasks_rude", RCU_TASKS_GP, "RCU-tasks-rude grace period", GLOBAL, KTHREAD, "rcu_tasks_rude*", "kernel/rcu/tasks.h", .always = true),
	W("synchronize_rcu_tasks_trace", RCU_TASKS_GP, "RCU-tasks-trace grace period", GLOBAL, KTHREAD, "rcu_tasks_trace*", "kernel/rcu/tasks.h", .until = "6.19", .always = true),
	W("__wait_rcu_gp|synchronize_rcu_tasks_generic synchronize_rcu_tasks_trace", RCU_TASKS_GP, "RCU-tasks-trace grace period", GLOBAL, KTHREAD, "rcu_tasks_trace*", "kernel/rcu/tasks.h", .until = "6.19", .always = true),
	W("__wait_rcu_gp synchronize_rcu_mult bpf_*", RCU_TASKS_GP, "RCU-tasks and RCU grace periods", GLOBAL, KTHREAD, "rcu_tasks*", "kernel/bpf/trampoline.c"),
	W("__flush_work|flush_work rcu_tasks_rude_wait_gp|schedule_on_each_cpu rcu_tasks_one_gp|rcu_tasks_kthread", WORKQUEUE_FLUSH, "rude grace period: a work on each CPU", NONE, UNKNOWN,
	  "the per-CPU worker gets to run on every CPU", "kernel/rcu/tasks.h"),
	W("rcu_tasks_wait_gp", WAIT_EVENT, "RCU-tasks holdouts", NONE, UNKNOWN, "the last task that has not slept since the grace period began", "kernel/rcu/tasks.h", .always = true),
	L("rcu_tasks_one_gp|synchronize_rcu_tasks_generic", MUTEX, "rcu_tasks.tasks_gp_mutex", OBJECT, "kernel/rcu/tasks.h"),
	L("srcu_gp_start_if_needed|srcu_advance_state|process_srcu", MUTEX, "srcu->srcu_gp_mutex", OBJECT, "kernel/rcu/srcutree.c"),
	L("srcu_barrier", MUTEX, "srcu->srcu_barrier_mutex", OBJECT, "kernel/rcu/srcutree.c"),
	/* Idle kernel threads of RCU */
	W("rcu_gp_kthread|rcu_gp_fqs_loop", IDLE, "the next grace period", NONE, NOBODY, NULL, "kernel/rcu/tree.c"),
	W("rcu_tasks_one_gp|rcu_tasks_kthread", IDLE, "the next RCU-tasks grace period", NONE, NOBODY, NULL, "kernel/rcu/tasks.h"),
	W("rcu_nocb_kthread|rcu_nocb_gp_kthread|rcu_nocb_cb_kthread|nocb_gp_wait|nocb_cb_wait|nocb_gp_sleep|rcu_boost_kthread|rcu_cpu_kthread|rcu_torture_*",
	  IDLE, "RCU callbacks", NONE, NOBODY, NULL, "kernel/rcu/tree_nocb.h"),
};

static const struct pby_hold_row holds[] = {
	/* exit_tasks_rcu_start() to exit_tasks_rcu_finish(): until 6.8 an SRCU reader. The list took its place in 6.9. */
	H("kernel_wait4|do_wait|sys_wait4 zap_pid_ns_processes", READ, "tasks_rcu_exit_srcu", GLOBAL, "kernel/exit.c"),
	H("exit_notify do_exit", READ, "tasks_rcu_exit_srcu", GLOBAL, "kernel/exit.c"),
	H("synchronize_rcu_expedited*|_synchronize_rcu_expedited", WRITE, "rcu_state.exp_mutex", GLOBAL, "kernel/rcu/tree_exp.h"),
	H("rcu_barrier|_rcu_barrier", WRITE, "rcu_state.barrier_mutex", GLOBAL, "kernel/rcu/tree.c"),
	H("perf_event_alloc|perf_init_event", READ, "pmus_srcu", GLOBAL, "kernel/events/core.c"),
	H("fsnotify send_to_group|fsnotify_handle_event|fsnotify*|fanotify_get_response", READ, "fsnotify_mark_srcu", GLOBAL, "fs/notify/fsnotify.c"),
	H("fanotify_handle_event|fanotify_get_response", READ, "fsnotify_mark_srcu", GLOBAL, "fs/notify/fanotify/fanotify.c"),
};

PART(rcu)
