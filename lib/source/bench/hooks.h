// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* hooks.h: measures one row of bench hooks in a child, which takes everything with it when it ends. */
#ifndef PBY_SOURCE_BENCH_HOOKS_H
#define PBY_SOURCE_BENCH_HOOKS_H

#include <stdbool.h>

#include "model/bench/measured.h"
#include "source/bench/watch.h"

struct pby_err;
struct pby_kernel;

struct pby_bench_job {
	enum pby_bench_hook row;
	struct pby_kernel *kernel;
	bool bodies[PBY_NR_BENCH_BODIES];
	uint32_t rounds;	/* pairs for each body, at most PBY_BENCH_MAX_PAIRS */
	double slice_ns;	/* a run is the fastest of three slices that long */
	uint32_t cpu;		/* where it runs */
};

/*
 * Fills *m; what is there when watch stops it stays. -errno with a sentence when no process could be started.
 * Afterwards nothing is attached, unless the state is STUCK.
 */
int pby_source__bench_hook(const struct pby_bench_job *job, const struct pby_bench_watch *watch,
			   struct pby_bench_measured *m, struct pby_err *err);

#endif
