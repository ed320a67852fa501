// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* stats.c: medians and quartiles of paired differences. */
#include "model/bench/stats.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const names[] = {
	[PBY_BENCH_NO_DATA] = "no-data", [PBY_BENCH_USABLE] = "usable",
	[PBY_BENCH_BELOW] = "below", [PBY_BENCH_NOISY] = "noisy",
};

enum { NR_NAMES = sizeof(names) / sizeof(names[0]), FEWEST_PAIRS = 3 };

const char *pby_bench_verdict__name(enum pby_bench_verdict verdict)
{
	return (unsigned)verdict < NR_NAMES ? names[verdict] : names[PBY_BENCH_NO_DATA];
}

enum pby_bench_verdict pby_bench_verdict__parse(const char *name)
{
	for (int v = 0; v < NR_NAMES; v++)
		if (!strcmp(names[v], name))
			return (enum pby_bench_verdict)v;
	return PBY_BENCH_NO_DATA;
}

static int ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* Between two values the quantile is interpolated. */
double pby_bench__quantile(double *values, uint32_t nr, double share)
{
	double at, below;

	if (!nr)
		return 0;
	qsort(values, nr, sizeof(*values), ascending);
	at = share * (nr - 1);
	below = floor(at);
	if (below + 1 >= nr)
		return values[nr - 1];
	return values[(uint32_t)below] + (at - below) * (values[(uint32_t)below + 1] - values[(uint32_t)below]);
}

static enum pby_bench_verdict verdict_of(const struct pby_bench_stat *s)
{
	double resolution = fmax(1, s->base_ns * 0.02);

	if (s->error_ns > fabs(s->net_ns) * 0.1 && s->error_ns > resolution)
		return PBY_BENCH_NOISY;
	/* A probe that makes the machine faster is none. */
	if (s->net_ns <= s->error_ns)
		return s->net_ns < -3 * fmax(s->error_ns, resolution) ? PBY_BENCH_NOISY : PBY_BENCH_BELOW;
	return PBY_BENCH_USABLE;
}

struct pby_bench_stat pby_bench_stat__of(const struct pby_bench_pairs *pairs)
{
	uint32_t nr = pairs->nr < PBY_BENCH_MAX_PAIRS ? pairs->nr : PBY_BENCH_MAX_PAIRS;
	struct pby_bench_stat s = { .nr = nr };
	double base[PBY_BENCH_MAX_PAIRS], net[PBY_BENCH_MAX_PAIRS];

	if (nr < FEWEST_PAIRS)
		return s;
	for (uint32_t i = 0; i < nr; i++) {
		base[i] = pairs->base_ns[i];
		net[i] = pairs->probed_ns[i] - pairs->base_ns[i];
	}
	s.base_ns = pby_bench__quantile(base, nr, 0.5);
	s.net_ns = pby_bench__quantile(net, nr, 0.5);
	s.q1_ns = pby_bench__quantile(net, nr, 0.25);
	s.q3_ns = pby_bench__quantile(net, nr, 0.75);
	s.error_ns = 1.57 * (s.q3_ns - s.q1_ns) / sqrt(nr);
	s.verdict = verdict_of(&s);
	return s;
}
