// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* scaling.h: throughput of a hook over numbers of threads: efficiency, losses, and where it stops growing. */
#ifndef PBY_BENCH_SCALING_H
#define PBY_BENCH_SCALING_H

#include "model/bench/lock_counts.h"
#include "model/bench/measured.h"

enum { PBY_SCALE_MAX_POINTS = 32, PBY_SCALE_MAX_ROUNDS = 16 };

/* Below this the threads did not run at the same time, and what they share was not contended. */
#define PBY_SCALE_LEAST_SHARE 0.9

/* All threads of one number of threads together; a round is a run without and a run with the probe. */
struct pby_scale_raw {
	uint32_t threads;
	uint32_t nr;		/* rounds */
	double base_per_s[PBY_SCALE_MAX_ROUNDS], probed_per_s[PBY_SCALE_MAX_ROUNDS];
	double cpu_share;	/* the least share of its time that all threads had a CPU in a run; 1: always */
	uint64_t calls, counted;	/* with the probe; counted in runs of the program */
	struct pby_lock_counted base, probed;	/* in runs of their own, which are not timed */
};

/* Filled by a child in shared memory. */
struct pby_scaled {
	struct pby_bench_outcome outcome;
	uint32_t runs_per_call;
	uint32_t nr;
	int locks_error[PBY_NR_LOCK_COUNTS];	/* errno: these were not counted */
	struct pby_scale_raw points[PBY_SCALE_MAX_POINTS];
};

struct pby_scale_point {
	uint32_t threads;
	double base_per_s, probed_per_s;	/* medians */
	double ns;		/* a hit's net cost in one thread: threads / probed - threads / base */
	double base_efficiency;	/* per_s by threads times per_s of the first point's thread */
	double efficiency;
	double spread;		/* of probed_per_s between rounds, as a share of the median: (most - least) / median */
	uint64_t lost;		/* runs of the program that calls should have made and did not */
	bool surplus;		/* others called it too: what was lost cannot be told */
	bool usable;		/* the threads had their CPUs, and the rounds agree */
};

/* The numbers of one point; first is the point of the row with the fewest threads. */
struct pby_scale_point pby_scale__point(const struct pby_scaled *row, const struct pby_scale_raw *raw);

/* How often a hit does so beyond the call that it is part of; -1: not counted. */
double pby_scale__locks_per_hit(const struct pby_scaled *row, const struct pby_scale_raw *raw, enum pby_lock_count count);

/* What a mechanism repeats under contention and nothing counts, in words; NULL: nothing known. */
const char *pby_scale__unseen(enum pby_mechanism mechanism);

struct pby_scale_verdict {
	uint32_t stops_at;	/* from so many threads on more of them add less than a tenth; 0: to the end they add */
	bool base_stops;	/* the calls without a probe stop there too: it is not the hook */
	bool known;		/* at least two points were usable */
};

/*
 * Where does a hook stop scaling? At the first number of threads behind which the throughput grows by less than a
 * tenth of what so many more threads should add. Points that are not usable are left out.
 */
struct pby_scale_verdict pby_scale__judge(const struct pby_scaled *row);

#endif
