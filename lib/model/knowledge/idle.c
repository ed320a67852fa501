// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* idle.c: sleep that is nobody's fault. */
#include "model/knowledge/rows.h"

static const struct pby_wait_row waits[] = {
	W("hrtimer_nanosleep|do_nanosleep|common_nsleep*|__do_sys_clock_nanosleep|sys_nanosleep|__x64_sys_nanosleep|__x64_sys_clock_nanosleep|sys_clock_nanosleep|SyS_nanosleep|alarm_timer_nsleep|compat_sys_nanosleep", SLEEP, "a timer", NONE, NOBODY, NULL, "kernel/time/hrtimer.c"),
	W("msleep|msleep_interruptible|usleep_range*|ssleep|fsleep|schedule_timeout_uninterruptible|schedule_timeout_interruptible|schedule_hrtimeout|schedule_timeout_killable|schedule_timeout_idle", SLEEP, "a timer", NONE, NOBODY, NULL, "kernel/time/timer.c"),
	W("cpu_idle|do_idle|default_idle*|cpuidle_*|arch_cpu_idle|native_safe_halt|acpi_idle_*|intel_idle*|mwait_idle*|poll_idle|cpu_startup_entry|start_secondary|rest_init|pv_native_safe_halt|default_idle_call|acpi_safe_halt|play_idle*|idle_inject_*|cpu_die|acpi_processor_*idle*|power_*idle*|snooze_loop|stop_loop|cpu_do_idle|arm_cpuidle_*", IDLE, "the CPU is idle", NONE, NOBODY, NULL, "kernel/sched/idle.c", .deep = true),
	W("khungtaskd|watchdog|hungtask_*|check_hung_*|kcsan_*|kfence_*|kmemleak_scan_thread|fuse_dev_*|ecryptfs_threadfn|audit_tree_*|prune_tree_thread|oom_reaper|balance_pgdat|kcompactd|khugepaged|ksmd|kintegrityd*|kblockd*|edac_*|devfreq_*|tpm_dev_wq*|nfsiod*|mld*|ipv6_addrconf*|kstrp*|zswap_*|charger_manager*|acpi_thermal_pm*|xenbus*|cfg80211*|irq_work_*|rcub*|rcuc*|rcuop*|rcuog*|mmc_queue_thread|card_*|dm_*_thread|vballoon|scsi_eh*|ttm_swap*|drbd_thread_*|ip_vs_sync_thread*|iscsi_*_thread|target_*_thread|kafs_*|l2cap_*thread|rfcomm_run|bnep_session|hidp_session_thread|cmtp_session|pktgen_thread_worker|svc_*|nfsd|lockd|gss_*thread|firmware_upload_*|video_*_thread|vivid_thread_*|dvb_frontend_thread|saa7*_thread|ivtv_*_thread|cx18_*_thread|cx88_*_thread|uinput_*thread|thermal_*thread|psmouse_*|ps3_*thread|rproc_*|kvm_nx_*|kvm_mmu_*_worker|kvm_pit_*|perf_*_thread|smsc_*|fw_*thread|batadv_*|kthread_*_loop|dlm_*_thread",
	  IDLE, "its next job", NONE, NOBODY, NULL, "kernel threads"),
	W("watchdog|hungtask_watchdog", IDLE, "its next check", NONE, NOBODY, NULL, "kernel/hung_task.c"),
};

PART_WAITS(idle)
