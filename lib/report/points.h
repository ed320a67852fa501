// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* points.h: the attach points in the result of probity check, and their views. */
#ifndef PBY_REPORT_POINTS_H
#define PBY_REPORT_POINTS_H

#include "report/check.h"

struct pby_attach_points;

/* Adds "attach_points" to the result. */
void pby_points__json(struct json_object *result, const struct pby_attach_points *points);

/*
 * One line for each hook; verbose: what each loses, where that shows, what it can hang, what to do.
 *
 *	hook             works             mechanism                     shares    loses  hangs
 *	kretprobe        yes, probed       pool as one CAS list          one line  3      -
 *	kprobe.multi     no                -                             -         -      -
 *	fentry           yes, not probed   BPF trampoline                nothing   1      1
 */
void pby_points__text(const struct json_object *result, const struct pby_style *style,
		      struct pby_buf *out);

/*
 * A line for each hook: name, works, strength, mechanism, scaling, result of the experiment.
 *
 *	kretprobe	yes	probed	kretprobe-freelist	line	works
 */
void pby_points__tsv(const struct json_object *result, struct pby_buf *out);

/* The same as a table of the page, each hook with a fold of its particulars. */
void pby_points__html(const struct json_object *result, struct pby_buf *out);

#endif
