// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* clusterfs.c: filesystems and block devices shared between machines: gfs2, ocfs2, dlm, lustre, drbd. */
#include "model/knowledge/rows.h"

static const struct pby_wait_row waits[] = {
	W("gfs2_glock_wait|glock_wait_internal|gfs2_glock_nq*|wait_on_holder|gfs2_glock_holder_wait|just_schedule|gfs2_inode_lookup|gfs2_glock_async_wait|gfs2_wait_on_demote|gfs2_glock_queue_*", WAIT_EVENT, "a gfs2 glock", INODE, PEER, "another node of the cluster, or a local holder", "fs/gfs2/glock.c"),
	W("gfs2_log_flush|gfs2_log_reserve|gfs2_log_wait*|gfs2_write_log_header|log_flush_wait|gfs2_log_commit|gfs2_trans_begin|gfs2_ail1_wait|gfs2_logd", JOURNAL, "the gfs2 log", SB, KTHREAD, "gfs2_logd*", "fs/gfs2/log.c"),
	W("gdlm_lock|gdlm_*|dlm_lock|dlm_*|dlm_posix_lock|dlm_plock_*|dlm_new_lockspace|new_lockspace|dlm_ls_*|dlm_recover*|dlm_user_request|device_write", NET, "the distributed lock manager", OBJECT, PEER, "another node of the cluster", "fs/dlm", .deep = true),
	L("dlm_lock|dlm_unlock|dlm_lock_recovery|request_lock|dlm_ls_*|lock_recovery|dlm_lock_recovery_try", RWSEM_READ, "dlm ls_in_recovery (recovery is running)", OBJECT, "fs/dlm/lock.c"),
	W("__ocfs2_cluster_lock*|ocfs2_wait_for_mask|ocfs2_cluster_lock*|ocfs2_inode_lock_full*|ocfs2_wait_for_mask_interruptible|ocfs2_file_lock|ocfs2_wait_for_recovery|ocfs2_dlm_*", NET, "an ocfs2 cluster lock", INODE, PEER, "another node of the cluster", "fs/ocfs2/dlmglue.c"),
	L("ocfs2_reserve_*|ocfs2_lock_allocators|ocfs2_start_trans|ocfs2_lock_global_qf|ocfs2_orphan_*|ocfs2_evict_inode|ocfs2_setattr|ocfs2_file_write_iter|ocfs2_inode_lock*|ocfs2_start_trans|ocfs2_commit_cache", RWSEM_READ, "an ocfs2 lock", SB, "fs/ocfs2"),
	W("o2net_send_message*|o2net_*|dlm_do_master_request|dlm_wait_for_lock_mastery|dlm_get_lock_resource|dlmlock_remote|dlm_lock_remote|o2cb_dlm_lock", NET, "a message between nodes", OBJECT, PEER, "another node of the cluster", "fs/ocfs2/cluster/tcp.c"),
	W("ptlrpc_set_wait|ptlrpc_queue_wait|ldlm_*|osc_*|ll_*|obd_*|ldlm_completion_ast|cl_sync_io_wait|osc_extent_wait|l_wait_event*", NET, "a Lustre server", OBJECT, PEER, "Lustre server", "lustre (out of tree)"),
	W("drbd_*|_drbd_*|inc_ap_bio|prepare_al_transaction|drbd_al_begin_io*|_conn_request_state*|drbd_make_request|__drbd_make_request|drbd_submit_peer_request|wait_until_done_or_force_detached", NET, "a DRBD peer, or its activity log", BDEV, PEER, "DRBD peer", "drivers/block/drbd"),
	L("drbd_*|conn_*|_conn_*|_drbd_*", MUTEX, "a DRBD lock", BDEV, "drivers/block/drbd"),
	W("afs_*|rxrpc_*|afs_make_call|afs_wait_for_call_to_complete|afs_wait_for_operation", NET, "an AFS server", OBJECT, PEER, "AFS server", "fs/afs", .deep = true),
	W("orangefs_*|wait_for_matching_downcall|service_operation", NET, "an OrangeFS client daemon", OBJECT, USER, "OrangeFS client", "fs/orangefs/waitqueue.c"),
	W("coda_*|coda_upcall", FUSE_REPLY, "the Coda cache manager (venus)", OBJECT, USER, "venus", "fs/coda/upcall.c"),
	W("gfs2_logd|gfs2_quotad|dlm_scand|dlm_recoverd|dlm_astd|ocfs2_commit_thread|ocfs2_downconvert_thread|o2hb_thread|dlm_thread", IDLE, "work", NONE, NOBODY, NULL, "fs/gfs2"),
};

static const struct pby_hold_row holds[] = {
	H("gfs2_*|do_gfs2_* gfs2_log_flush", WRITE, "the gfs2 log", SB, "fs/gfs2/log.c"),
};

PART(clusterfs)
