// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* mm.c: pages, reclaim, swap, OOM, huge pages, userfaultfd. */
#include "model/knowledge/rows.h"

static const struct pby_wait_row waits[] = {
	/* A page's bits. No owner is recorded: the I/O, or a task that works on the page, ends it. */
	W("folio_wait_bit_common|wait_on_page_bit_common|wait_on_page_bit|wait_on_page_bit_killable*|folio_wait_bit|folio_wait_bit_killable|__wait_on_page_locked*", FOLIO_LOCK,
	  "the lock of a page", INODE, DEVICE, "disk, or the task that holds the page", "mm/filemap.c"),
	W("__lock_page|__lock_page_killable|__lock_page_or_retry|__lock_page_async|lock_page|lock_page_killable|__folio_lock|__folio_lock_killable|__folio_lock_or_retry|__folio_lock_async|folio_lock|find_lock_page|find_lock_entry|__filemap_get_folio*|filemap_get_pages|filemap_update_page|filemap_read|filemap_fault|pagecache_get_page|do_read_cache_page|do_read_cache_folio|read_cache_page*|generic_file_buffered_read*|do_generic_file_read*|do_generic_mapping_read|generic_file_aio_read|filemap_read_folio|filemap_read_page|read_cache_folio|mapping_read_folio_gfp|write_cache_pages|truncate_inode_pages*|invalidate_inode_pages2*|invalidate_mapping_pages|folio_wait_locked*|wait_on_page_locked*|writeback_iter|mpage_prepare_extent_to_map|grab_cache_page_write_begin|do_swap_page|shmem_getpage*|shmem_get_folio*|shmem_undo_range|split_huge_page*|migrate_pages*|migrate_folio*|unmap_and_move*|do_wp_page|page_cache_ra_*|sleep_on_page_killable|sync_page_killable",
	  FOLIO_LOCK, "the lock of a page", INODE, DEVICE, "disk, or the task that holds the page", "mm/filemap.c"),
	W("sleep_on_page|sync_page|sleep_on_page_killable|sync_page_killable|wait_on_page_bit*|folio_wait_bit*|wait_on_page_bit_common __lock_page*|__folio_lock*|find_lock_page|filemap_fault|filemap_read*|filemap_get_pages|generic_file_*read*|do_generic_*read|__filemap_get_folio*|pagecache_get_page|do_read_cache_*|truncate_inode_pages*|invalidate_inode_pages2*|filemap_update_page|mpage_prepare_extent_to_map|write_cache_pages",
	  FOLIO_LOCK, "the lock of a page", INODE, DEVICE, "disk, or the task that holds the page", "mm/filemap.c"),
	W("migration_entry_wait*|migration_entry_wait_on_locked|__migration_entry_wait|pmd_migration_entry_wait", FOLIO_LOCK, "a page that is being migrated", INODE, TASK, "migrate_pages*|migrate_folio*|unmap_and_move*", "mm/migrate.c"),
	W("folio_wait_writeback*|wait_on_page_writeback*|filemap_fdatawait*|__filemap_fdatawait_range|filemap_fdatawait_range|filemap_fdatawait_keep_errors|wait_on_page_writeback_range|folio_wait_stable|wait_for_stable_page|file_write_and_wait_range|filemap_write_and_wait*|folio_wait_private_2*|__writeback_single_inode",
	  WRITEBACK, "the writeback of a page", INODE, DEVICE, "disk", "mm/page-writeback.c"),
	W("sleep_on_page|sync_page|wait_on_page_bit*|folio_wait_bit*|wait_on_page_bit_common folio_wait_writeback*|wait_on_page_writeback*|filemap_fdatawait*|__filemap_fdatawait_range|wait_for_stable_page|folio_wait_stable|filemap_write_and_wait*|file_write_and_wait_range|wait_on_page_writeback_range|filemap_fdatawait_keep_errors|__filemap_fdatawait",
	  WRITEBACK, "the writeback of a page", INODE, DEVICE, "disk", "mm/page-writeback.c"),
	/* wait_on_page_writeback() was inlined up to 4.13; those that lock the page too show __lock_page() */
	W("wait_on_page_bit shrink_page_list|migrate_pages|unmap_and_move*|write_cache_pages|truncate_inode_pages_range|invalidate_inode_pages2_range|grab_cache_page_write_begin|mpage_prepare_extent_to_map|ext4_writepage*|do_shrink_page",
	  WRITEBACK, "the writeback of a page", INODE, DEVICE, "disk", "mm/vmscan.c", .until = "4.20"),
	/* dirty throttling and writeback threads */
	W("balance_dirty_pages|balance_dirty_pages_ratelimited*", WB_THROTTLE, "dirty page throttling", BDEV, DEVICE, "disk being written back", "mm/page-writeback.c"),
	W("wb_wait_for_completion|writeback_inodes_sb*|sync_inodes_sb|bdi_sched_wait|bdi_sync_writeback|writeback_inodes_sb_nr|try_to_writeback_inodes_sb|__writeback_inodes_sb_nr", WRITEBACK, "writeback of the superblock by the flusher", SB, WORK, "wb_workfn|bdi_writeback_workfn", "fs/fs-writeback.c"),
	W("inode_wait_for_writeback|inode_sleep_on_writeback|__inode_wait_for_writeback", WRITEBACK, "writeback of the inode", INODE, WORK, "wb_workfn|bdi_writeback_workfn", "fs/fs-writeback.c"),
	W("wait_sb_inodes|sync_inodes_sb", WRITEBACK, "writeback of every inode of the superblock", SB, DEVICE, "disk", "fs/fs-writeback.c"),
	W("cgroup_writeback_umount|inode_switch_wbs*", WORKQUEUE_FLUSH, "inodes to change their cgroup's writeback", SB, WORK, "inode_switch_wbs_work_fn", "fs/fs-writeback.c"),
	W("wb_shutdown|bdi_unregister|bdi_wb_shutdown|bdi_destroy|wb_wakeup", WORKQUEUE_FLUSH, "the flusher of the device", BDEV, WORK, "wb_workfn", "mm/backing-dev.c"),
	/* reclaim */
	W("reclaim_throttle|consider_reclaim_throttle", RECLAIM, "memory: reclaim is throttled", NONE, UNKNOWN, "dirty pages are written or memory becomes free", "mm/vmscan.c", .since = "5.16"),
	W("throttle_direct_reclaim|throttle_vm_writeout", RECLAIM, "memory: kswapd to free the reserves", NONE, KTHREAD, "kswapd*", "mm/vmscan.c"),
	W("congestion_wait|wait_iff_congested|blk_congestion_wait|shrink_inactive_list|shrink_zone|shrink_list", RECLAIM, "memory: writeback of a congested device", NONE, UNKNOWN, "dirty pages are written", "mm/backing-dev.c", .until = "5.15"),
	W("shrink_inactive_list|shrink_node|shrink_node_memcgs|shrink_lruvec|shrink_zone|shrink_folio_list|shrink_page_list|shrink_slab|shrink_slab_memcg|do_shrink_slab|try_to_free_pages|do_try_to_free_pages|try_to_free_mem_cgroup_pages|__alloc_pages_direct_reclaim|__alloc_pages_slowpath|__perform_reclaim|too_many_isolated|isolate_migratepages*|compact_zone|try_to_compact_pages|__alloc_pages_direct_compact|out_of_memory|lru_add_drain_all|should_reclaim_retry|alloc_contig_range*",
	  RECLAIM, "memory", NONE, UNKNOWN, "memory becomes free", "mm/vmscan.c", .deep = true),
	W("mempool_alloc*", RECLAIM, "an element of a memory pool", OBJECT, DEVICE, "I/O that gives its element back", "mm/mempool.c"),
	L("shrink_slab|register_shrinker|unregister_shrinker|prealloc_shrinker|shrinker_free|free_prealloced_shrinker|register_shrinker_prepared|shrink_slab_memcg|shrinker_alloc|shrinker_register|expand_shrinker_info|alloc_shrinker_info",
	  RWSEM_READ, "shrinker_rwsem", GLOBAL, "mm/vmscan.c"),
	L("register_shrinker*|unregister_shrinker|prealloc_shrinker|unregister_memcg_shrinker|free_prealloced_shrinker|sget_fc|sget_userns|shrinker_debugfs_*|alloc_super|deactivate_locked_super", RWSEM_WRITE, "shrinker_rwsem", GLOBAL, "mm/vmscan.c"),
	L("shrinker_alloc|shrinker_free|shrinker_register|expand_shrinker_info|alloc_shrinker_info", MUTEX, "shrinker_mutex", GLOBAL, "mm/shrinker.c", .since = "6.7"),
	L("lru_add_drain_all|__lru_add_drain_all", MUTEX, "lru_add_drain mutex", GLOBAL, "mm/swap.c"),
	W("__flush_work|flush_work lru_add_drain_all|__lru_add_drain_all", WORKQUEUE_FLUSH, "each CPU to drain its page lists", NONE, WORK, "lru_add_drain_per_cpu", "mm/swap.c"),
	W("__flush_work|flush_work drain_all_pages|__drain_all_pages", WORKQUEUE_FLUSH, "each CPU to drain its free pages", NONE, WORK, "drain_local_pages_wq", "mm/page_alloc.c"),
	L("drain_all_pages|__drain_all_pages", MUTEX, "pcpu_drain_mutex", GLOBAL, "mm/page_alloc.c"),
	L("pcpu_alloc*|pcpu_balance_workfn|pcpu_balance_*", MUTEX, "pcpu_alloc_mutex", GLOBAL, "mm/percpu.c"),
	L("kmem_cache_create*|kmem_cache_destroy|kmem_cache_shrink*|slab_caches_to_rcu_destroy_workfn|slab_mem_*_callback|cache_reap|slab_start|memcg_create_kmem_cache|flush_all_cpus_locked", MUTEX, "slab_mutex", GLOBAL, "mm/slab_common.c"),
	L("out_of_memory|__alloc_pages_may_oom|mem_cgroup_out_of_memory|pagefault_out_of_memory|mem_cgroup_oom*|oom_killer_disable", MUTEX, "oom_lock", GLOBAL, "mm/oom_kill.c"),
	L("__oom_kill_process|oom_badness|__set_oom_adj|proc_pid_set_oom*|oom_score_adj_write", MUTEX, "oom_adj_mutex", GLOBAL, "fs/proc/base.c"),
	L("mem_hotplug_begin|online_pages|offline_pages|get_online_mems|kmemleak_*|lru_add_drain*|mem_hotplug_lock|kmem_cache_create*", PERCPU_RWSEM_READ, "mem_hotplug_lock", GLOBAL, "mm/memory_hotplug.c"),
	L("mem_hotplug_begin|online_pages|offline_pages|try_offline_node|add_memory_resource|try_remove_memory", PERCPU_RWSEM_WRITE, "mem_hotplug_lock", GLOBAL, "mm/memory_hotplug.c"),
	W("oom_killer_disable|mem_cgroup_oom_synchronize|pagefault_out_of_memory|mem_cgroup_handle_oom*", RECLAIM, "its cgroup is out of memory and the OOM killer is off", OBJECT, USER, "an administrator, or memory freed in the cgroup", "mm/memcontrol.c"),
	W("mem_cgroup_handle_over_high|__mem_cgroup_handle_over_high|mem_cgroup_penalize*", RECLAIM, "memory.high of its cgroup: throttled", OBJECT, NOBODY, NULL, "mm/memcontrol.c"),
	W("oom_reaper|oom_reap_task", IDLE, "an OOM victim", NONE, NOBODY, NULL, "mm/oom_kill.c"),
	/* swap, huge pages, others */
	L("__do_sys_swapon|__x64_sys_swapon|sys_swapon|__do_sys_swapoff|sys_swapoff|swap_start|try_to_unuse", MUTEX, "swapon_mutex", GLOBAL, "mm/swapfile.c"),
	W("swapin_readahead|read_swap_cache_async|__read_swap_cache_async|swap_read_folio*|swap_readpage*|swap_writepage*|swap_cache_alloc_folio", IO, "a page from swap", BDEV, DEVICE, "swap device", "mm/swap_state.c", .deep = true),
	L("hugetlb_fault|hugetlb_no_page|hugetlb_wp|userfaultfd_huge_must_wait|hugetlb_mfill_atomic_pte|hugetlbfs_fallocate|remove_inode_hugepages|hugetlb_reserve_pages", MUTEX, "hugetlb_fault_mutex_table", OBJECT, "mm/hugetlb.c"),
	L("alloc_pool_huge_folio|set_max_huge_pages|__nr_hugepages_store_common|nr_hugepages_store_common|demote_store", MUTEX, "hstate->resize_lock", OBJECT, "mm/hugetlb.c"),
	L("khugepaged_do_scan|start_stop_khugepaged|khugepaged_min_free_kbytes_update|set_recommended_min_free_kbytes", MUTEX, "khugepaged_mutex", GLOBAL, "mm/khugepaged.c"),
	L("run_store|wait_while_offlining|unmerge_ksm_pages", MUTEX, "ksm_thread_mutex", GLOBAL, "mm/ksm.c"),
	W("handle_userfault|userfaultfd_*", WAIT_EVENT, "a userfaultfd monitor", MM, USER, "userfaultfd monitor", "fs/userfaultfd.c", .always = true),
	W("userfaultfd_event_wait_completion|dup_userfaultfd_complete|userfaultfd_unmap_complete|userfaultfd_remove", WAIT_EVENT, "a userfaultfd monitor to read the event", MM, USER, "userfaultfd monitor", "fs/userfaultfd.c", .always = true),
	W("userfaultfd_ctx_read|userfaultfd_read*", IDLE, "userfault events", NONE, NOBODY, NULL, "fs/userfaultfd.c"),
	W("mmu_notifier_invalidate*|__mmu_notifier_invalidate_range_start|mn_itree_invalidate|mmu_interval_read_begin|mmu_interval_notifier_remove|__mmu_notifier_release", WAIT_EVENT, "users of the address space's notifiers", MM, UNKNOWN, "a device driver ends its invalidation", "mm/mmu_notifier.c"),
	L("vmap_purge_lock|__purge_vmap_area_lazy|_vm_unmap_aliases|drain_vmap_area_work|purge_vmap_area_lazy|set_iounmap_nonlazy|alloc_vmap_area|reclaim_and_purge_vmap_areas", MUTEX, "vmap_purge_lock", GLOBAL, "mm/vmalloc.c"),
	L("memory_failure|soft_offline_page|unpoison_memory", MUTEX, "mf_mutex", GLOBAL, "mm/memory-failure.c"),
	L("cma_alloc|__cma_alloc|cma_range_alloc|cma_release", MUTEX, "cma_mutex", GLOBAL, "mm/cma.c"),
	L("balloon_page_*|update_balloon_*|virtballoon_*", MUTEX, "balloon lock", DEV, "drivers/virtio/virtio_balloon.c"),
	W("dax_layout_busy_page|dax_break_layout|___wait_var_event|xfs_break_layouts|fuse_dax_break_layouts|ext4_break_layouts|dax_iomap_*|get_unlocked_entry|wait_entry_unlocked", WAIT_EVENT, "pages of a DAX file in use (DMA)", INODE, UNKNOWN, "whoever pinned the page releases it", "fs/dax.c"),
	W("kswapd|kswapd_try_to_sleep|kcompactd|kcompactd_do_work|khugepaged_wait_work|khugepaged|ksmd|ksm_scan_thread|kpagecgdaemon|lru_gen_*|kdamond*|memory_tier*|kdmflush", IDLE, "work", NONE, NOBODY, NULL, "mm/vmscan.c"),
};

static const struct pby_hold_row holds[] = {
	H("do_shrink_slab|super_cache_scan|prune_*|evict shrink_slab", READ, "shrinker_rwsem", GLOBAL, "mm/vmscan.c"),
	H("pcpu_create_chunk|pcpu_populate_chunk|pcpu_get_vm_areas|__get_vm_area* pcpu_alloc*|pcpu_balance_*", WRITE, "pcpu_alloc_mutex", GLOBAL, "mm/percpu.c"),
	H("oom_kill_process|dump_header|select_bad_process out_of_memory", WRITE, "oom_lock", GLOBAL, "mm/oom_kill.c"),
	H("__kmem_cache_*|shutdown_cache|synchronize_*|rcu_barrier|sysfs_* kmem_cache_destroy|kmem_cache_create*", WRITE, "slab_mutex", GLOBAL, "mm/slab_common.c"),
	H("flush_work|__flush_work|schedule_on_each_cpu lru_add_drain_all|__lru_add_drain_all", WRITE, "lru_add_drain mutex", GLOBAL, "mm/swap.c"),
};

PART(mm)
