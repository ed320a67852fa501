// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* lock_counts.h: counts how often threads of this process meet at locks, on the kernel's tracepoints; in a child. */
#ifndef PBY_SOURCE_BENCH_LOCK_COUNTS_H
#define PBY_SOURCE_BENCH_LOCK_COUNTS_H

#include "model/bench/lock_counts.h"

struct pby_lock_counts {
	int map_fd;
	int link_fd[PBY_NR_LOCK_COUNTS];	/* -errno: not counted, and why */
};

/* Counts from now on what it can, until it is closed. What it cannot is in link_fd. */
void pby_lock_counts__open(struct pby_lock_counts *c);
/* As far as they have got; 0 of what is not counted. */
void pby_lock_counts__read(const struct pby_lock_counts *c, uint64_t counts[PBY_NR_LOCK_COUNTS]);
void pby_lock_counts__close(struct pby_lock_counts *c);

#endif
