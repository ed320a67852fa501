// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* net.c: the rows of bench net. */
#include "model/bench/net.h"

#include <stdio.h>
#include <string.h>

#define ON(function) \
	{ function, NULL, NULL, true, PBY_HOOK_KPROBE }, { function, NULL, NULL, true, PBY_HOOK_KRETPROBE }, \
	{ function, NULL, NULL, true, PBY_HOOK_FENTRY }, { function, NULL, NULL, true, PBY_HOOK_FEXIT }

/* Hit once by each receive that copies something, as inet_recvmsg is: what a tracepoint in its place costs. */
#define EVENT "tcp/tcp_rcv_space_adjust", "tcp_rcv_space_adjust", "btf_trace_tcp_rcv_space_adjust", true

const struct pby_net_row pby_net_rows[] = {
	{ "nothing", NULL, NULL, false, PBY_HOOK_KPROBE },
	ON("tcp_sendmsg"),
	ON("tcp_recvmsg"),
	ON("inet_recvmsg"),
	{ EVENT, PBY_HOOK_TRACEPOINT },
	{ EVENT, PBY_HOOK_RAW_TP },
	{ EVENT, PBY_HOOK_TP_BTF },
};
const uint32_t pby_nr_net_rows = sizeof(pby_net_rows) / sizeof(pby_net_rows[0]);

const char *pby_net_row__hook(const struct pby_net_row *row)
{
	return row->probed ? pby_hook__name(row->hook) : "none";
}

bool pby_net_row__matches(const struct pby_net_row *row, const char *word)
{
	char both[96];

	snprintf(both, sizeof(both), "%s/%s", pby_net_row__hook(row), row->at);
	return !strcmp(word, row->at) || !strcmp(word, pby_net_row__hook(row)) || !strcmp(word, both);
}

const char *pby_net_metric__name(enum pby_net_metric metric)
{
	static const char *const names[] = { [PBY_NET_STREAM] = "stream", [PBY_NET_REQUEST] = "request" };

	return names[metric];
}
