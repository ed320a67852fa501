// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* rtnl.c: the locks of network configuration, and the life of network devices and namespaces. */
#include "model/knowledge/rows.h"

static const struct pby_wait_row waits[] = {
	L("rtnl_lock|rtnl_lock_killable|rtnl_lock_interruptible|rtnetlink_rcv_msg|rtnetlink_rcv|rtnl_setlink|rtnl_newlink|rtnl_dellink|rtnl_dumpit|rtnl_net_lock*|dev_ioctl|linkwatch_event", MUTEX, "rtnl_mutex", GLOBAL, "net/core/rtnetlink.c"),
	L("register_netdev|unregister_netdev|dev_change_flags|dev_open|dev_close|ip_auto_config|addrconf_verify_work|addrconf_dad_work|inet_rtm_*|inet6_rtm_*|tun_chr_close|tun_chr_ioctl|__tun_chr_ioctl|macvtap_ioctl|rfkill_*|wiphy_register|ppp_*|bond_*|br_ioctl_*|team_*|cfg80211_netdev_notifier_call|default_device_exit_batch|ip_tunnel_*|vxlan_*|do_setlink|devinet_ioctl|dev_addr_*|netdev_rx_handler_*",
	  MUTEX, "rtnl_mutex", GLOBAL, "net/core/rtnetlink.c"),
	L("genl_rcv_msg|genl_lock*|genl_register_family|genl_unregister_family|genl_family_rcv_msg*|genl_lock_dumpit|ctrl_getfamily|genl_dumpit", MUTEX, "genl_mutex", GLOBAL, "net/netlink/genetlink.c"),
	L("genl_rcv|genl_bind|genl_unbind", RWSEM_READ, "cb_lock", GLOBAL, "net/netlink/genetlink.c"),
	L("genl_register_family|genl_unregister_family|genl_lock_all", RWSEM_WRITE, "cb_lock", GLOBAL, "net/netlink/genetlink.c"),
	L("netlink_dump|__netlink_dump_start|netlink_recvmsg", MUTEX, "netlink cb_mutex", NET, "net/netlink/af_netlink.c"),
	L("nfnetlink_rcv*|nfnl_lock|nf_tables_*|nft_*|nfnetlink_*|nft_rcv_nl_event", MUTEX, "nf_tables or nfnetlink mutex", OBJECT, "net/netfilter/nfnetlink.c"),
	L("register_netdevice_notifier*|unregister_netdevice_notifier*|register_pernet_*|unregister_pernet_*|rtnl_link_unregister|rtnl_link_register|net_ns_init|rtnl_lock_unregistering", RWSEM_WRITE, "pernet_ops_rwsem", GLOBAL, "net/core/net_namespace.c"),
	L("copy_net_ns|cleanup_net|rdma_dev_*|get_net_ns*|register_netdevice_notifier_net|for_each_net*|__rtnl_link_unregister|rtnl_link_unregister|smc_*|rds_*|nf_register_*|ip_vs_*|cfg80211_*", RWSEM_READ, "pernet_ops_rwsem", GLOBAL, "net/core/net_namespace.c"),
	L("net_ns_barrier|copy_net_ns|net_alloc_generic|cleanup_net|net_mutex", MUTEX, "net_mutex", GLOBAL, "net/core/net_namespace.c", .until = "4.16"),
	L("register_pernet_*|unregister_pernet_*|register_netdevice_notifier*|rtnl_link_unregister", MUTEX, "net_mutex", GLOBAL, "net/core/net_namespace.c", .until = "4.16"),
	W("netdev_wait_allrefs*|netdev_run_todo|netdev_wait_allrefs_any", REF_DRAIN, "the last reference of a network device", NET, UNKNOWN, "whoever holds the device puts it (see \"unregister_netdevice: waiting for\")", "net/core/dev.c", .always = true),
	W("netdev_wait_allrefs*|msleep netdev_run_todo", REF_DRAIN, "the last reference of a network device", NET, UNKNOWN, "whoever holds the device puts it (see \"unregister_netdevice: waiting for\")", "net/core/dev.c", .always = true),
	W("rtnl_lock_unregistering*|default_device_exit_batch", REF_DRAIN, "network devices that are being unregistered elsewhere", NET, TASK, "netdev_run_todo", "net/core/dev.c"),
	W("__flush_work|flush_work|__flush_workqueue|flush_workqueue flush_all_backlogs|net_rx_*|linkwatch_*|dev_close_many|unregister_netdevice_many*|rollback_registered_many", WORKQUEUE_FLUSH, "works of the network devices", NONE, WORK, "flush_backlog", "net/core/dev.c"),
	W("napi_disable*|napi_disable_locked|napi_synchronize", WAIT_EVENT, "NAPI: polling of the device to stop", NET, UNKNOWN, "softirq, or the napi thread, finishes its poll", "net/core/dev.c", .always = true),
	W("dev_deactivate_many|some_qdisc_is_busy|dev_deactivate|qdisc_*", WAIT_EVENT, "a qdisc to be idle", NET, UNKNOWN, "softirq finishes transmitting", "net/sched/sch_generic.c"),
	W("net_ns_barrier|net_exit_*|cleanup_net|ops_exit_list|ops_undo_list", WAIT_EVENT, "network namespaces to be cleaned up", GLOBAL, WORK, "cleanup_net", "net/core/net_namespace.c", .deep = true),
	L("netdev_lock|netdev_lock_ops*|netif_*|dev_set_*|napi_*|net_shaper_*|netdev_nl_*", MUTEX, "netdev->lock", NET, "net/core/dev.c", .since = "6.14"),
};

static const struct pby_hold_row holds[] = {
	/* Everything between rtnl_lock() and rtnl_unlock() */
	H("rollback_registered_many|unregister_netdevice_many*|unregister_netdevice_queue|rollback_registered|dellink|default_device_exit_batch|register_netdevice|__dev_open|__dev_close_many|dev_close_many|__dev_change_flags|dev_set_mtu_ext", WRITE, "rtnl_mutex", GLOBAL, "net/core/dev.c"),
	H("rtnl_newlink|__rtnl_newlink|rtnl_setlink|rtnl_dellink|do_setlink|inet_rtm_*|inet6_rtm_*|rtnl_dump_*|tc_modify_qdisc|tc_ctl_*|tc_get_qdisc|rtnl_create_link|neigh_add|neigh_delete|fib_*|rtnl_fdb_*|rtnl_bridge_* rtnetlink_rcv_msg|netlink_dump", WRITE, "rtnl_mutex", GLOBAL, "net/core/rtnetlink.c"),
	H("synchronize_net|rcu_barrier|synchronize_rcu* __tun_detach|tun_chr_close|tun_detach_all", WRITE, "rtnl_mutex", GLOBAL, "drivers/net/tun.c"),
	H("dev_change_flags|devinet_ioctl|dev_ifsioc|dev_do_ioctl|dev_ioctl_* dev_ioctl|sock_ioctl", WRITE, "rtnl_mutex", GLOBAL, "net/core/dev_ioctl.c"),
	H("linkwatch_do_dev|netdev_state_change __linkwatch_run_queue|linkwatch_event", WRITE, "rtnl_mutex", GLOBAL, "net/core/link_watch.c"),
	H("unregister_netdevice*|dellink|rtnl_lock*|synchronize_*|ip_tunnel_delete_nets|ops_exit_list|*_exit_batch_net|*_exit_net|rcu_barrier cleanup_net", READ, "pernet_ops_rwsem", GLOBAL, "net/core/net_namespace.c"),
	/* up to 4.16 one mutex; a namespace is made and torn down under it */
	H("ops_exit_list|rtnl_lock|*_exit_batch|*_exit_net|unregister_netdevice*|synchronize_*|rcu_barrier cleanup_net", WRITE, "net_mutex", GLOBAL, "net/core/net_namespace.c"),
	H("setup_net|ops_init copy_net_ns", WRITE, "net_mutex", GLOBAL, "net/core/net_namespace.c"),
	H("ops_init|*_init_net|ops_exit_list register_pernet_*|unregister_pernet_*", WRITE, "net_mutex", GLOBAL, "net/core/net_namespace.c"),
	H("setup_net|ops_init copy_net_ns", READ, "pernet_ops_rwsem", GLOBAL, "net/core/net_namespace.c"),
	H("ops_init|register_pernet_operations|unregister_pernet_operations|*_init_net register_pernet_*|unregister_pernet_*", WRITE, "pernet_ops_rwsem", GLOBAL, "net/core/net_namespace.c"),
	H("genl_family_rcv_msg*|ctrl_*|nl80211_*|*_doit genl_rcv_msg", WRITE, "genl_mutex", GLOBAL, "net/netlink/genetlink.c"),
	H("genl_rcv_msg|netlink_rcv_skb genl_rcv", READ, "cb_lock", GLOBAL, "net/netlink/genetlink.c"),
};

PART(rtnl)
