// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* net.c: sockets, protocols, wireless and Bluetooth. */
#include "model/knowledge/rows.h"

static const struct pby_wait_row waits[] = {
	/* data and peers: normal sleep when the task is in S */
	W("tcp_recvmsg*|tcp_data_wait|sk_wait_data|tcp_splice_read|inet_csk_accept|inet_csk_wait_for_connect|inet_wait_for_connect|__inet_stream_connect|inet_stream_connect|__skb_wait_for_more_packets|__skb_recv_udp|__skb_recv_datagram|skb_recv_datagram|wait_for_packet|udp_recvmsg|udpv6_recvmsg|raw_recvmsg|packet_recvmsg|netlink_recvmsg|mptcp_recvmsg|tls_rx_*|tls_sw_recvmsg|sctp_*|vsock_*|sk_stream_wait_memory|sk_stream_wait_connect|sock_alloc_send_pskb|sock_wait_for_wmem|tcp_sendmsg*|do_tcp_sendpages|sk_stream_wait_close|tcp_close|__tcp_close|inet_release|lock_sock_nested|wait_woken|smc_*|kcm_*|rxrpc_*|dccp_*|x25_*|ax25_*|netrom_*|rose_*|llc_*|can_*|rds_*|tipc_*|nr_*|iucv_*|af_alg_*|qrtr_*|unix_stream_connect|svc_tcp_*",
	  NET, "data or a peer on the network", NET, PEER, "network peer", "net/core/sock.c"),
	W("wait_woken sk_wait_data|sk_stream_wait_memory|tcp_*|inet_*|n_tty_read|tls_*|vsock_*|sk_wait_*", NET, "data or a peer on the network", NET, PEER, "network peer", "net/core/sock.c"),
	W("wait_woken|sk_wait_data|sk_stream_wait_memory n_tty_read|tty_read|n_tty_write", IPC, "a terminal", DEV, USER, "terminal", "drivers/tty/n_tty.c"),
	W("unix_stream_read_generic|unix_stream_data_wait|unix_stream_recvmsg|unix_dgram_recvmsg|unix_wait_for_peer|unix_accept|unix_stream_sendmsg|unix_dgram_sendmsg|unix_dgram_poll|unix_stream_connect", IPC, "a peer of a unix socket", OBJECT, USER, "its peer", "net/unix/af_unix.c"),
	W("__lock_sock|lock_sock_nested|lock_sock|release_sock|lock_sock_fast", WAIT_EVENT, "the socket lock", NET, TASK, "tcp_*|udp_*|inet_*|sctp_*|*_sendmsg|*_recvmsg|*_setsockopt", "net/core/sock.c", .always = true),
	L("unix_stream_read_generic|unix_dgram_recvmsg|unix_stream_recvmsg|__unix_dgram_recvmsg|unix_autobind|unix_bind|unix_bind_*", MUTEX, "unix socket iolock or bindlock", OBJECT, "net/unix/af_unix.c"),
	L("proto_register|proto_unregister|proto_seq_start", MUTEX, "proto_list_mutex", GLOBAL, "net/core/sock.c"),
	L("packet_*|fanout_*|__fanout_unlink|tpacket_*", MUTEX, "a packet socket lock (fanout_mutex, pg_vec_lock)", OBJECT, "net/packet/af_packet.c"),
	L("tls_*|do_tls_*|smc_*|mptcp_*|rds_*|tipc_*|sctp_*|l2tp_*|pppol2tp_*|xsk_*|xdp_*|vsock_*|af_alg_*|vhost_*", MUTEX, "a mutex of the protocol", OBJECT, "net"),
	L("xt_find_table_lock|xt_find_*|xt_register_*|xt_request_find_*|xt_compat_*|xt_unregister_*|xt_replace_table|do_ipt_*|do_ip6t_*|get_info|compat_*|ebt_*|do_ebt_*|arpt_*|translate_table|do_replace|ebt_register_table|find_table_lock", MUTEX, "xt or ebt table mutex", OBJECT, "net/netfilter/x_tables.c"),
	L("nf_register_*|nf_unregister_*|nf_hook_*|__nf_register_net_hook|__nf_unregister_net_hook", MUTEX, "nf_hook_mutex", GLOBAL, "net/netfilter/core.c"),
	L("nf_ct_*|nf_conntrack_*|nf_ct_iterate_*|nf_ct_helper_*|nf_nat_*|nf_ct_netns_*", MUTEX, "a conntrack mutex", OBJECT, "net/netfilter"),
	L("ip_vs_*|do_ip_vs_*|ip_set_*|nfqnl_*|nf_log_*|ip_set_nfnl_*", MUTEX, "a netfilter mutex (ip_vs, ip_set)", OBJECT, "net/netfilter"),
	W("nf_ct_iterate_cleanup*|nf_conntrack_cleanup_net_list|nf_ct_*", REF_DRAIN, "conntrack entries to go", NET, UNKNOWN, "the entries are released", "net/netfilter/nf_conntrack_core.c"),
	W("inet_frags_exit_net|fqdir_exit|inet_twsk_*|tcp_metrics_*|inet_hashinfo2_*|dst_*|xfrm_*|fib_*|neigh_*|inetpeer_*", REF_DRAIN, "objects of the network stack to be freed", NET, UNKNOWN, "their last user releases them", "net", .deep = true),
	L("xfrm_netlink_rcv|xfrm_user_rcv_msg|pfkey_sendmsg|pfkey_*|xfrm_*", MUTEX, "xfrm_cfg_mutex", NET, "net/xfrm/xfrm_user.c"),
	L("devlink_*|devl_lock|__devlink_*|devlink_nl_*", MUTEX, "devlink->lock", DEV, "net/devlink"),
	L("ethnl_*|ethtool_*|phy_*|mdiobus_*|phylink_*|phy_state_machine|phy_start|phy_stop|phy_disconnect|dsa_*|switchdev_*|mdio_*|mlxsw_*|ice_*|i40e_*|mlx5_*|mlx4_*|igb_*|ixgbe_*|bnxt_*|be_*|e1000_*|r8152_*|rtl8152_*|r8169_*|rtl8169_*|virtnet_*|tg3_*|hns3_*|ena_*|atl*|iavf_*|qed_*|qede_*|bnx2x_*|cxgb4_*|netvsc_*|fec_*|stmmac_*", MUTEX, "a mutex of the network device", DEV, "drivers/net"),
	W("mlx5_*|mlx4_*|cmd_exec|wait_func|ice_*|i40e_*|iavf_*|ixgbe_*|igb_*|bnxt_*|be_*|qed_*|bnx2x_*|cxgb4_*|ena_*|hns3_*|hclge_*|r8152_*|tg3_*|virtnet_*|virtnet_send_command*|e1000_*|e1000e_*|iwl_*|ath*|brcmf_*|mwifiex_*|rtw_*|rtl_*|mt76*|mt7*|rsi_*|wl1*|b43_*|carl9170_*|libertas_*|netvsc_*|rndis_*|phy_*|mdiobus_*|mdio_*|fec_*|stmmac_*|gve_*|ionic_*|enic_*|sfc_*|efx_*|nfp_*|liquidio_*|atl*|enetc_*",
	  HARDWARE, "the network device", DEV, DEVICE, "network device", "drivers/net", .deep = true),
	/* wireless, Bluetooth, NFC */
	L("wiphy_lock|cfg80211_*|nl80211_*|ieee80211_*|reg_*|regulatory_*|set_regdom|wiphy_*|rdev_*|mac80211_*", MUTEX, "wiphy or cfg80211 mutex", OBJECT, "net/wireless/core.c"),
	W("cfg80211_*|ieee80211_*|drv_*|nl80211_*|wiphy_*|mac80211_hwsim_*", WORKQUEUE_FLUSH, "work of the wireless device", DEV, WORK, "cfg80211_*|ieee80211_*|wiphy_work*", "net/mac80211", .deep = true),
	L("hci_*|__hci_*|l2cap_*|rfcomm_*|sco_*|bt_*|mgmt_*|hidp_*|cmtp_*|bnep_*|iso_*|btmtk_*|btusb_*|vhci_*|hci_dev_*", MUTEX, "a Bluetooth lock (hci_dev, l2cap, rfcomm)", DEV, "net/bluetooth"),
	W("__hci_cmd_sync*|__hci_req_sync|hci_req_sync|hci_cmd_sync_*|hci_dev_do_*|hci_power_on*|hci_acl_*|btusb_*|bt_sock_wait_*|bt_accept_*|hci_unregister_dev|l2cap_*|rfcomm_*|sco_*|hci_*", HARDWARE, "the Bluetooth controller", DEV, DEVICE, "Bluetooth controller", "net/bluetooth", .deep = true),
	L("nfc_*|nci_*|rawsock_*|llcp_*|virtual_nci*|digital_*|pn533_*", MUTEX, "an NFC lock", DEV, "net/nfc"),
	W("nci_*|__nci_request|nci_request|nfc_*|digital_*|pn533_*", HARDWARE, "the NFC controller", DEV, DEVICE, "NFC controller", "net/nfc", .deep = true),
	W("rfkill_fop_read|rfkill_*", IPC, "rfkill events", NONE, NOBODY, NULL, "net/rfkill/core.c"),
	L("rfkill_*", MUTEX, "rfkill_global_mutex", GLOBAL, "net/rfkill/core.c"),
	/* RDMA */
	W("ib_*|rdma_*|ucma_*|cm_*|iw_*|mlx5_ib_*|mlx4_ib_*|rxe_*|siw_*|ipoib_*|cma_*|uverbs_*|ib_uverbs_*|irdma_*|bnxt_re_*|hfi1_*|qib_*|rds_*|smc_*|ib_unregister_device*|disable_device|ib_umem_*", REF_DRAIN, "users of the RDMA device", DEV, UNKNOWN, "its clients release it", "drivers/infiniband", .deep = true),
	L("ib_*|rdma_*|ucma_*|cm_*|cma_*|mlx5_ib_*|mlx4_ib_*|ipoib_*|uverbs_*|ib_uverbs_*|rxe_*|siw_*|iw_*", MUTEX, "an RDMA lock (cma, ucma, device)", DEV, "drivers/infiniband"),
	L("ib_*|rdma_*|disable_device|enable_device_and_get|ib_register_client|ib_unregister_*|rdma_dev_*|cma_*|uverbs_*|ib_uverbs_*", RWSEM_WRITE, "devices_rwsem or clients_rwsem (RDMA)", DEV, "drivers/infiniband/core/device.c"),
	L("ib_*|rdma_*|cma_*|uverbs_*|ib_uverbs_*|ib_get_device_by_*", RWSEM_READ, "devices_rwsem or clients_rwsem (RDMA)", DEV, "drivers/infiniband/core/device.c"),
};

static const struct pby_hold_row holds[] = {
	H("mlx5_cmd_*|cmd_exec|wait_func mlx5_*", WRITE, "a mutex of the network device", DEV, "drivers/net"),
	H("__hci_cmd_sync*|__hci_req_sync|hci_dev_do_*|hci_dev_open_sync hci_dev_open|hci_power_on*|hci_rfkill_*|hci_cmd_sync_work", WRITE, "a Bluetooth lock (hci_dev, l2cap, rfcomm)", DEV, "net/bluetooth/hci_core.c"),
};

PART(net)
