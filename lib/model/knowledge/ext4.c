// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* ext4.c: ext2, ext3, ext4 and their journals (jbd, jbd2). */
#include "model/knowledge/rows.h"

static const struct pby_wait_row waits[] = {
	W("jbd2_log_wait_commit|log_wait_commit|jbd2_complete_transaction|jbd2_journal_force_commit*|journal_force_commit*|ext4_force_commit|jbd2_log_wait_for_commit|__jbd2_journal_force_commit|journal_start_commit|jbd2_trans_will_send_data_barrier|jbd2_fc_wait_bufs|ext4_fc_commit",
	  JOURNAL, "the journal's commit", SB, KTHREAD, "jbd2/*|kjournald", "fs/jbd2/journal.c"),
	W("wait_transaction_locked|wait_transaction_switching|start_this_handle|add_transaction_credits|jbd2__journal_start|jbd2_journal_start|journal_start|jbd2_journal_restart|jbd2__journal_restart", JOURNAL, "the running transaction to be committed", SB, KTHREAD, "jbd2/*|kjournald", "fs/jbd2/transaction.c"),
	W("jbd2_journal_lock_updates|journal_lock_updates", JOURNAL, "open handles of the transaction", SB, READER, NULL, "fs/jbd2/transaction.c"),
	W("jbd2_journal_wait_updates", JOURNAL, "open handles of the transaction", SB, READER, NULL, "fs/jbd2/commit.c"),
	W("jbd2_journal_commit_transaction|journal_commit_transaction", JOURNAL, "open handles of the transaction", SB, READER, NULL, "fs/jbd2/commit.c"),
	W("__jbd2_log_wait_for_space|__log_wait_for_space|jbd2_log_do_checkpoint|log_do_checkpoint|__jbd2_journal_clean_checkpoint_list|__wait_cp_io", LOG_SPACE, "free space in the journal (checkpoint)", SB, DEVICE, "disk", "fs/jbd2/checkpoint.c"),
	W("__wait_on_buffer|wait_on_buffer|__wait_cp_io jbd2_log_do_checkpoint|log_do_checkpoint|__jbd2_log_wait_for_space", LOG_SPACE, "free space in the journal (checkpoint)", SB, DEVICE, "disk", "fs/jbd2/checkpoint.c"),
	/* wait_on_buffer() of the commit, where __wait_on_buffer() is a tail call or was inlined */
	W("jbd2_journal_commit_transaction|journal_commit_transaction|jbd2_log_do_checkpoint|journal_submit_data_buffers", BUFFER_LOCK, "a block of the commit", BDEV, DEVICE, "disk", "fs/jbd2/commit.c", .primitive = PBY_PRIM_BIT),
	L("__jbd2_log_wait_for_space|jbd2_log_do_checkpoint|jbd2_journal_flush|jbd2_update_log_tail|jbd2_mark_journal_empty|jbd2_journal_destroy|jbd2_cleanup_journal_tail|jbd2_journal_update_sb_*|jbd2_journal_shrink_checkpoint_list", MUTEX, "journal->j_checkpoint_mutex", SB, "fs/jbd2/checkpoint.c"),
	W("do_get_write_access|jbd2_journal_get_write_access|journal_get_write_access|jbd2_journal_get_create_access|__ext4_journal_get_write_access", JOURNAL, "a block that the commit is writing", SB, KTHREAD, "jbd2/*|kjournald", "fs/jbd2/transaction.c"),
	W("jbd2_journal_stop|journal_stop|jbd2_journal_destroy|journal_destroy|jbd2_journal_start_thread|journal_kill_thread|jbd2_journal_init_*", JOURNAL, "the journal's thread", SB, KTHREAD, "jbd2/*|kjournald", "fs/jbd2/journal.c"),
	W("jbd2_journal_release_jbd_inode|jbd2_journal_begin_ordered_truncate|jbd2_journal_invalidate_*", JOURNAL, "the commit to leave the inode", SB, KTHREAD, "jbd2/*", "fs/jbd2/journal.c"),
	W("ext4_fc_start_update|ext4_fc_del|ext4_fc_wait_inode_data_all|ext4_fc_wait_committing_inode", JOURNAL, "the fast commit", SB, TASK, "ext4_fc_commit", "fs/ext4/fast_commit.c"),
	W("ext4_end_io_*|ext4_flush_completed_IO|ext4_ioend_wait|ext4_inode_block_unlocked_dio|ext4_unwritten_wait", IO, "unwritten extents of the inode", INODE, DEVICE, "disk", "fs/ext4/page-io.c"),
	/* locks */
	L("ext4_file_write_iter|ext4_buffered_write_iter|ext4_dio_write_iter|ext4_setattr|ext4_fallocate|ext4_punch_hole|ext4_zero_range|ext4_collapse_range|ext4_insert_range|ext4_dax_write_iter|ext4_file_write|ext4_ioctl*|ext4_move_extents|ext4_swap_extents|ext4_ext_migrate|ext4_dio_write_checks|ext4_xattr_inode_*|ext4_quota_*|ext4_sync_file|ext4_do_fallocate|ext4_orphan_cleanup|ext2_file_write_iter|ext3_*",
	  RWSEM_WRITE, "inode->i_rwsem", INODE, "fs/ext4/file.c"),
	L("ext4_file_read_iter|ext4_dio_read_iter|ext4_dio_write_iter|ext4_dax_read_iter|ext4_dio_write_checks|ext4_llseek", RWSEM_READ, "inode->i_rwsem", INODE, "fs/ext4/file.c"),
	L("ext4_map_blocks|ext4_da_map_blocks|ext4_da_get_block_prep|ext4_get_block*|ext4_ext_map_blocks|ext4_map_query_blocks|ext4_es_*|ext4_get_branch|ext4_insert_delayed_block*", RWSEM_READ, "ext4 i_data_sem", INODE, "fs/ext4/inode.c"),
	L("ext4_map_blocks|ext4_truncate|ext4_ext_truncate|ext4_ext_remove_space|ext4_swap_inode_boot_loader|ext4_double_down_write_data_sem|ext4_release_file|ext4_discard_preallocations|ext4_ind_truncate|ext4_map_create_blocks|ext4_punch_hole|ext4_move_extents", RWSEM_WRITE, "ext4 i_data_sem", INODE, "fs/ext4/inode.c"),
	L("ext4_xattr_get|ext4_xattr_list*|ext4_listxattr|ext4_xattr_get_acl|ext4_get_inline_data*|ext4_readpage_inline|ext4_read_inline_*", RWSEM_READ, "ext4 xattr_sem", INODE, "fs/ext4/xattr.c"),
	L("ext4_xattr_set*|ext4_initxattrs|ext4_expand_extra_isize*|ext4_mark_inode_dirty|__ext4_mark_inode_dirty|ext4_try_*inline*|ext4_da_write_inline*|ext4_inline_data_truncate|ext4_try_add_inline_entry|ext4_write_inline_data*", RWSEM_WRITE, "ext4 xattr_sem", INODE, "fs/ext4/xattr.c"),
	L("ext4_mb_load_buddy*|ext4_mb_init_group|ext4_mb_good_group*|ext4_mb_regular_allocator|ext4_mb_init_cache|ext4_mb_get_buddy_page_lock", RWSEM_READ, "ext4 group lock", OBJECT, "fs/ext4/mballoc.c"),
	L("ext4_mb_initialize_context|ext4_mb_new_blocks|ext4_mb_group_or_file|ext4_mb_discard_*", MUTEX, "ext4 locality group (lg_mutex)", OBJECT, "fs/ext4/mballoc.c"),
	L("ext4_orphan_add|ext4_orphan_del", MUTEX, "ext4 s_orphan_lock", SB, "fs/ext4/orphan.c"),
	L("ext4_writepages|ext4_do_writepages|ext4_writepages_down_*|ext4_change_inode_journal_flag|ext4_ext_migrate|ext4_ind_migrate|do_writepages", PERCPU_RWSEM_READ, "ext4 s_writepages_rwsem", SB, "fs/ext4/inode.c"),
	L("ext4_change_inode_journal_flag|ext4_ext_migrate|ext4_ind_migrate|ext4_writepages_down_write", PERCPU_RWSEM_WRITE, "ext4 s_writepages_rwsem", SB, "fs/ext4/inode.c"),
	L("ext4_filemap_fault|ext4_page_mkwrite|ext4_dax_huge_fault|ext4_dax_fault|ext4_readahead", RWSEM_READ, "mapping->invalidate_lock", INODE, "fs/ext4/inode.c"),
	L("ext4_setattr|ext4_punch_hole|ext4_zero_range|ext4_fallocate|ext4_truncate_failed_write|ext4_write_failed|ext4_evict_inode|ext4_collapse_range|ext4_insert_range|ext4_update_disksize_before_punch|ext4_alloc_file_blocks|ext4_bmap", RWSEM_WRITE, "mapping->invalidate_lock", INODE, "fs/ext4/inode.c"),
	L("mb_cache_*|ext4_resize_begin|ext4_ioctl_*resize*", MUTEX, "ext4 resize or cache lock", SB, "fs/ext4/resize.c"),
	L("jbd2_journal_barrier|jbd2_journal_lock_updates|journal_lock_updates|journal_flush|ext4_freeze|jbd2_journal_flush", MUTEX, "journal->j_barrier", SB, "fs/jbd2/transaction.c"),
	W("kjournald2|kjournald|ext4_lazyinit_thread|jbd2_journal_thread", IDLE, "the next commit", NONE, NOBODY, NULL, "fs/jbd2/journal.c"),
};

static const struct pby_hold_row holds[] = {
	H("ext4_file_write_iter|ext4_buffered_write_iter|ext4_dio_write_iter|ext4_file_write|ext4_file_dio_write", WRITE, "inode->i_rwsem", INODE, "fs/ext4/file.c"),
	H("ext4_fallocate|ext4_punch_hole|ext4_zero_range|ext4_collapse_range|ext4_insert_range", WRITE, "inode->i_rwsem", INODE, "fs/ext4/extents.c"),
	H("ext4_ext_map_blocks|ext4_ind_map_blocks|ext4_mb_new_blocks|ext4_ext_insert_extent ext4_map_blocks", WRITE, "ext4 i_data_sem", INODE, "fs/ext4/inode.c"),
	H("ext4_ext_remove_space|ext4_ext_truncate|ext4_ind_truncate|ext4_free_blocks|ext4_es_remove_extent ext4_truncate", WRITE, "ext4 i_data_sem", INODE, "fs/ext4/inode.c"),
	/* An open handle keeps the commit from going on. */
	H("ext4_da_write_begin|ext4_write_begin|ext4_mark_inode_dirty|__ext4_mark_inode_dirty|ext4_map_blocks|ext4_get_block|ext4_ext_truncate|ext4_ext_map_blocks|ext4_mb_new_blocks|ext4_add_entry|ext4_free_blocks|ext4_ext_insert_extent|ext4_delete_entry|ext4_add_nondir|ext4_xattr_set_handle|ext4_reserve_inode_write|ext4_new_inode|__ext4_new_inode|ext4_orphan_add|jbd2_journal_get_write_access",
	  READ, "open handles of the transaction", SB, "fs/jbd2/transaction.c"),
	H("jbd2_log_do_checkpoint|jbd2_cleanup_journal_tail __jbd2_log_wait_for_space|jbd2_journal_flush", WRITE, "journal->j_checkpoint_mutex", SB, "fs/jbd2/checkpoint.c"),
	H("mpage_prepare_extent_to_map|mpage_map_and_submit_extent|ext4_io_submit ext4_writepages|ext4_do_writepages", READ, "ext4 s_writepages_rwsem", SB, "fs/ext4/inode.c"),
};

PART(ext4)
