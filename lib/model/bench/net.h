// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* net.h: what probes on the network's path are measured, and what they did to TCP. */
#ifndef PBY_BENCH_NET_H
#define PBY_BENCH_NET_H

#include "model/attach_point.h"
#include "model/bench/measured.h"

enum { PBY_NET_MAX_ROWS = 32, PBY_NET_MAX_ROUNDS = 32, PBY_NET_CHUNK = 64 << 10 };

/* What is probed, and how. */
struct pby_net_row {
	const char *at;		/* "tcp_sendmsg", an event "tcp/tcp_rcv_space_adjust", or "nothing": the noise */
	const char *tracepoint, *tracepoint_type;	/* of a tracepoint; else NULL */
	bool probed;
	enum pby_hook hook;
};

extern const struct pby_net_row pby_net_rows[];
extern const uint32_t pby_nr_net_rows;

/* Is the row meant by this word: its hook, its function or event, or both as in "fexit/tcp_recvmsg"? */
bool pby_net_row__matches(const struct pby_net_row *row, const char *word);
/* "fexit", or "none" of the row without a probe. */
const char *pby_net_row__hook(const struct pby_net_row *row);

/* What is timed. */
enum pby_net_metric {
	PBY_NET_STREAM,		/* one send of PBY_NET_CHUNK bytes in a stream of them */
	PBY_NET_REQUEST,	/* a byte there and a byte back */
	PBY_NR_NET_METRICS
};

const char *pby_net_metric__name(enum pby_net_metric metric);	/* "stream" */

/* Plain data, filled by a child in shared memory. */
struct pby_net_measured {
	struct pby_bench_outcome outcome;
	struct pby_bench_pairs pairs[PBY_NR_NET_METRICS];	/* nanoseconds for each of what is timed */
	uint64_t requests;	/* made while the probe was on */
	uint64_t counted;	/* by the program meanwhile, those of other processes too */
};

#endif
