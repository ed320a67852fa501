// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* counts.h: hits, length of a run and losses of each probe, from what the kernel counted. */
#ifndef PBY_COST_COUNTS_H
#define PBY_COST_COUNTS_H

#include "model/cost/cost.h"

/* Fills hits_per_s, run_ns and lost_per_s; the samples must have been settled before. */
void pby_cost__take_counts(struct pby_cost *cost, const struct pby_cost_seen *seen,
			   const struct pby_probes *probes);

#endif
