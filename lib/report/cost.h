// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* cost.h: the result of probity cost as JSON, and its views. */
#ifndef PBY_REPORT_COST_H
#define PBY_REPORT_COST_H

#include "report/check.h"

struct pby_cost;
struct pby_cost_seen;

/* All that one interval brought. */
struct pby_cost_told {
	const struct pby_kernel *kernel;
	const struct pby_sickness *sickness;
	const struct pby_probes *probes;
	const struct pby_cost_seen *seen;
	const struct pby_cost *cost;
	const char *emulator;		/* "": none; else times mean something only as ratios */
	const char *calibration;	/* file and date of the prices; NULL: none */
	const char *calibration_why;	/* why there are none */
	bool changed;			/* programs came or went meanwhile */
};

/*
 * The result, schema "probity.cost/1" (doc/cost.md). The unit of all shares is one CPU: 0.25 is a quarter of one.
 * "probes" are those of probity check, each with a "cost":
 *
 *	"cost": { "sampled": 0.381, "error": 0.021, "body": 0.012, "behind": 0.088, "shared": 0, "ticks": 412,
 *		  "hits_per_s": 410000, "run_ns": 12, "hit_ns": 884, "modelled": 0.36, "lost_per_s": null,
 *		  "advice": "...", "saving": 0.3, "unknown": { "lost_per_s": "..." } }
 */
struct json_object *pby_cost__json(const struct pby_cost_told *told);

/* Marks what was in an earlier result: "was" in each cost and process that it had too. */
void pby_cost__compare(struct json_object *result, const struct json_object *baseline);

enum pby_cost_order { PBY_COST_BY_CPU, PBY_COST_BY_HITS, PBY_COST_BY_LOST, PBY_COST_BY_NAME, PBY_NR_COST_ORDERS };
const char *pby_cost_order__name(enum pby_cost_order order);	/* "cpu", "hits", "lost", "name" */
int pby_cost_order__parse(const char *name);			/* or -1 */

/* Puts "probes" into this order; each keeps its "index". */
void pby_cost__sort(struct json_object *result, enum pby_cost_order order);

void pby_cost__text(const struct json_object *result, const struct pby_style *style, struct pby_buf *out);

#endif
