// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* net.c: the rows of bench net. */
#include "model/bench/net.h"

#include <stdio.h>
#include <string.h>

#define ON(function, hook) \
	{ function, .load = PBY_NET_TCP, .nr_hooks = 1, .hooks = { hook } }
#define ON_EACH(function) \
	ON(function, PBY_HOOK_KPROBE), ON(function, PBY_HOOK_KRETPROBE), \
	ON(function, PBY_HOOK_FENTRY), ON(function, PBY_HOOK_FEXIT)
#define EVENT(group, name, on_load, hook) \
	{ group "/" name, name, "btf_trace_" name, .load = on_load, .nr_hooks = 1, .hooks = { hook } }
/* Each takes the verdict on its way out. */
#define VERDICT(function, in_module, on_load, ...) \
	{ function, .module = in_module, .load = on_load, __VA_ARGS__ }
#define VERDICTS(...) \
	VERDICT(__VA_ARGS__, .nr_hooks = 1, .hooks = { PBY_HOOK_KRETPROBE }), \
	VERDICT(__VA_ARGS__, .nr_hooks = 2, .hooks = { PBY_HOOK_KPROBE, PBY_HOOK_KRETPROBE }), \
	VERDICT(__VA_ARGS__, .nr_hooks = 1, .hooks = { PBY_HOOK_FEXIT })

const struct pby_net_row pby_net_rows[] = {
	{ "nothing", .load = PBY_NET_TCP },
	ON_EACH("tcp_sendmsg"),
	ON_EACH("tcp_recvmsg"),
	ON_EACH("inet_recvmsg"),
	/* Hit once by each receive that copies something, as inet_recvmsg is: what a tracepoint in its place costs. */
	EVENT("tcp", "tcp_rcv_space_adjust", PBY_NET_TCP, PBY_HOOK_TRACEPOINT),
	EVENT("tcp", "tcp_rcv_space_adjust", PBY_NET_TCP, PBY_HOOK_RAW_TP),
	EVENT("tcp", "tcp_rcv_space_adjust", PBY_NET_TCP, PBY_HOOK_TP_BTF),
	{ "nothing", .load = PBY_NET_FILTER },
	VERDICTS("nft_do_chain", "nf_tables", PBY_NET_FILTER),
	/* Sees the packets that were dropped, not those accepted; whether with the reason depends on the kernel. */
	EVENT("skb", "kfree_skb", PBY_NET_FILTER, PBY_HOOK_TRACEPOINT),
	EVENT("skb", "kfree_skb", PBY_NET_FILTER, PBY_HOOK_RAW_TP),
	{ "nothing", .load = PBY_NET_IPTABLES },
	VERDICTS("ipt_do_table", "ip_tables", PBY_NET_IPTABLES),
};
const uint32_t pby_nr_net_rows = sizeof(pby_net_rows) / sizeof(pby_net_rows[0]);

const char *pby_net_row__hook(const struct pby_net_row *row)
{
	return !row->nr_hooks ? "none" : row->nr_hooks == 2 ? "kprobe+kretprobe" : pby_hook__name(row->hooks[0]);
}

bool pby_net_row__matches(const struct pby_net_row *row, const char *word)
{
	char both[96];

	snprintf(both, sizeof(both), "%s/%s", pby_net_row__hook(row), row->at);
	return !strcmp(word, row->at) || !strcmp(word, pby_net_row__hook(row)) || !strcmp(word, both);
}

const char *pby_net_metric__name(enum pby_net_metric metric)
{
	static const char *const names[] = { [PBY_NET_STREAM] = "stream", [PBY_NET_REQUEST] = "request",
					     [PBY_NET_PACKET] = "packet", [PBY_NET_PING] = "ping" };

	return names[metric];
}

const char *pby_net_load__name(enum pby_net_load load)
{
	static const char *const names[] = { [PBY_NET_TCP] = "tcp", [PBY_NET_FILTER] = "filter",
					     [PBY_NET_IPTABLES] = "iptables" };

	return names[load];
}

bool pby_net_load__filters(enum pby_net_load load)
{
	return load == PBY_NET_FILTER || load == PBY_NET_IPTABLES;
}

bool pby_net_load__has(enum pby_net_load load, enum pby_net_metric metric)
{
	return pby_net_load__filters(load) == (metric == PBY_NET_PACKET || metric == PBY_NET_PING);
}
