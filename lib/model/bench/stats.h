// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* stats.h: what paired measurements say, and whether they say anything. */
#ifndef PBY_BENCH_STATS_H
#define PBY_BENCH_STATS_H

#include <stdint.h>

enum { PBY_BENCH_MAX_PAIRS = 64 };

/*
 * A pair is one run with the probe and the two runs without it just before and just after, whose mean
 * is its baseline: a machine that gets slower steadily shifts neither. All in nanoseconds per call.
 */
struct pby_bench_pairs {
	uint32_t nr;
	double base_ns[PBY_BENCH_MAX_PAIRS];
	double probed_ns[PBY_BENCH_MAX_PAIRS];
};

enum pby_bench_verdict {
	PBY_BENCH_NO_DATA,	/* fewer than 3 pairs */
	PBY_BENCH_USABLE,	/* net_ns holds within error_ns */
	PBY_BENCH_BELOW,	/* too small to be told from nothing: below error_ns */
	PBY_BENCH_NOISY,	/* the runs disagree too much: net_ns is not to be used */
};

const char *pby_bench_verdict__name(enum pby_bench_verdict verdict);	/* "usable" */
/* The verdict of this name; PBY_BENCH_NO_DATA for any other word. */
enum pby_bench_verdict pby_bench_verdict__parse(const char *name);

struct pby_bench_stat {
	enum pby_bench_verdict verdict;
	uint32_t nr;
	double base_ns;		/* median of the baselines */
	double net_ns;		/* median of the differences */
	double q1_ns, q3_ns;	/* quartiles of the differences: half of them lie between */
	double error_ns;	/* of the median, about 95 %: 1.57 interquartile ranges by the root of nr */
};

/*
 * Usable when error_ns is at most a tenth of net_ns, or, of cheap hooks, 2 % of the baseline or 1 ns;
 * below when zero lies within the error and the error is that small; noisy otherwise.
 */
struct pby_bench_stat pby_bench_stat__of(const struct pby_bench_pairs *pairs);

/* Of any numbers; sorts them. 0 of none. share: 0.5 is the median. */
double pby_bench__quantile(double *values, uint32_t nr, double share);

#endif
