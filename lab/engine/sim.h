// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * sim.h: a deterministic simulator of N CPUs that execute real code against simulated caches.
 *
 * Each CPU has its own clock. The one with the earliest clock runs; it runs on past the others
 * as long as its operations hit lines that it owns and its lead stays below the shortest line
 * transfer, because nobody can take a line away faster than that. So order, and with it every
 * result, is exact at line transfers and independent of how long the run-ahead was.
 */
#ifndef LAB_SIM_H
#define LAB_SIM_H

#include "lab/cpu.h"
#include "lab/topology.h"

/* The latencies; lab/costs.def says where each comes from. Picoseconds, unless named. */
struct lab_costs {
	uint32_t load_ps;	/* hit in the own cache */
	uint32_t store_ps;
	uint32_t atomic_ps;	/* locked read-modify-write, hit */
	uint32_t sibling_ps;	/* added when the line was last used by the other thread of the core */
	uint32_t core_ps;	/* from another core of the socket */
	uint32_t socket_ps;	/* from another socket */
	uint32_t memory_ps;	/* from nowhere: first touch */
	uint32_t pause_ps;
	uint32_t smt_percent;	/* what a step costs while the sibling computes too; 100: nothing extra */
	uint32_t service_percent;	/* share of a transfer during which the line serves nobody else */
	uint32_t keep_percent;	/* share of a transfer during which the old owner still has the line */
	uint32_t jitter_percent;	/* each transfer takes up to this much less or more, at random */
	uint32_t sleep_ps;	/* going to sleep: a context switch */
	uint32_t wake_ps;	/* what waking one sleeper costs the waker */
	uint32_t wakeup_ps;	/* from being woken to running */
};

struct lab_sim_config {
	struct lab_topology topology;
	struct lab_costs costs;
	int nr_threads;		/* <= CPUs of the topology */
	uint64_t duration_ns;	/* of simulated time: lab_running() says no afterwards */
	uint64_t seed;
};

struct lab_sim_result {
	uint64_t ops;		/* memory operations executed */
	uint64_t switches;	/* of coroutines: what the simulation itself costs */
	uint64_t transfers;
	uint64_t far_transfers;
	uint64_t failed_cas;
	uint64_t end_ns;	/* the latest clock */
	int nr_stuck;		/* CPUs that waited for ever */
	struct lab_stuck stuck[LAB_MAX_STUCK];	/* the first of them */
	const char *violation;	/* the first failed lab_assert, or NULL */
};

/*
 * Runs thread(me) on each of nr_threads CPUs over memory of heap; args[i] becomes me->arg of
 * CPU i. Returns 0 and fills result, or -errno.
 */
int lab_sim__run(const struct lab_sim_config *config, struct lab_heap *heap,
		 void (*thread)(struct lab_cpu *me), void **args,
		 struct lab_sim_result *result, struct pby_err *err);

#endif
