// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* production.c: how many probed calls an operation must make for the probes to cost what they did. */
#include "lab/production.h"

#include <math.h>

#include "lab/pool_run.h"

static int simulate(const struct lab_production *p, const struct lab_topology *t, const struct lab_costs *costs, int calls,
		    double *per_s, struct pby_err *err)
{
	int cpus = lab_topology__cpus(t), rc;
	struct lab_pool_point point;
	struct lab_pool_run run = {
		.pool = lab_pool__find(p->pool), .threads = cpus, .seed = 1,
		.mix = { .kretprobe = true, .bulk = 1, .think_ns = (uint32_t)(cpus / p->without_per_s * 1e9 / calls) },
	};

	rc = lab_pool__simulate(&run, t, costs, &point, err);
	*per_s = point.per_s / calls;
	return rc;
}

/* More calls never make an operation faster: the number is found by halving. */
int lab_production__guess(const struct lab_production *p, const struct lab_topology *t, const struct lab_costs *costs,
			  struct lab_production_guess *g, struct pby_err *err)
{
	int low = 1, high = LAB_PRODUCTION_CALLS, rc;
	double below;

	*g = (struct lab_production_guess){ .cpus = lab_topology__cpus(t) };
	rc = simulate(p, t, costs, 1, &g->one_per_s, err);
	below = g->one_per_s;
	while (!rc && low < high) {
		int mid = (low + high) / 2;
		double per_s;

		rc = simulate(p, t, costs, mid, &per_s, err);
		if (per_s > p->with_per_s) {
			low = mid + 1;
		} else {
			high = mid;
		}
	}
	if (rc)
		return rc;
	/* The first number that is too many, or the last that is too few. */
	rc = simulate(p, t, costs, low, &g->calls_per_s, err);
	if (!rc && low > 1)
		rc = simulate(p, t, costs, low - 1, &below, err);
	g->calls = low;
	if (fabs(log2(below / p->with_per_s)) < fabs(log2(g->calls_per_s / p->with_per_s)) && low > 1) {
		g->calls = low - 1;
		g->calls_per_s = below;
	}
	if (g->calls_per_s > 1.5 * p->with_per_s)
		g->calls_per_s = 0;
	return rc;
}
