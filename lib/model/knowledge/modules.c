// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* modules.c: loading and unloading modules, firmware, livepatch transitions. */
#include "model/knowledge/rows.h"

static const struct pby_wait_row waits[] = {
	W("load_module|__do_sys_finit_module|__do_sys_init_module|sys_init_module|sys_finit_module|SyS_finit_module|SyS_init_module|finished_loading|idempotent_init_module|idempotent_wait_for_completion|init_module_from_file|module_patient_check_exists|add_unformed_module|resolve_symbol_wait|resolve_symbol|simplify_symbols|use_module|ref_module", MODULE_LOAD, "another load of the same module", GLOBAL, TASK, "do_init_module|do_one_initcall", "kernel/module/main.c", .always = true),
	W("__request_module|request_module|call_modprobe", MODULE_LOAD, "modprobe", GLOBAL, WORK, "call_usermodehelper_exec_work|__call_usermodehelper", "kernel/module/kmod.c", .always = true),
	W("call_usermodehelper_exec|wait_for_completion* __request_module|call_modprobe|request_module", USERMODE_HELPER, "modprobe", GLOBAL, WORK, "call_usermodehelper_exec_work|__call_usermodehelper", "kernel/module/kmod.c", .always = true),
	W("async_synchronize_full|async_synchronize_cookie_domain do_init_module|__do_sys_delete_module|load_module", MODULE_LOAD, "asynchronous probes of the module", GLOBAL, WORK, "async_run_entry_fn", "kernel/module/main.c", .always = true),
	W("do_one_initcall|do_init_module", MODULE_LOAD, "the module's own init function", GLOBAL, UNKNOWN, "what its init function waits for", "init/main.c", .deep = true),
	W("__do_sys_delete_module|sys_delete_module|wait_for_zero_refcount|try_stop_module|free_module|__x64_sys_delete_module", REF_DRAIN, "users of the module", GLOBAL, UNKNOWN, "its last user releases it", "kernel/module/main.c"),
	L("load_module|do_init_module|__do_sys_delete_module|sys_delete_module|free_module|__do_sys_finit_module|find_module_all|find_module|each_symbol_section|resolve_symbol|add_unformed_module|module_kallsyms_on_each_symbol|finished_loading|module_enable_*|modules_open|update_posttext*|complete_formation|symbol_put*|__symbol_get|set_module_sig_enforced|layout_and_allocate|kallsyms_on_each_symbol|kallsyms_lookup_*|prepare_coming_module|jump_label_*|param_attr_*|strong_try_module_get", MUTEX, "module_mutex", GLOBAL, "kernel/module/main.c"),
	L("param_attr_store|param_attr_show|kernel_param_lock|param_set_*|parse_args", MUTEX, "param_lock", OBJECT, "kernel/params.c"),
	W("_request_firmware*|request_firmware*|fw_load_*|firmware_fallback_*|fw_get_filesystem_firmware|fw_sysfs_wait_timeout|firmware_loading_store|request_partial_firmware*|firmware_upload_*|fw_state_wait*|assign_fw|alloc_lookup_fw_priv", USERMODE_HELPER, "firmware from user space", DEV, USER, "udev or the firmware loader", "drivers/base/firmware_loader", .deep = true),
	W("usermodehelper_read_lock*|usermodehelper_disable|__usermodehelper_*", USERMODE_HELPER, "helpers to be allowed again, or to end", GLOBAL, TASK, "call_usermodehelper_exec*", "kernel/umh.c"),
	L("usermodehelper_read_trylock|usermodehelper_read_lock_wait|call_usermodehelper_exec|__usermodehelper_set_disable_depth|__usermodehelper_disable", RWSEM_READ, "umhelper_sem", GLOBAL, "kernel/umh.c"),
	L("klp_*|klp_enable_patch|klp_module_coming|klp_transition_*|enabled_store", MUTEX, "klp_mutex", GLOBAL, "kernel/livepatch/core.c"),
	L("kobject_uevent_*|kobject_uevent_env|uevent_*", MUTEX, "uevent_sock_mutex", GLOBAL, "lib/kobject_uevent.c"),
	L("request_key_*|construct_key*|key_instantiate*|key_reject*|__key_instantiate_and_link|key_create_or_update|__key_link_*|keyring_*", MUTEX, "key_construction_mutex or user->cons_lock", GLOBAL, "security/keys/request_key.c"),
	W("request_key*|wait_for_key_construction|call_sbin_request_key|request_key_and_link", USERMODE_HELPER, "a key from user space (request-key)", OBJECT, USER, "request-key", "security/keys/request_key.c", .always = true),
};

static const struct pby_hold_row holds[] = {
	H("synchronize_rcu*|stop_machine*|blocking_notifier_call_chain*|klp_module_coming|ftrace_* klp_enable_patch|klp_module_coming", WRITE, "klp_mutex", GLOBAL, "kernel/livepatch/core.c"),
	H("netlink_broadcast*|kobject_uevent_net_broadcast|nlmsg_* kobject_uevent_env|kobject_uevent", WRITE, "uevent_sock_mutex", GLOBAL, "lib/kobject_uevent.c"),
};

PART(modules)
