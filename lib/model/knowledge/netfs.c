// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* netfs.c: filesystems over the network: NFS and SUNRPC, SMB, Ceph, 9p. */
#include "model/knowledge/rows.h"

static const struct pby_wait_row waits[] = {
	/* SUNRPC: everything ends in rpc_wait_bit_killable; killable, so the hung-task detector is silent. */
	W("rpc_wait_bit_killable|__rpc_execute|rpc_execute|rpc_run_task|rpc_call_sync|rpc_wait_for_completion_task|__rpc_wait_for_completion_task|rpc_delay|rpc_shutdown_client|rpc_shutdown_client*|rpc_release_client",
	  NFS_RPC, "an answer of the NFS server", OBJECT, PEER, "NFS server", "net/sunrpc/sched.c", .always = true),
	W("nfs_wait_bit_killable|nfs_wait_bit_uninterruptible|nfs_wait_on_request|nfs_wait_on_inode*|nfs_wait_client_init_complete|nfs_wait_atomic_killable|nfs_iocounter_wait|nfs_lock_and_join_requests|nfs_clear_invalid_mapping|nfs_page_group_lock*|nfs_async_iocounter_wait|nfs_inode_dio_wait|nfs_wb_*|nfs_sync_mapping|nfs_commit_inode|nfs_wait_for_sillyrename|nfs_block_sillyrename|nfs_end_io_*|nfs_file_fsync|nfs_page_group_*|nfs_wait_schedule|nfs_wait_killable|nfs_revalidate_mapping*|nfs_attribute_cache_*|nfs_do_writepage|nfs_lookup_revalidate*|nfs_dwait*",
	  NFS_RPC, "an answer of the NFS server", INODE, PEER, "NFS server", "fs/nfs/inode.c", .always = true),
	W("nfs_direct_wait|nfs_direct_*|nfs_file_direct_*|nfs_readpage*|nfs_read_folio|nfs_readdir*|nfs_write_begin|nfs_flush_incompatible|nfs_vm_page_mkwrite|nfs_updatepage", NFS_RPC, "I/O to the NFS server", INODE, PEER, "NFS server", "fs/nfs/direct.c"),
	W("nfs4_*|_nfs4_*|nfs41_*|nfs4_wait_clnt_recover|nfs4_client_recover_expired_lease|nfs4_handle_exception|nfs4_delay*|nfs4_drain_slot_tbl|nfs4_begin_drain_session|nfs4_proc_*|nfs4_state_manager|nfs4_run_state_manager|nfs4_wait_for_completion_rpc_task|nfs3_*|nfs_*",
	  NFS_RPC, "an answer of the NFS server, or the recovery of its state", OBJECT, PEER, "NFS server", "fs/nfs/nfs4proc.c", .deep = true),
	W("nfs4_drain_slot_tbl|nfs4_end_drain_session|nfs4_begin_drain_session|nfs4_drain_session", NFS_RPC, "NFSv4: RPCs in flight before the state is recovered (slot table)", OBJECT, PEER, "NFS server", "fs/nfs/nfs4state.c", .always = true),
	W("pnfs_*|filelayout_*|ff_layout_*|bl_*|objlayout_*|pnfs_update_layout|nfs4_layout*", NFS_RPC, "a pNFS layout or data server", OBJECT, PEER, "NFS server", "fs/nfs/pnfs.c"),
	W("nlmclnt_*|nlm_*|nlmclnt_block|nlmclnt_call|nlmsvc_*|nfs4_proc_lck|nfs4_retry_setlk*|do_setlk|nfs_lock", NFS_RPC, "a lock of the NFS server", INODE, PEER, "NFS server", "fs/lockd/clntproc.c"),
	W("xprt_*|xs_*|call_*|rpc_make_runnable|rpc_sleep_on*|rpcb_*|gss_*|rpcauth_*|rpc_create*|rpc_ping|svc_age_*|xprt_destroy*|xs_tcp_*|rpc_pipe*|rpc_clnt_*|gssd_*|cache_wait_req|cache_defer_req*", NFS_RPC, "SUNRPC: its transport, or an upcall", OBJECT, PEER, "NFS server", "net/sunrpc", .deep = true),
	W("svc_get_next_xprt|svc_recv|svc_rqst_wait_*|nfsd|lockd|nfs4_callback_svc|nfs41_callback_svc|svc_wait_for_*|bc_svc_process|rpc_async_schedule|rpciod*", IDLE, "requests", NONE, NOBODY, NULL, "net/sunrpc/svc_xprt.c"),
	L("nfsd_*|nfsd4_*|nfsd_svc|nfsd_nl_*|nfsd_shutdown*|write_threads|write_*|nfsctl_transaction_write|nfsd_net_*|nfsd_last_thread|nfsd_create_serv|nfsd_pool_stats_*|lockd_*|nfsd_vfs_write|exp_*", MUTEX, "nfsd_mutex", GLOBAL, "fs/nfsd/nfssvc.c"),
	W("nfsd4_*|nfsd_file_*|nfsd_break_*|nfs4_*|nfsd4_shutdown_callback|nfsd4_probe_callback_sync|nfsd41_cb_*|nfsd4_run_cb_*", NFS_RPC, "an NFS client's callback", OBJECT, PEER, "NFS client", "fs/nfsd/nfs4callback.c", .deep = true),
	L("nfs_start_io_write|nfs_start_io_direct|nfs_start_io_read|nfs_file_write|nfs_file_read|nfs_rename|nfs_rmdir|nfs_call_unlink|nfs_end_delegation_return|nfs_revalidate_mapping*", RWSEM_WRITE, "inode->i_rwsem", INODE, "fs/nfs/io.c"),
	L("nfs_call_unlink|nfs_rmdir|nfs_do_call_unlink|nfs_complete_unlink|nfs_lookup*|nfs4_*|nfs_end_delegation_return|nfs_delegation_claim*|nfs_lock_and_join*|nfs_readdir", RWSEM_READ, "NFS inode rwsem (rmdir_sem, so_reclaim)", INODE, "fs/nfs"),
	/* SMB */
	W("wait_for_response|cifs_call_async|cifs_send_recv|compound_send_recv|SendReceive*|smb2_*|SMB2_*|cifs_reconnect*|smb2_reconnect*|cifs_wait_mtu_credits|wait_for_free_credits|wait_for_compound_request|__cifs_*|cifs_wait_bit_killable|cifs_oplock_break|cifs_strict_*|cifs_*|cifs_tree_connect|cifs_get_smb_ses|SendReceive2", NET, "an answer of the SMB server", OBJECT, PEER, "SMB server", "fs/smb/client/transport.c"),
	L("cifs_*|smb2_*|SMB2_*|smb_*|compound_send_recv|cifs_call_async|SendReceive*", MUTEX, "an SMB session or server lock", OBJECT, "fs/smb/client"),
	L("cifs_*|smb2_*|cifs_writev|cifs_strict_*", RWSEM_WRITE, "an SMB inode lock", INODE, "fs/smb/client"),
	W("cifs_demultiplex_thread|cifs_readv_from_socket|ksmbd_*|cifs_read_from_socket|ksmbd_conn_handler_loop", IDLE, "messages", NONE, NOBODY, NULL, "fs/smb/client/connect.c"),
	/* Ceph and RBD */
	W("ceph_mdsc_do_request|ceph_mdsc_wait_request|ceph_mdsc_sync|ceph_mdsc_submit_request|wait_caps_flush|wait_unsafe_requests|flush_mdlog_and_wait*|ceph_get_caps|__ceph_get_caps|ceph_wait_on_*|ceph_fsync|ceph_sync_fs|ceph_osdc_wait_request|wait_request_timeout|ceph_osdc_sync|ceph_osdc_call|ceph_osdc_*|ceph_read_folio|ceph_writepages*|ceph_lock_wait_*|__ceph_open_session|ceph_open_session|ceph_monc_*|ceph_sync_write|ceph_sync_read|rbd_*|ceph_atomic_open|ceph_get_snap*|ceph_read_iter|ceph_write_iter|try_get_cap_refs|ceph_lookup|ceph_uninline_data",
	  NET, "an answer of a Ceph server", OBJECT, PEER, "Ceph MDS or OSD", "fs/ceph/mds_client.c"),
	L("ceph_*|ceph_con_*|ceph_mdsc_*|ceph_osdc_*|handle_reply|handle_caps|__do_request|ceph_con_workfn|dispatch|mds_dispatch|osd_*|con_*|handle_*|check_new_map|delayed_work", MUTEX, "a Ceph client mutex (mdsc, con, osdc)", OBJECT, "fs/ceph"),
	L("ceph_*|osd_*|ceph_osdc_start_request|handle_reply|handle_timeout", RWSEM_READ, "a Ceph client rwsem (snap_rwsem, osdc->lock)", OBJECT, "fs/ceph"),
	L("rbd_*|rbd_dev_*", RWSEM_READ, "rbd lock_rwsem", BDEV, "drivers/block/rbd.c"),
	/* 9p */
	W("p9_client_rpc|p9_client_zc_rpc|p9_virtio_*|p9_client_*|p9_check_errors|p9_fd_request|p9_virtio_request|p9_virtio_zc_request|p9_get_mapped_pages|p9_client_flush", NET, "an answer of the 9p server", OBJECT, PEER, "9p server", "net/9p/client.c", .always = true),
	W("__flush_work|flush_work|__cancel_work_timer|__cancel_work_sync|cancel_work_sync|cancel_work p9_fd_close|p9_conn_destroy|p9_mux_*", WORKQUEUE_FLUSH, "the 9p connection's works (p9_read_work, p9_write_work)", OBJECT, WORK, "p9_read_work|p9_write_work", "net/9p/trans_fd.c"),
	L("v9fs_*|p9_client_*|v9fs_fid_*|v9fs_file_*", RWSEM_WRITE, "9p rename_sem", SB, "fs/9p"),
	/* netfs library, fscache, cachefiles */
	W("netfs_wait_for_*|netfs_wait_for_request|netfs_wait_for_read|netfs_wait_for_write|netfs_begin_read|netfs_unbuffered_*|netfs_wait_for_outstanding_io|netfs_write_folio|netfs_perform_write|netfs_read_folio|netfs_end_*|netfs_start_io_*|netfs_wait_for_in_progress_stream|netfs_wait_for_paused*|netfs_retry_*", NET, "I/O of a network filesystem", INODE, PEER, "server", "fs/netfs"),
	W("fscache_wait_*|__fscache_*|fscache_*|cachefiles_*|cachefiles_ondemand_send_req|__fscache_wait_on_*|fscache_object_*|fscache_begin_operation", IO, "the local cache (fscache)", OBJECT, DEVICE, "disk of the cache", "fs/fscache", .deep = true),
};

static const struct pby_hold_row holds[] = {
	H("nfs_file_write|generic_perform_write|nfs_write_begin|nfs_file_direct_write|nfs_direct_wait|nfs_wb_*|nfs_sync_mapping nfs_file_write|nfs_file_direct_write|nfs_start_io_*", WRITE, "inode->i_rwsem", INODE, "fs/nfs/file.c"),
	H("nfs_file_read|generic_file_read_iter|filemap_read nfs_file_read", READ, "inode->i_rwsem", INODE, "fs/nfs/file.c"),
	H("nfsd_shutdown*|svc_*|synchronize_*|nfsd_destroy_serv|nfsd4_* nfsd_svc|write_threads|nfsd_put", WRITE, "nfsd_mutex", GLOBAL, "fs/nfsd/nfssvc.c"),
};

PART(netfs)
