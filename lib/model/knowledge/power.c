// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* power.c: suspend, hibernation, runtime power management, reboot. */
#include "model/knowledge/rows.h"

static const struct pby_wait_row waits[] = {
	L("lock_system_sleep|pm_suspend|software_resume|hibernate|snapshot_*|power_down|state_store|resume_store|disk_store|kernel_kexec|pm_autosleep_*|__do_sys_reboot|sys_reboot|__x64_sys_reboot|try_to_suspend|autosleep_*|pm_notifier_*|enter_state|hib_*|crash_*|__crash_*", MUTEX, "system_transition_mutex", GLOBAL, "kernel/power/main.c"),
	L("__do_sys_reboot|__x64_sys_reboot|sys_reboot", MUTEX, "system_transition_mutex", GLOBAL, "kernel/reboot.c"),
	L("dpm_*|device_pm_*|device_pm_lock|device_pm_add|device_pm_remove|device_pm_move_*|dpm_prepare|dpm_suspend*|dpm_resume*", MUTEX, "dpm_list_mtx", GLOBAL, "drivers/base/power/main.c"),
	W("__pm_runtime_*|rpm_suspend|rpm_resume|rpm_idle|__pm_runtime_barrier|pm_runtime_barrier|pm_runtime_*|rpm_*|pm_runtime_get_*|rpm_get_suppliers", WAIT_EVENT, "another suspend or resume of the device", DEV, TASK, "rpm_callback|rpm_suspend|rpm_resume|__rpm_callback", "drivers/base/power/runtime.c"),
	W("dpm_wait*|dpm_wait_for_*|device_pm_wait_for_dev|dpm_suspend|dpm_resume|dpm_suspend_*|dpm_resume_*|dpm_complete", WAIT_EVENT, "another device to be suspended or resumed", DEV, TASK, "device_suspend*|__device_suspend*|device_resume*", "drivers/base/power/main.c"),
	W("try_to_freeze_tasks|freeze_processes|freeze_kernel_threads|thaw_processes|freeze_secondary_cpus", FREEZER, "tasks to freeze", GLOBAL, UNKNOWN, "a task that does not freeze", "kernel/power/process.c"),
	W("suspend_devices_and_enter|s2idle_loop|suspend_enter|hibernation_*|create_image|swsusp_*|hib_wait_io|hib_submit_io|load_image|save_image*|swap_*|hib_*", IO, "the image of the system, or its devices", GLOBAL, DEVICE, "disk", "kernel/power", .deep = true),
	W("wakeup_source_*|pm_get_wakeup_count|pm_wakeup_*|ep_*wakeup*", WAIT_EVENT, "wakeup events", GLOBAL, UNKNOWN, "wakeup events end", "drivers/base/power/wakeup.c"),
	L("blocking_notifier_call_chain*|blocking_notifier_chain_*|__blocking_notifier_call_chain", RWSEM_READ, "a notifier chain's rwsem", OBJECT, "kernel/notifier.c"),
	L("blocking_notifier_chain_register|blocking_notifier_chain_unregister|__blocking_notifier_chain_register", RWSEM_WRITE, "a notifier chain's rwsem", OBJECT, "kernel/notifier.c"),
	W("kernel_power_off|kernel_restart*|kernel_halt|device_shutdown|migrate_to_reboot_cpu|*_shutdown", HARDWARE, "a device to shut down", DEV, DEVICE, "device", "drivers/base/core.c", .deep = true),
};

static const struct pby_hold_row holds[] = {
	H("pm_notifier_call_chain*|freeze_processes|suspend_devices_and_enter|hibernation_*|pm_prepare_console|ksys_sync*|create_image|dpm_* pm_suspend|enter_state|hibernate|software_resume|state_store", WRITE, "system_transition_mutex", GLOBAL, "kernel/power/main.c"),
	H("kernel_restart|kernel_power_off|kernel_halt|device_shutdown|kernel_kexec __do_sys_reboot|__x64_sys_reboot|sys_reboot", WRITE, "system_transition_mutex", GLOBAL, "kernel/reboot.c"),
	H("notifier_call_chain blocking_notifier_call_chain*|__blocking_notifier_call_chain", READ, "a notifier chain's rwsem", OBJECT, "kernel/notifier.c"),
};

PART(power)
