// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* modelled.h: what probes should take, by how often they are hit and what a hit costs on this machine. */
#ifndef PBY_COST_MODELLED_H
#define PBY_COST_MODELLED_H

#include "model/bench/calibration.h"
#include "model/cost/cost.h"

struct pby_attach_points;

/*
 * Enters hit_ns and model: the price of the hook with an empty program, and what the program's body takes beyond
 * that. prices may be empty; why says then why they are.
 */
void pby_cost__model(struct pby_cost *cost, const struct pby_cost_seen *seen, const struct pby_probes *probes,
		     const struct pby_calibration *prices, const char *why);

/*
 * Which row of the price list a probe is of: the hook and its variant ("" where there is but one). variant NULL: not
 * known, and *text says what it would depend on. Returns false for what has no hook of its own (iterators, tc, ...).
 */
bool pby_cost__hook_of(const struct pby_probe *probe, const struct pby_cost_code *code, enum pby_hook *hook,
		       const char **variant, const char **text);

/* Bytes of the instruction that a probe is on, or NULL. */
const struct pby_cost_code *pby_cost__code_of(const struct pby_cost_seen *seen, uint32_t probe);

#endif
