// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* lock_counts.h: how often threads met at locks of the kernel while they were watched. */
#ifndef PBY_BENCH_LOCK_COUNTS_H
#define PBY_BENCH_LOCK_COUNTS_H

#include <stdint.h>

enum pby_lock_count {
#define LOCK_COUNT(constant, name, tracepoint, words) PBY_LOCK_COUNT_##constant,
#include "model/bench/lock_counts.def"
#undef LOCK_COUNT
	PBY_NR_LOCK_COUNTS
};

struct pby_lock_count_row {
	const char *name;	/* "lock_waits" */
	const char *tracepoint;
	const char *words;	/* "waits for a lock" */
};

extern const struct pby_lock_count_row pby_lock_count_rows[PBY_NR_LOCK_COUNTS];

/* Calls that were watched, and what their threads did meanwhile. */
struct pby_lock_counted {
	uint64_t calls;
	uint64_t counts[PBY_NR_LOCK_COUNTS];
};

#endif
