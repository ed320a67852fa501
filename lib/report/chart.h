// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* chart.h: a chart as SVG: curves over the number of threads, whose axis is logarithmic. */
#ifndef PBY_REPORT_CHART_H
#define PBY_REPORT_CHART_H

#include <stdbool.h>

struct json_object;
struct pby_buf;

/* What is drawn: a member of the points. */
struct pby_quantity {
	const char *member;
	const char *title;
	bool log;	/* logarithmic axis */
};

/*
 * One chart of one quantity. curves:
 *
 *	[ { "name": "cas", "points": [ { "threads": 1, "per_s": 2.4e7 }, { "threads": 2, "per_s": 1.1e7 } ] } ]
 *
 * Points without the member are left out; at most 64 curves.
 */
void pby_chart__svg(const struct json_object *curves, const struct pby_quantity *q, struct pby_buf *out);

#endif
