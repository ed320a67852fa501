// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* net.h: which probes on the network's path are measured, and what they did to it. */
#ifndef PBY_BENCH_NET_H
#define PBY_BENCH_NET_H

#include "model/attach_point.h"
#include "model/bench/measured.h"

enum { PBY_NET_MAX_ROWS = 32, PBY_NET_MAX_ROUNDS = 32, PBY_NET_CHUNK = 64 << 10, PBY_NET_MAX_PINGS = 8192, PBY_NET_MAX_HOOKS = 2 };

enum pby_net_load {
	PBY_NET_TCP,	/* between the two namespaces */
	PBY_NET_FILTER,	/* packets that a table of nftables in the far one drops, and pings that it accepts */
	PBY_NET_IPTABLES,	/* the same with a table of iptables, of the older kind */
};

/* What is probed, and how. */
struct pby_net_row {
	const char *at;		/* "tcp_sendmsg", an event "tcp/tcp_rcv_space_adjust", or "nothing": the noise */
	const char *tracepoint, *tracepoint_type;	/* of a tracepoint; else NULL */
	const char *module;	/* that the function may be in, or NULL */
	enum pby_net_load load;
	uint32_t nr_hooks;	/* 0: no probe */
	enum pby_hook hooks[PBY_NET_MAX_HOOKS];	/* together; the last one counts */
};

extern const struct pby_net_row pby_net_rows[];
extern const uint32_t pby_nr_net_rows;

/* Is the row meant by this word: its hook, its function or event, or both as in "fexit/tcp_recvmsg"? */
bool pby_net_row__matches(const struct pby_net_row *row, const char *word);
/* "fexit", "kprobe+kretprobe", or "none" of a row without a probe. */
const char *pby_net_row__hook(const struct pby_net_row *row);

/* What is timed. */
enum pby_net_metric {
	PBY_NET_STREAM,		/* one send of PBY_NET_CHUNK bytes in a stream of them */
	PBY_NET_REQUEST,	/* a byte there and a byte back */
	PBY_NET_PACKET,		/* a packet sent, filtered and dropped */
	PBY_NET_PING,		/* the median of a run's pings */
	PBY_NR_NET_METRICS
};

const char *pby_net_load__name(enum pby_net_load load);	/* "tcp", "filter", "iptables" */
/* Are packets filtered under it? */
bool pby_net_load__filters(enum pby_net_load load);
/* Is it timed under this load? */
bool pby_net_load__has(enum pby_net_load load, enum pby_net_metric metric);

const char *pby_net_metric__name(enum pby_net_metric metric);	/* "stream" */

/* Plain data, filled by a child in shared memory. */
struct pby_net_measured {
	struct pby_bench_outcome outcome;
	struct pby_bench_pairs pairs[PBY_NR_NET_METRICS];	/* nanoseconds for each of what is timed */
	uint64_t made;		/* while the probe was on: requests, or packets dropped */
	uint64_t counted;	/* by the program meanwhile, those of other processes too */
	/* Of loads that filter, without the probe and with it. */
	struct pby_net_side {
		double pings_ns[PBY_NET_MAX_PINGS];
		uint32_t nr_pings;
		uint64_t softirq_ticks, ticks;	/* of the CPU that packets are sent and filtered on */
	} sides[2];
};

#endif
