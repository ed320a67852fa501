// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* filter.h: packets through a table of nftables in the far namespace. */
#ifndef PBY_BENCH_FILTER_H
#define PBY_BENCH_FILTER_H

#include <stdint.h>

struct pby_veth;
struct pby_bench_refusal;

/* In the far namespace alone: a table with one chain at input that drops UDP and accepts the rest. 0, or -1. */
int pby_filter__install(const struct pby_veth *v, struct pby_bench_refusal *refusal);

/* For the far process, whose kernel does the work: waits for its end. */
void pby_filter__live(void *arg);

/* Processor time in /proc/stat's ticks, of one CPU. */
struct pby_filter_ticks {
	uint64_t softirq, all;
};

struct pby_filter_run {
	uint64_t dropped;	/* packets, by the filter, as the far namespace's own counters say */
	double took_ns;
	struct pby_filter_ticks ticks;
};

/* Small packets as fast as they can be sent, for about run_ns. cpu: that the caller is on. 0 or -errno. */
int pby_filter__flood(const struct pby_veth *v, uint32_t cpu, double run_ns, struct pby_filter_run *run);

/* Echo requests, one after the other: how long each took, at most max of them. How many, or -errno. */
int pby_filter__ping(double run_ns, double *ns, uint32_t max);

#endif
