// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* uprobe.h: measures firing and registration of uprobes, in a child with threads and children of its own. */
#ifndef PBY_SOURCE_BENCH_UPROBE_H
#define PBY_SOURCE_BENCH_UPROBE_H

#include <stdbool.h>

#include "model/bench/uprobe.h"
#include "source/bench/watch.h"

struct pby_err;

struct pby_uprobe_job {
	uint32_t rounds;	/* at most PBY_UPROBE_MAX_ROUNDS */
	double run_ns;		/* of a run of threads */
	uint32_t readers[4], nr_readers;	/* numbers of threads, each with each of the writers */
	uint32_t writers[4], nr_writers;
	uint32_t processes[8], nr_processes;	/* that map the file */
};

/* Fills *m. -errno with a sentence when no process could be started. */
int pby_source__bench_uprobe(const struct pby_uprobe_job *job, const struct pby_bench_watch *watch,
			     struct pby_uprobe_measured *m, struct pby_err *err);

#endif
