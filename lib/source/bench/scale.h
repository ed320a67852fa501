// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* scale.h: measures one row with many threads, each on a CPU of its own as far as there are CPUs; in a child. */
#ifndef PBY_SOURCE_BENCH_SCALE_H
#define PBY_SOURCE_BENCH_SCALE_H

#include "model/bench/machine.h"
#include "model/bench/scaling.h"
#include "source/bench/watch.h"

struct pby_err;
struct pby_kernel;

struct pby_scale_job {
	enum pby_bench_hook row;
	struct pby_kernel *kernel;
	const struct pby_bench_machine *machine;
	enum pby_bench_body body;
	uint32_t threads[PBY_SCALE_MAX_POINTS];
	uint32_t nr_threads;
	uint32_t rounds;	/* at most PBY_SCALE_MAX_ROUNDS */
	double run_ns;
};

/* As pby_source__bench_hook(). */
int pby_source__bench_scale(const struct pby_scale_job *job, const struct pby_bench_watch *watch,
			    struct pby_scaled *row, struct pby_err *err);

#endif
