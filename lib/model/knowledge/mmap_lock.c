// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* mmap_lock.c: the lock of an address space (mmap_sem until 5.7): who wants it, who works under it. */
#include "model/knowledge/rows.h"

static const struct pby_wait_row waits[] = {
	/* to read: faults, firing uprobes, and everybody who looks at a process from outside */
	L("do_user_addr_fault|__do_page_fault|do_page_fault|exc_page_fault|lock_mm_and_find_vma|handle_page_fault|do_mem_abort|do_DataAbort|bad_page_fault|do_exception|do_protection_exception|do_dat_exception|__handle_user_fault|trace_do_page_fault|do_kern_addr_fault",
	  RWSEM_READ, "mmap_lock", MM, "arch/x86/mm/fault.c"),
	L("exit_mm|mm_release|exit_mm_release|do_exit|mm_update_next_owner|exit_robust_list|futex_exit_release", RWSEM_READ, "mmap_lock", MM, "kernel/exit.c"),
	L("get_user_pages*|__get_user_pages_locked|__gup_longterm_locked|internal_get_user_pages_fast|gup_fast_fallback|pin_user_pages*|faultin_page_range|fixup_user_fault|hva_to_pfn*|get_user_page_nowait|iov_iter_get_pages*|populate_vma_page_range|__mm_populate",
	  RWSEM_READ, "mmap_lock", MM, "mm/gup.c"),
	L("__access_remote_vm|access_remote_vm|access_process_vm|get_user_pages_remote|process_vm_rw*|proc_pid_cmdline_read|get_mm_cmdline|get_task_cmdline|environ_read|mem_rw|mem_read|proc_pid_cmdline|ptrace_access_vm",
	  RWSEM_READ, "mmap_lock", MM, "mm/memory.c", .remote = true),
	L("m_start|proc_maps_open|show_smaps_rollup|smaps_pte_range|pagemap_read|clear_refs_write|show_smap*|task_vma_iter|proc_map_files_*|map_files_*|proc_get_link|proc_exe_link|proc_map_files_readdir|proc_mem_open|get_task_exe_file|get_mm_exe_file|proc_tid_*|procfs_procmap_ioctl|query_matching_vma|gather_pte_stats|show_numa_map|do_procmap_query",
	  RWSEM_READ, "mmap_lock", MM, "fs/proc/task_mmu.c", .remote = true),
	L("task_numa_work|khugepaged_scan_mm_slot|khugepaged_do_scan|collapse_huge_page|collapse_pte_mapped_thp|hpage_collapse_scan*|khugepaged_scan_mm_slot", RWSEM_READ, "mmap_lock", MM, "mm/khugepaged.c"),
	L("ksm_do_scan|scan_get_next_rmap_item|break_cow|unmerge_and_remove_all_rmap_items|cmp_and_merge_page|try_to_merge_one_page",
	  RWSEM_READ, "mmap_lock", MM, "mm/ksm.c", .remote = true),
	L("userfaultfd_*|mfill_atomic*|mcopy_atomic|mwriteprotect_range|__mcopy_atomic", RWSEM_READ, "mmap_lock", MM, "mm/userfaultfd.c"),
	L("futex_lock_pi|get_futex_key|fault_in_user_writeable|fixup_pi_state_owner", RWSEM_READ, "mmap_lock", MM, "kernel/futex/core.c"),
	L("madvise_*|process_madvise|do_madvise|sys_madvise|madvise_lock|madvise_populate", RWSEM_READ, "mmap_lock", MM, "mm/madvise.c"),
	L("do_pages_move|do_pages_stat*|migrate_to_node|do_migrate_pages|do_mbind|kernel_move_pages|lookup_node|do_get_mempolicy|queue_pages_range", RWSEM_READ, "mmap_lock", MM, "mm/migrate.c"),
	L("__oom_reap_task_mm|oom_reap_task|oom_reap_task_mm|__oom_kill_process|oom_reaper", RWSEM_READ, "mmap_lock", MM, "mm/oom_kill.c", .remote = true),
	L("mincore|sys_mincore|__x64_sys_mincore|do_mincore|sys_msync|__x64_sys_msync|__do_sys_msync|might_fault|__might_fault|sys_remap_file_pages|try_to_unmap_cluster|unuse_mm|unuse_process|try_to_unuse",
	  RWSEM_READ, "mmap_lock", MM, "mm"),
	L("stack_map_get_build_id_offset|bpf_find_vma|mem_cgroup_move_charge*|mem_cgroup_count_precharge|vhost_*|kvm_*|vfio_*|vaddr_get_pfn*|ib_umem_get|hfi1_*|i915_gem_userptr*|amdgpu_ttm_tt_get_user_pages|amdgpu_hmm_range_get_pages|svm_range_*|nouveau_svm*|iommu_sva_*|iopf_handle_mm_fault|binder_alloc_*|binder_install_*",
	  RWSEM_READ, "mmap_lock", MM, "mm", .remote = true),
	/* to write: everything that changes the map */
	L("vm_mmap_pgoff|do_mmap_pgoff|sys_mmap_pgoff|ksys_mmap_pgoff|sys_mmap|do_munmap|vm_munmap|__vm_munmap|sys_munmap|__x64_sys_munmap|__do_sys_munmap|SyS_munmap|do_mprotect_pkey|sys_mprotect|SyS_mprotect|__x64_sys_mprotect|vm_brk|vm_brk_flags|sys_brk|SyS_brk|__do_sys_brk|__x64_sys_brk|__se_sys_brk|sys_mremap|__do_sys_mremap|__x64_sys_mremap|SyS_mremap|do_mremap|expand_stack|expand_stack_locked|create_stack",
	  RWSEM_WRITE, "mmap_lock", MM, "mm/mmap.c"),
	L("dup_mmap|dup_mm|copy_mm|copy_process", RWSEM_WRITE, "mmap_lock", MM, "kernel/fork.c"),
	L("exit_mmap|exec_mmap|setup_arg_pages|shift_arg_pages|setup_new_exec|bprm_mm_init|__bprm_mm_init|map_vdso|arch_setup_additional_pages|load_elf_binary|install_special_mapping|aio_setup_ring|aio_setup|vm_stat_account|get_arg_page|elf_map",
	  RWSEM_WRITE, "mmap_lock", MM, "fs/exec.c"),
	L("do_mlock|do_mlockall|__do_sys_mlock*|apply_vma_lock_flags|sys_mlock*|sys_munlock*|__x64_sys_mlock*|__x64_sys_munlock*|__do_sys_munlock*|__mm_populate", RWSEM_WRITE, "mmap_lock", MM, "mm/mlock.c"),
	L("do_mbind|kernel_mbind|__do_sys_set_mempolicy_home_node|mpol_rebind_mm|sys_mbind|do_set_mempolicy", RWSEM_WRITE, "mmap_lock", MM, "mm/mempolicy.c"),
	L("__ksm_exit|ksm_madvise|__khugepaged_exit|userfaultfd_release|userfaultfd_register|userfaultfd_unregister|userfaultfd_clear_vma|mmu_notifier_register|mmu_interval_notifier_insert|__split_vma|prctl_set_mm*|prctl_set_vma|prctl_set_mm_map|io_uring_mmap|do_shmat|ksys_shmdt|sys_shmdt|sys_shmat|ipc_shm*|pkey_alloc|pkey_free|__do_sys_pkey_*",
	  RWSEM_WRITE, "mmap_lock", MM, "mm"),
	L("madvise_lock|do_madvise|sys_madvise|SyS_madvise", RWSEM_WRITE, "mmap_lock", MM, "mm/madvise.c"),
	L("collapse_huge_page|khugepaged_scan_mm_slot", RWSEM_WRITE, "mmap_lock", MM, "mm/khugepaged.c"),
	L("lock_mm_and_find_vma|upgrade_mmap_lock_carefully", RWSEM_WRITE, "mmap_lock", MM, "mm/memory.c"),
	L("clear_refs_write|mem_cgroup_*", RWSEM_WRITE, "mmap_lock", MM, "fs/proc/task_mmu.c", .remote = true),
	/* per-VMA locks (6.4 and later) */
	W("vma_start_write|__vma_start_write|vma_mark_detached|__vma_enter_locked|__vma_start_exclude_readers", RWSEM_WRITE, "lock of one VMA: its readers", MM, HOLDER, NULL, "mm/mmap_lock.c", .since = "6.4"),
	L("vma_link|vma_prepare|vma_link_file|unlink_file_vma|__vma_adjust|vma_adjust|unlink_file_vma_batch*|__remove_shared_vm_struct|dup_mmap|truncate_pagecache|unmap_mapping_range|unmap_mapping_pages|unmap_mapping_folio|hugetlb_vmtruncate|hugetlb_vmdelete_list|hugetlbfs_*|unmap_hugepage_range",
	  RWSEM_WRITE, "mapping->i_mmap_rwsem", INODE, "mm/mmap.c"),
	L("rmap_walk_file|__rmap_walk_file|page_mkclean|folio_mkclean|try_to_unmap*|collect_procs_file|hugetlb_page_mapping_lock_write|clear_page_soft_dirty|dax_entry_mkclean|huge_pmd_share",
	  RWSEM_READ, "mapping->i_mmap_rwsem", INODE, "mm/rmap.c"),
	L("anon_vma_fork|anon_vma_clone|unlink_anon_vmas|__put_anon_vma|__anon_vma_prepare|__vma_adjust|vma_merge|split_huge_page_to_list*|vma_expand|vma_complete|migrate_misplaced_transhuge_page",
	  RWSEM_WRITE, "anon_vma->rwsem", OBJECT, "mm/rmap.c"),
	L("page_lock_anon_vma_read|folio_lock_anon_vma_read|rmap_walk_anon|page_referenced_anon|try_to_unmap_anon|collect_procs_anon|page_get_anon_vma", RWSEM_READ, "anon_vma->rwsem", OBJECT, "mm/rmap.c"),
	L("mm_take_all_locks|mm_drop_all_locks", MUTEX, "mm_all_locks_mutex", GLOBAL, "mm/mmap.c"),
};

static const struct pby_hold_row holds[] = {
	/* a fault works under the lock for read: I/O for the page, memory, userfaultfd */
	H("handle_mm_fault|do_fault|__do_fault|filemap_fault|do_swap_page|do_anonymous_page|handle_userfault|do_wp_page do_user_addr_fault|__do_page_fault|do_page_fault|exc_page_fault|handle_page_fault|do_mem_abort|do_DataAbort|do_exception|trace_do_page_fault",
	  READ, "mmap_lock", MM, "arch/x86/mm/fault.c"),
	H("handle_mm_fault|faultin_page|follow_page* __get_user_pages*|__gup_longterm_locked|populate_vma_page_range", READ, "mmap_lock", MM, "mm/gup.c"),
	H("do_mmap|mmap_region|call_mmap|security_mmap_file* vm_mmap_pgoff|ksys_mmap_pgoff|sys_mmap_pgoff|sys_mmap", WRITE, "mmap_lock", MM, "mm/mmap.c"),
	H("mmap_region|__mmap_region|do_mmap|do_mmap_pgoff", WRITE, "mmap_lock", MM, "mm/mmap.c"),
	H("unmap_region|unmap_vmas|free_pgtables|remove_vma*|do_mas_munmap|do_mas_align_munmap|do_vmi_munmap|do_vmi_align_munmap|__do_munmap|do_munmap|vms_* __vm_munmap|vm_munmap|__x64_sys_munmap|__do_sys_munmap|sys_munmap|SyS_munmap|brk_shrink|__do_sys_brk|__x64_sys_brk",
	  WRITE, "mmap_lock", MM, "mm/mmap.c"),
	H("mprotect_fixup|change_protection* do_mprotect_pkey|sys_mprotect|SyS_mprotect", WRITE, "mmap_lock", MM, "mm/mprotect.c"),
	H("do_brk_flags|do_brk|move_vma|vma_to_resize|mremap_to|copy_vma __x64_sys_brk|__do_sys_brk|sys_brk|SyS_brk|vm_brk_flags|__do_sys_mremap|__x64_sys_mremap|sys_mremap|do_mremap", WRITE, "mmap_lock", MM, "mm/mremap.c"),
	H("copy_page_range|anon_vma_fork|vm_area_dup|copy_huge_pmd|copy_p4d_range|copy_pmd_range dup_mmap|dup_mm|copy_mm|copy_process", WRITE, "mmap_lock", MM, "kernel/fork.c"),
	H("collapse_huge_page|__collapse_huge_page_swapin", WRITE, "mmap_lock of the collapsed process", OBJECT, "mm/khugepaged.c"),
	H("__access_remote_vm|smaps_pte_range|walk_page_range show_smap|show_smaps_rollup|proc_pid_cmdline_read|environ_read", READ, "mmap_lock of the process it looks at", OBJECT, "fs/proc/task_mmu.c"),
	H("apply_vma_lock_flags|mlock_fixup|mbind_range|userfaultfd_register|vma_merge do_mlock|do_mlockall|do_mbind|userfaultfd_ioctl", WRITE, "mmap_lock", MM, "mm/mlock.c"),
};

PART(mmap_lock)
