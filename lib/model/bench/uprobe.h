// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* uprobe.h: what bench uprobe measures: firing beside threads that map memory, and registration beside forks. */
#ifndef PBY_BENCH_UPROBE_H
#define PBY_BENCH_UPROBE_H

#include "model/bench/measured.h"

enum { PBY_UPROBE_MAX_ROUNDS = 32, PBY_UPROBE_MAX_ROWS = 16 };

/*
 * Threads of one process that call a probed function (each hit looks its mm up: a reader), beside threads of it that
 * mmap, madvise and munmap (writers of its mmap_lock). Rates are of all threads of a kind together.
 */
struct pby_firing {
	uint32_t readers, writers;	/* threads */
	uint32_t nr;			/* rounds */
	double base_per_s[PBY_UPROBE_MAX_ROUNDS];	/* calls without the probe */
	double probed_per_s[PBY_UPROBE_MAX_ROUNDS];
	double base_maps_per_s[PBY_UPROBE_MAX_ROUNDS];	/* rounds of mmap, madvise, munmap */
	double probed_maps_per_s[PBY_UPROBE_MAX_ROUNDS];
};

/* Registering a uprobe in a file that so many processes map, while another process forks. */
struct pby_registration {
	uint32_t processes;
	uint32_t nr;
	double register_ns[PBY_UPROBE_MAX_ROUNDS];
	double unregister_ns[PBY_UPROBE_MAX_ROUNDS];
	double fork_ns[PBY_UPROBE_MAX_ROUNDS];		/* the slowest fork that met the registration or its end */
	double fork_idle_ns[PBY_UPROBE_MAX_ROUNDS];	/* the slowest in as long a time before */
};

/* Plain data, filled by a child in shared memory. */
struct pby_uprobe_measured {
	struct pby_bench_outcome outcome;
	struct pby_firing firing[PBY_UPROBE_MAX_ROWS];
	uint32_t nr_firing;
	struct pby_registration registration[PBY_UPROBE_MAX_ROWS];
	uint32_t nr_registration;
	uint32_t rounds_done;	/* of all rows, for who watches */
};

#endif
