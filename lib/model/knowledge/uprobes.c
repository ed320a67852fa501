// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* uprobes.c: registration walks every process that maps the file; firing and fork meet it there. */
#include "model/knowledge/rows.h"

static const struct pby_wait_row waits[] = {
	/* Registration: register_rwsem, then dup_mmap_sem, then the mmap_lock of each process. */
	L("register_for_each_vma", RWSEM_WRITE, "mmap_lock", MM, "kernel/events/uprobes.c", .remote = true),
	L("install_breakpoint|remove_breakpoint register_for_each_vma", RWSEM_WRITE, "mmap_lock", MM, "kernel/events/uprobes.c", .remote = true),
	L("build_map_info", RWSEM_READ, "inode->i_mmap_rwsem", INODE, "kernel/events/uprobes.c"),
	L("register_for_each_vma", PERCPU_RWSEM_WRITE, "dup_mmap_sem", GLOBAL, "kernel/events/uprobes.c"),
	L("uprobe_register|__uprobe_register|uprobe_unregister|__uprobe_unregister|uprobe_unregister_nosync|uprobe_apply|uprobe_register_refctr",
	  PERCPU_RWSEM_WRITE, "dup_mmap_sem", GLOBAL, "kernel/events/uprobes.c"),
	L("uprobe_register|__uprobe_register|uprobe_unregister|__uprobe_unregister|uprobe_unregister_nosync|uprobe_apply|uprobe_register_refctr|alloc_uprobe",
	  RWSEM_WRITE, "uprobe->register_rwsem", OBJECT, "kernel/events/uprobes.c"),
	L("consumer_add|consumer_del|prepare_uprobe", RWSEM_WRITE, "uprobe->consumer_rwsem", OBJECT, "kernel/events/uprobes.c"),
	L("filter_chain|uprobe_mmap|consumer_filter", RWSEM_READ, "uprobe->consumer_rwsem", OBJECT, "kernel/events/uprobes.c"),
	L("delayed_uprobe_*|uprobe_clear_state|put_uprobe|update_ref_ctr", MUTEX, "delayed_uprobe_lock", GLOBAL, "kernel/events/uprobes.c"),
	L("uprobe_mmap", MUTEX, "uprobes_mmap_mutex", OBJECT, "kernel/events/uprobes.c"),
	/* Fork shuts registrations out while it copies the address space. */
	L("uprobe_start_dup_mmap", PERCPU_RWSEM_READ, "dup_mmap_sem", GLOBAL, "kernel/events/uprobes.c"),
	L("dup_mmap|dup_mm|copy_mm|copy_process", PERCPU_RWSEM_READ, "dup_mmap_sem", GLOBAL, "kernel/events/uprobes.c"),
	/* Firing looks the address up in the task's own address space. */
	L("find_active_uprobe|find_active_uprobe_rcu|handle_swbp|uprobe_notify_resume", RWSEM_READ, "mmap_lock", MM, "kernel/events/uprobes.c"),
	L("handler_chain|handle_uretprobe_chain", RWSEM_READ, "uprobe->register_rwsem", OBJECT, "kernel/events/uprobes.c", .until = "6.11"),
	L("xol_add_vma|get_xol_area|__create_xol_area|xol_get_insn_slot", RWSEM_WRITE, "mmap_lock", MM, "kernel/events/uprobes.c"),
	W("xol_get_insn_slot|xol_take_insn_slot|xol_alloc_slot", WAIT_EVENT, "a free out-of-line slot of this process", MM, UNKNOWN, "a thread of the process leaves its slot", "kernel/events/uprobes.c"),
	W("uprobe_dup_mmap|uprobe_copy_process", RECLAIM, "memory", NONE, UNKNOWN, "memory becomes free", "kernel/events/uprobes.c", .deep = true),
	W("synchronize_* uprobe_unregister_sync", RCU_TASKS_GP, "handlers of the uprobe that still run", NONE, UNKNOWN, "a sleeping uprobe handler leaves", "kernel/events/uprobes.c", .since = "6.12"),
};

static const struct pby_hold_row holds[] = {
	H("register_for_each_vma", WRITE, "dup_mmap_sem", GLOBAL, "kernel/events/uprobes.c"),
	H("register_for_each_vma|consumer_add|consumer_del|install_breakpoint|remove_breakpoint", WRITE, "uprobe->register_rwsem", OBJECT, "kernel/events/uprobes.c"),
	H("install_breakpoint|remove_breakpoint|uprobe_write_opcode|set_swbp|set_orig_insn register_for_each_vma", WRITE, "mmap_lock of the process being patched", OBJECT, "kernel/events/uprobes.c"),
	/* 5.10 and 6.1 take it inside dup_mmap, 6.12 and later around it in dup_mm. */
	H("copy_page_range|copy_p4d_range|anon_vma_fork|uprobe_dup_mmap|__vma_link_*|vm_area_dup|dup_mmap_exe* dup_mmap|dup_mm|copy_process", READ, "dup_mmap_sem", GLOBAL, "kernel/fork.c"),
	H("dup_mmap", READ, "dup_mmap_sem", GLOBAL, "kernel/fork.c"),
	/* 6.12 and later, where dup_mmap() is inlined. */
	H("dup_mm|copy_mm|copy_process", READ, "dup_mmap_sem", GLOBAL, "kernel/fork.c", .with = "mmap_lock"),
	H("handler_chain", READ, "uprobe->register_rwsem", OBJECT, "kernel/events/uprobes.c"),
};

PART(uprobes)
