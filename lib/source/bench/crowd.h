// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* crowd.h: threads that all make calls at the same time, for so long. */
#ifndef PBY_BENCH_CROWD_H
#define PBY_BENCH_CROWD_H

#include "model/bench/machine.h"
#include "source/bench/lock_counts.h"
#include "source/bench/trigger.h"

struct pby_crowd_run {
	uint64_t calls;		/* of all threads */
	uint64_t warm_up;	/* calls of all threads before the start */
	double took_ns;		/* from the start of all to the end of the last */
	struct pby_lock_counted locks;	/* between start and stop, when they were asked for */
	double cpu_share;	/* CPU time of all threads by their number and took_ns; 1: each had a CPU all the time */
};

struct pby_crowd_job {
	const struct pby_bench_trigger *trigger;
	const struct pby_bench_machine *machine;
	const struct pby_lock_counts *locks;	/* to be read, or NULL */
	uint32_t threads;
	double run_ns;
};

/* Thread i is kept on the machine's i-th CPU, round and round. 0 or -errno. */
int pby_bench_crowd__run(const struct pby_crowd_job *job, struct pby_crowd_run *run);

#endif
