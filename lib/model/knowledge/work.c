// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* work.c: workqueues, kernel threads, task works, completions of general use. */
#include "model/knowledge/rows.h"

static const struct pby_wait_row waits[] = {
	W("__flush_work|flush_work|flush_delayed_work|flush_rcu_work|__cancel_work_timer|cancel_work_sync|cancel_delayed_work_sync|__cancel_work_sync|wait_on_work|wait_on_cpu_work|__cancel_work|start_flush_work|cancel_rearming_delayed_work*",
	  WORKQUEUE_FLUSH, "a work", OBJECT, WORK, NULL, "kernel/workqueue.c"),
	W("flush_workqueue|__flush_workqueue|drain_workqueue|destroy_workqueue|flush_scheduled_work|__flush_scheduled_work|flush_cpu_workqueue", WORKQUEUE_FLUSH, "every work of a workqueue", OBJECT, WORK, NULL, "kernel/workqueue.c"),
	W("schedule_on_each_cpu|work_on_cpu*|work_on_cpu_key|work_on_cpu_safe*|smp_call_on_cpu", WORKQUEUE_FLUSH, "a work on a given CPU", OBJECT, WORK, NULL, "kernel/workqueue.c"),
	L("flush_workqueue|__flush_workqueue|destroy_workqueue|alloc_workqueue*|apply_workqueue_attrs*|workqueue_apply_unbound_cpumask|wq_*|workqueue_*|create_worker|alloc_and_link_pwqs|drain_workqueue|put_unbound_pool|wq_worker_*|worker_attach_to_pool|worker_detach_from_pool|maybe_create_worker|set_worker_desc", MUTEX, "wq_pool_mutex or wq->mutex", OBJECT, "kernel/workqueue.c"),
	L("create_worker|worker_attach_to_pool|worker_detach_from_pool|worker_thread|rescuer_thread|wq_unbind_fn|set_worker_*", MUTEX, "wq_pool_attach_mutex", GLOBAL, "kernel/workqueue.c"),
	W("kthread_stop|kthread_stop_put|kthread_park|__kthread_parkme|kthread_parkme|smpboot_park_*|smpboot_*|kthread_flush_work*|kthread_flush_worker|kthread_destroy_worker|kthread_cancel_*_sync", KTHREAD_STOP, "a kernel thread", OBJECT, UNKNOWN, "the thread stops or parks", "kernel/kthread.c"),
	W("__kthread_create_on_node|kthread_create_on_node|kthread_create_*|create_kthread|kthread_create_worker*|kernel_thread", COMPLETION, "kthreadd to create a thread", GLOBAL, KTHREAD, "kthreadd", "kernel/kthread.c"),
	W("kthread_flush_work|kthread_flush_worker|__kthread_cancel_work_sync", WORKQUEUE_FLUSH, "a work of a kthread worker", OBJECT, UNKNOWN, "the kthread worker runs it", "kernel/kthread.c"),
	W("task_work_cancel*|irq_work_sync|irq_work_*|tasklet_kill|tasklet_disable*|tasklet_unlock_wait|del_timer_sync|timer_delete_sync|hrtimer_cancel*|hrtimer_cancel_wait_running|__timer_delete_sync|try_to_del_timer_sync", WAIT_EVENT, "a timer or tasklet that is running", OBJECT, UNKNOWN, "softirq finishes", "kernel/time/timer.c"),
	W("percpu_ref_kill_and_confirm|percpu_ref_switch_to_*|percpu_ref_*|__percpu_ref_*", REF_DRAIN, "references counted per CPU", OBJECT, UNKNOWN, "an RCU grace period, then the last reference", "lib/percpu-refcount.c"),
	W("closure_*|padata_do_multithreaded|refcount_dec_and_*|wait_var_event*|__wait_var_event|wait_on_bit*|out_of_line_wait_on_bit*|out_of_line_wait_on_atomic_t|wait_on_atomic_t*", WAIT_EVENT, "a bit or variable to change", OBJECT, UNKNOWN, "whoever changes it", "kernel/sched/wait_bit.c"),
	/* made by kthread_create() and never woken: it has not come to its function yet */
	W("kthread ret_from_fork*|kernel_thread_helper|child_rip", WAIT_EVENT, "its first wake-up: nobody started this thread", TASK, UNKNOWN, "who made the thread calls wake_up_process()", "kernel/kthread.c", .primitive = PBY_PRIM_EVENT),
	/* idle workers */
	W("worker_thread|rescuer_thread|kthread_worker_fn|kthreadd|smpboot_thread_fn|kthread|task_work_*|cpu_stopper_thread|ksoftirqd*|run_ksoftirqd|migration_thread|io_wq_worker|io_wqe_worker|vhost_worker|vhost_task_fn|bdi_writeback_thread|bdi_forker_thread|pdflush|loop_thread|ret_from_fork|child_rip|kernel_thread_helper", IDLE, "work", NONE, NOBODY, NULL, "kernel/workqueue.c"),
	W("async_synchronize_cookie*|async_synchronize_full*", MODULE_LOAD, "asynchronous probes and scans", GLOBAL, WORK, "async_run_entry_fn", "kernel/async.c", .always = true),
};

PART_WAITS(work)
