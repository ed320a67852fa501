// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* pool_run.h: one point of a curve: a pool, a load, a number of threads, an engine. */
#ifndef LAB_POOL_RUN_H
#define LAB_POOL_RUN_H

#include "lab/engine/sim.h"
#include "lab/pool.h"

struct lab_pool_mix {
	bool kretprobe;		/* used as a return probe does, not get and put alone */
	uint32_t bulk;		/* objects held at once */
	uint32_t hold_ns;
	uint32_t think_ns;
};

struct lab_pool_point {
	int threads;
	double per_s;		/* objects got and put back, per second */
	double miss_per_s;	/* gets that found nothing */
	uint64_t hits, misses;	/* the same two, counted */
	double p50_ns, p99_ns, max_ns;	/* get and put together */
	double transfers;	/* line transfers for each object; simulated only */
	double far_transfers;
	double failed_cas;
	uint64_t ops, switches;	/* simulated only */
	int nr_cpus;		/* native: CPUs that the threads shared */
	double cpu_share;	/* native: of their time that these threads got */
	int nr_stuck;
	int64_t lost;		/* objects not in the pool afterwards; should be 0 */
	const char *violation;	/* an invariant that failed, or NULL */
};

struct lab_pool_run {
	const struct lab_pool_desc *pool;
	struct lab_pool_mix mix;
	int threads;
	int nr_objs;		/* 0: as the kernel chooses, for the topology's CPUs */
	bool owners;		/* check that no object has two holders: costs time natively */
	uint64_t duration_ns;	/* 0, simulated only: as long as it takes to see enough */
	uint64_t seed;
};

/* Simulated on that machine. 0, or -errno with a sentence. */
int lab_pool__simulate(const struct lab_pool_run *run, const struct lab_topology *topology,
		       const struct lab_costs *costs, struct lab_pool_point *point, struct pby_err *err);

/* On this machine. */
int lab_pool__measure(const struct lab_pool_run *run, struct lab_pool_point *point, struct pby_err *err);

#endif
