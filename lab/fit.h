// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* fit.h: calibrates the model's few latencies on the first points of a curve. */
#ifndef LAB_FIT_H
#define LAB_FIT_H

#include "lab/machine.h"
#include "lab/pool_run.h"
#include "lab/published.h"

enum { LAB_FIT_THREADS = 8 };	/* points above are predictions */

/* What was found; nothing else is fitted. */
struct lab_fit {
	struct lab_costs costs;
	double scale;		/* all times divided by: 1, unless one thread is faster than the model can be */
	uint32_t think_ns;	/* from the point with one thread: what a call does besides the pool */
	double sibling_ns;	/* from two threads, where they share a core */
	double core_ns;		/* from the points with 3 to 8 threads; socket is twice core */
	double error;		/* mean |log2(predicted / measured)| over the points used */
	int nr_used;
};

/*
 * Fits to the points of the curve up to LAB_FIT_THREADS; when it has none from 3 threads on up to there, to the next one too.
 * -EINVAL with a sentence when the one with a single thread is missing. Without any from 3 on core stays as given in costs,
 * unless the second thread has a core of its own; nr_used says how many were used.
 */
int lab_fit__curve(const struct lab_curve *curve, const struct lab_topology *topology, const struct lab_costs *costs,
		   struct lab_fit *fit, struct pby_err *err);

/* The curve's count at so many threads, predicted with that fit. */
int lab_fit__predict(const struct lab_fit *fit, const struct lab_curve *curve, const struct lab_topology *topology,
		     int threads, struct lab_pool_point *point, double *count, struct pby_err *err);

#endif
