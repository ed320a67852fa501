// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* alternative.h: would another hook do the same for less, on this kernel? */
#ifndef PBY_COST_ALTERNATIVE_H
#define PBY_COST_ALTERNATIVE_H

#include "model/attach_point.h"
#include "model/cost/modelled.h"

/*
 * Enters advice and saving_ns where one does: a hook that works here (points), that hangs nothing here, and that
 * costs at least a fifth less by the price list; without prices only where hits are lost now and would not be then.
 * Probes that take less than a thousandth of a CPU are left alone.
 */
void pby_cost__advise(struct pby_cost *cost, const struct pby_probes *probes, const struct pby_calibration *prices,
		      const struct pby_attach_points *points, struct pby_kernel *kernel);

#endif
