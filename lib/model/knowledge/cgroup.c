// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* cgroup.c: cgroups, cpusets, and who waits for dying ones. */
#include "model/knowledge/rows.h"

static const struct pby_wait_row waits[] = {
	L("cgroup_lock|cgroup_kn_lock_live|cgroup_lock_and_drain_offline|proc_cgroup_show|cgroup_mkdir|cgroup_rmdir|css_killed_work_fn|css_release_work_fn|css_free_rwork_fn|cgroup_attach_task_all|cgroup_transfer_tasks|cgroup_show_path|cgroup1_*|cgroup_setup_root|cgroup_mount|cgroup_get_tree|cgroup_do_get_tree|cgroup_kill_sb|cgroup_release_agent*|cgroup_procs_write*|__cgroup_procs_write|cgroup_subtree_control_write|cgroup_get_from_path|cgroup_bpf_*|cgroup_bpf_release|cgroup_file_*|cgroup_fork|proc_cpuset_show|cgroup_update_populated|copy_cgroup_ns|cgroup_favor_dynmods|bpf_cgroup_link_release*|cgroup_bpf_prog_attach|cgroup_bpf_link_attach|cgroup_bpf_prog_query|cgroup_add_cftypes|cgroup_rm_cftypes|cgroup_apply_cftypes|memory_high_write|task_cgroup_path|cgroup_release|cgroup_addrm_files|cgroup_post_fork|cgroup_freeze_write|cgroup_kill_write|cgroup_pressure_*|pressure_write|cgroup_local_stat_show|cgroup_css_links_read|cpuset_hotplug_workfn|freezer_*|css_*|cgroup_destroy_locked|attach_task_by_pid|cgroup_tasks_write|cgroup_attach_task|cgroup_task_*|proc_cgroupstats_show|cgroupstats_build|cgroup_remount|cgroup_reconfigure|kill_css",
	  MUTEX, "cgroup_mutex", GLOBAL, "kernel/cgroup/cgroup.c"),
	L("cpuset_*|cpuset_write_resmask|cpuset_common_seq_show|cpuset_can_attach|cpuset_attach|cpuset_css_*|cpuset_cancel_attach|cpuset_fork|cpuset_can_fork|update_*|rebuild_sched_domains|partition_sched_domains|cpuset_handle_hotplug|cpuset_read_*|sched_partition_*|cpuset_lock|__sched_setscheduler|cpuset_init_fs_context|cpuset_update_active_cpus|dl_task_check_affinity", MUTEX, "cpuset_mutex", GLOBAL, "kernel/cgroup/cpuset.c"),
	L("cpuset_*|__sched_setscheduler|cpuset_can_attach|cpuset_attach|cpuset_write_resmask|cpuset_read_lock|cpuset_fork", PERCPU_RWSEM_WRITE, "cpuset_rwsem", GLOBAL, "kernel/cgroup/cpuset.c", .since = "5.4", .until = "6.5"),
	L("cpuset_css_online|cpuset_*|__sched_setscheduler|sched_setscheduler|sched_setattr|sched_setaffinity|__sched_setaffinity|do_sched_setscheduler|cpuset_read_lock", PERCPU_RWSEM_READ, "cpuset_rwsem", GLOBAL, "kernel/cgroup/cpuset.c", .since = "5.4", .until = "6.5"),
	L("cgroup_procs_write_start|cgroup_attach_lock|cgroup_update_dfl_csses|__cgroup_procs_write|cgroup_attach_task_all|cgroup_transfer_tasks|cgroup_threadgroup_change_*|cgroup_apply_control|cgroup_procs_write|cgroup_favor_dynmods|cgroup1_procs_write|cgroup_subtree_control_write|cgroup1_tasks_write|cgroup_tasks_write|attach_task_by_pid|cgroup_attach_task", PERCPU_RWSEM_WRITE, "cgroup_threadgroup_rwsem", GLOBAL, "kernel/cgroup/cgroup.c"),
	L("cgroup_can_fork|copy_process|cgroup_css_set_fork|exit_signals|begin_new_exec|de_thread|flush_old_exec|do_exit|threadgroup_change_begin|cgroup_threadgroup_change_begin|get_signal|do_group_exit|taskstats_exit|__do_sys_exit*", PERCPU_RWSEM_READ, "cgroup_threadgroup_rwsem", GLOBAL, "kernel/cgroup/cgroup.c"),
	L("copy_process|do_exit|exit_signals|cgroup_attach_task|attach_task_by_pid|de_thread|threadgroup_lock|cgroup_procs_write|flush_old_exec", RWSEM_READ, "threadgroup_rwsem (signal->group_rwsem)", TASK, "kernel/fork.c", .until = "4.1"),
	W("cgroup_lock_and_drain_offline|cgroup_drain_dying|cgroup_wait_*|cgroup_drain_offline", CGROUP_DRAIN, "dying child cgroups to go offline", GLOBAL, WORK, "css_killed_work_fn|css_release_work_fn|css_free_rwork_fn|cgroup_bpf_release*", "kernel/cgroup/cgroup.c", .always = true),
	W("cgroup_rmdir_*|cgroup_lock_live_*|cgroup_rmdir|cgroup_destroy_*", CGROUP_DRAIN, "references of the cgroup", OBJECT, UNKNOWN, "its last user releases it", "kernel/cgroup/cgroup.c"),
	W("mem_cgroup_css_offline|mem_cgroup_wait_*|memcg_offline_kmem|memcg_*|flush_memcg_stats*|mem_cgroup_move_task|mem_cgroup_clear_mc|mem_cgroup_iter*|mem_cgroup_force_empty*", CGROUP_DRAIN, "memory charged to a dying cgroup", OBJECT, UNKNOWN, "its pages are freed or moved", "mm/memcontrol.c", .deep = true),
	L("mem_cgroup_*|memcg_*|vmpressure_*|memory_*_write|mem_cgroup_resize_max|memcg_update_*|obj_cgroup_*", MUTEX, "a memory cgroup mutex (memcg_max_mutex)", OBJECT, "mm/memcontrol.c"),
	L("cgroup_rstat_flush*|cgroup_base_stat_*|cgroup_rstat_*", MUTEX, "cgroup_rstat_lock", GLOBAL, "kernel/cgroup/rstat.c"),
	W("psi_*|psi_trigger_*|psi_show|psi_rtpoll_worker|psi_poll_worker", IDLE, "pressure events", NONE, NOBODY, NULL, "kernel/sched/psi.c"),
	W("cgroup_enter_frozen|cgroup_leave_frozen|cgroup_freezer_*|freezer_*", FREEZER, "its cgroup to be thawed", OBJECT, USER, "whoever froze the cgroup", "kernel/cgroup/freezer.c"),
};

static const struct pby_hold_row holds[] = {
	H("cgroup_attach_lock|cgroup_procs_write_start|cgroup_attach_task|cgroup_migrate*|percpu_down_write|cpus_read_lock|cgroup_apply_control*|css_create|cgroup_destroy_locked|cgroup_addrm_files|kernfs_*|cgroup_update_dfl_csses|synchronize_*|cgroup_update_* __cgroup_procs_write|cgroup_procs_write|cgroup_subtree_control_write|cgroup_mkdir|cgroup_rmdir|cgroup1_procs_write|__cgroup1_procs_write|cgroup_tasks_write|attach_task_by_pid", WRITE, "cgroup_mutex", GLOBAL, "kernel/cgroup/cgroup.c"),
	H("cgroup_attach_task|cgroup_migrate*|cpuset_attach|cpuset_can_attach|mem_cgroup_*attach* __cgroup_procs_write|cgroup_procs_write|cgroup1_procs_write|__cgroup1_procs_write|cgroup_update_dfl_csses|cgroup_attach_task_all", WRITE, "cgroup_threadgroup_rwsem", GLOBAL, "kernel/cgroup/cgroup.c"),
	H("copy_mm|copy_files|copy_namespaces|copy_creds|alloc_pid|cgroup_css_set_fork|sched_cgroup_fork|copy_signal|perf_event_init_task|dup_mm copy_process", READ, "cgroup_threadgroup_rwsem", GLOBAL, "kernel/fork.c"),
	H("cpus_read_lock|rebuild_sched_domains*|partition_sched_domains*|update_*|percpu_down_write|synchronize_*|detach_destroy_domains cpuset_write_resmask|cpuset_attach|cpuset_css_*|cpuset_handle_hotplug|cpuset_hotplug_workfn|update_prstate", WRITE, "cpuset_mutex", GLOBAL, "kernel/cgroup/cpuset.c"),
	H("css_offline|offline_css|cgroup_rstat_*|mem_cgroup_css_offline|css_free css_killed_work_fn|css_release_work_fn", WRITE, "cgroup_mutex", GLOBAL, "kernel/cgroup/cgroup.c"),
	H("reparse_*|seq_path_ns|cgroup_path_ns* proc_cgroup_show", WRITE, "cgroup_mutex", GLOBAL, "kernel/cgroup/cgroup.c"),
};

PART(cgroup)
