// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* cpu.c: other CPUs: cross calls, stop_machine, hotplug, affinity, spinning. */
#include "model/knowledge/rows.h"

static const struct pby_wait_row waits[] = {
	W("smp_call_function_many*|smp_call_function_single*|generic_exec_single|csd_lock_wait|__csd_lock_wait|csd_lock|on_each_cpu*|smp_call_function|smp_call_function_any|kick_all_cpus_sync|flush_tlb_others|native_flush_tlb_others|native_flush_tlb_multi|flush_tlb_others_*|__smp_call_single_queue|do_sync_core|sync_core_before_usermode|smp_text_poke_*|xen_*_ipi*|hyperv_flush_tlb_*|kvm_flush_tlb_*|native_smp_call_*|default_send_IPI_*|flush_icache_*|smp_call_function_async|membarrier_*|wait_for_csd*|native_queued_csd*|smp_mb_*|arch_send_call_function_*",
	  IPI, "another CPU to acknowledge a cross-call", NONE, DEVICE, "cpu", "kernel/smp.c", .always = true),
	W("stop_machine*|__stop_cpus|stop_one_cpu*|stop_two_cpus|stop_cpus|stop_machine_cpuslocked|stop_core_cpuslocked|stop_machine_from_inactive_cpu|cpu_stop_*|patch_text*|aarch64_insn_patch_text*", IPI, "the stopper thread of a CPU", NONE, KTHREAD, "migration/*|cpu_stopper*", "kernel/stop_machine.c"),
	W("multi_cpu_stop|cpu_stopper_thread|stop_machine_yield|rcu_momentary_*", IPI, "other CPUs to arrive in stop_machine", NONE, DEVICE, "cpu", "kernel/stop_machine.c"),
	W("affine_move_task|__set_cpus_allowed_ptr*|set_cpus_allowed_ptr|migration_cpu_stop|sched_setaffinity|__sched_setaffinity|migrate_task_to|wait_task_inactive|migrate_swap|sched_exec|do_set_cpus_allowed", IPI, "a task to be moved to another CPU", TASK, KTHREAD, "migration/*", "kernel/sched/core.c"),
	L("stop_machine*|stop_two_cpus|stop_cpus|__stop_cpus", MUTEX, "stop_cpus_mutex", GLOBAL, "kernel/stop_machine.c"),
	/* CPU hotplug */
	L("cpus_read_lock|get_online_cpus|static_key_slow_inc|static_key_slow_dec|static_key_enable|static_key_disable|stop_machine|__cpuhp_*|cpuhp_*|apply_workqueue_attrs|alloc_workqueue|rebuild_sched_domains|kmem_cache_create*|kmem_cache_destroy|kmem_cache_shrink|lru_add_drain_all|rcu_barrier*|sched_init_smp|perf_*|arch_*|kprobe_*|register_kprobe*|text_poke_*|flush_all_*|cgroup_*|cpuset_*|net_*|pcpu_*|padata_*|cpufreq_*|acpi_*|mce_*|microcode_*|wq_*|destroy_workqueue|schedule_on_each_cpu|bpf_*|tick_*|clocksource_*|kvm_*|membarrier_*|rdt_*|resctrl_*|rps_*|netif_*|sched_*|store_*",
	  PERCPU_RWSEM_READ, "cpu_hotplug_lock", GLOBAL, "kernel/cpu.c"),
	L("cpus_write_lock|_cpu_up|_cpu_down|cpu_up|cpu_down|cpu_device_up|cpu_device_down|cpu_hotplug_begin|cpu_subsys_*|do_cpu_up|do_cpu_down|freeze_secondary_cpus|bringup_nonboot_cpus|remove_cpu|add_cpu", PERCPU_RWSEM_WRITE, "cpu_hotplug_lock", GLOBAL, "kernel/cpu.c"),
	L("get_online_cpus|cpu_hotplug_begin|put_online_cpus|_cpu_up|_cpu_down", MUTEX, "cpu_hotplug.lock", GLOBAL, "kernel/cpu.c", .until = "4.12"),
	L("cpu_maps_update_begin|do_cpu_up|do_cpu_down|cpu_up|cpu_down|cpu_device_up|cpu_device_down|register_cpu_notifier|freeze_secondary_cpus|thaw_secondary_cpus|cpu_hotplug_pm_callback|cpuhp_smt_*|cpu_hotplug_disable|cpu_hotplug_enable|_cpu_hotplug*", MUTEX, "cpu_add_remove_lock", GLOBAL, "kernel/cpu.c"),
	L("__cpuhp_setup_state*|__cpuhp_remove_state*|cpuhp_*|__cpuhp_state_*", MUTEX, "cpuhp_state_mutex", GLOBAL, "kernel/cpu.c"),
	L("online_store|offline_store|lock_device_hotplug*|cpu_subsys_*|memory_block_*|acpi_*hotplug*|probe_store|state_store", MUTEX, "device_hotplug_lock", GLOBAL, "drivers/base/core.c"),
	W("cpuhp_kick_ap*|cpuhp_kick_ap_work|cpuhp_invoke_ap_callback|cpuhp_issue_call|_cpu_up|_cpu_down|bringup_cpu|takedown_cpu|__cpu_die|cpuhp_bringup_ap|wait_for_ap_thread|bringup_wait_for_ap*|cpu_wait_death|cpuhp_wait_for_sync_state|rcu_*_cpu|sched_cpu_*|balance_hotplug_wait|balance_push*|native_cpu_up|do_boot_cpu", COMPLETION, "a CPU's hotplug thread", GLOBAL, KTHREAD, "cpuhp/*", "kernel/cpu.c", .always = true),
	W("cpuhp_thread_fun|smpboot_thread_fn|cpuhp_should_run", IDLE, "hotplug work", NONE, NOBODY, NULL, "kernel/cpu.c"),
	/* scheduler */
	L("sched_*|partition_sched_domains*|build_sched_domains|sched_rt_*|sched_dl_*|sched_domains_*|sched_core_*|sched_energy_*|sched_create_group|sched_group_set_*|scx_*|sched_ext_*", MUTEX, "sched_domains_mutex", GLOBAL, "kernel/sched/topology.c"),
	W("scx_*|sched_ext_*|scx_disable*|scx_enable*|scx_bypass*", WAIT_EVENT, "sched_ext", GLOBAL, UNKNOWN, "the BPF scheduler", "kernel/sched/ext.c"),
	L("mtrr_*|mce_*|microcode_*|rdtgroup_*|resctrl_*|rdt_*|cpc_*|sgx_*|tdx_*|intel_*|x86_*|aperfmperf_*|mem_enc_*|set_memory_*|kernel_map_pages*", MUTEX, "an architecture mutex", OBJECT, "arch/x86"),
	L("set_mm_*|arch_*|__switch_*|ptep_*", SPINLOCK, "page table lock", OBJECT, "mm/memory.c", .deep = true),
};

static const struct pby_hold_row holds[] = {
	H("cpuhp_*|bringup_cpu|takedown_cpu|cpu_notify*|stop_machine_cpuslocked _cpu_up|_cpu_down", WRITE, "cpu_hotplug_lock", GLOBAL, "kernel/cpu.c"),
	H("_cpu_up|_cpu_down cpu_up|cpu_down|do_cpu_up|do_cpu_down|cpu_device_up|cpu_device_down", WRITE, "cpu_add_remove_lock", GLOBAL, "kernel/cpu.c"),
	H("static_key_slow_inc_cpuslocked|__static_key_slow_dec_cpuslocked|static_key_disable_cpuslocked|static_key_enable_cpuslocked|stop_machine_cpuslocked|jump_label_update static_key_slow_inc|static_key_slow_dec|static_key_enable|static_key_disable|stop_machine|__static_key_slow_dec*", READ, "cpu_hotplug_lock", GLOBAL, "kernel/cpu.c"),
	H("cpuhp_issue_call|cpuhp_invoke_callback __cpuhp_setup_state*|__cpuhp_remove_state*", READ, "cpu_hotplug_lock", GLOBAL, "kernel/cpu.c"),
	H("cpuhp_issue_call|cpuhp_invoke_callback __cpuhp_setup_state*|__cpuhp_remove_state*", WRITE, "cpuhp_state_mutex", GLOBAL, "kernel/cpu.c"),
	H("flush_work|__flush_work lru_add_drain_all|__lru_add_drain_all|schedule_on_each_cpu", READ, "cpu_hotplug_lock", GLOBAL, "kernel/workqueue.c"),
	H("cpu_device_up|cpu_device_down|device_online|device_offline|memory_subsys_* online_store|state_store", WRITE, "device_hotplug_lock", GLOBAL, "drivers/base/core.c"),
};

PART(cpu)
