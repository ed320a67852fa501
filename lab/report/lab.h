// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * lab.h: the results of probity lab as JSON (schema "probity.lab/1"), and their views, which are
 * functions of that JSON alone.
 *
 *	{ "schema": "probity.lab/1", "what": "pool", "engine": "sim", "title": "...",
 *	  "machine": { "name": "xeon-8260", "topology": "2x24x2", "placement": "siblings", "cpus": 96, "costs_ns": {} },
 *	  "unit": "objects got and put back per second",
 *	  "curves": [ { "name": "cas", "title": "one CAS free list", "kernels": "5.11 to 6.6", "source": "...",
 *	                "points": [ { "threads": 1, "per_s": 2.4e7, "efficiency": 1, "p50_ns": 40, ... } ] } ] }
 *
 * efficiency is per_s divided by threads times per_s of the curve's first point, per thread.
 */
#ifndef LAB_REPORT_LAB_H
#define LAB_REPORT_LAB_H

#include "base/buf.h"
#include "lab/machine.h"
#include "lab/pool_run.h"
#include "report/chart.h"

struct json_object;

/* What a curve may be drawn over threads. */
extern const struct pby_quantity lab_quantities[];
extern const size_t lab_nr_quantities;

/* A new result without curves; the caller puts it. machine NULL: this machine, natively. */
struct json_object *lab_result__new(const char *what, const char *engine, const char *title, const char *unit,
				    const struct lab_machine *machine);
void lab_result__add_mix(struct json_object *result, const struct lab_pool_mix *mix, int nr_objs, uint64_t seed,
			 uint64_t duration_ns);
/* A new curve in the result, which owns it. */
struct json_object *lab_result__curve(struct json_object *result, const char *name, const char *title,
				      const char *kernels, const char *source);
void lab_curve__add_pool_point(struct json_object *curve, const struct lab_pool_point *p, bool simulated);

/* The same without what only pools have: misses, losses. */
void lab_curve__add_lock_point(struct json_object *curve, const struct lab_pool_point *p);

/* Views. Text: a table of throughput; all quantities when verbose. */
void lab_result__text(const struct json_object *result, bool verbose, struct pby_buf *out);
void lab_result__csv(const struct json_object *result, struct pby_buf *out);
/* A page with a chart of each quantity that the points have. */
void lab_result__html(const struct json_object *result, struct pby_buf *out);

/* Shared by the views: a number in M, k or as it is, with three digits: "23.8 M". */
void lab_number__add(struct pby_buf *out, double value);
/* Whether any point of any curve has this member. */
bool lab_result__has(const struct json_object *result, const char *member);

#endif
