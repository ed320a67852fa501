// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* production.h: the simulator beside machines in production, of which only two numbers are known. */
#ifndef LAB_PRODUCTION_H
#define LAB_PRODUCTION_H

#include "lab/machine.h"
#include "lab/published.h"

/* One machine that it may have been. */
struct lab_production_guess {
	int cpus;
	double one_per_s;	/* operations, if each made one probed call */
	int calls;		/* an operation would make to come closest to what was measured */
	double calls_per_s;	/* operations then; 0: no number of calls up to LAB_PRODUCTION_CALLS does */
};

enum { LAB_PRODUCTION_CALLS = 64 };

/*
 * All CPUs run the operation at the pace of the run without probes; its probed calls lie evenly
 * in it. Latencies are those of machine. 0, or -errno with a sentence.
 */
int lab_production__guess(const struct lab_production *p, const struct lab_topology *t, const struct lab_costs *costs,
			  struct lab_production_guess *guess, struct pby_err *err);

#endif
