// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* bench_uprobe_svg.c: hits over the threads that call, a curve for each number of threads that map memory beside them. */
#include <string.h>

#include "base/buf.h"
#include "base/json.h"
#include "report/bench_parts.h"
#include "report/chart.h"

static bool fires(const struct json_object *row)
{
	return !strcmp(pby_json__get_str(row, "kind"), "firing");
}

static void add_curve(struct json_object *curves, const struct json_object *rows, int64_t writers)
{
	struct json_object *curve = pby_json__obj(curves, NULL), *points, *point;
	PBY_AUTO_BUF name = { 0 };

	pby_buf__addf(&name, "%lld mapping", (long long)writers);
	pby_json__str(curve, "name", pby_buf__text(&name));
	points = pby_json__arr(curve, "points");
	for (size_t i = 0; i < pby_json__len(rows); i++) {
		const struct json_object *row = pby_json__item(rows, i);

		if (!fires(row) || pby_json__get_int(row, "writers") != writers)
			continue;
		point = pby_json__obj(points, NULL);
		pby_json__int(point, "threads", pby_json__get_int(row, "readers"));
		pby_json__fixed(point, "per_s", pby_json__get_double(row, "probed_per_s"), 0);
	}
}

void pby_bench_uprobe__svg(const struct json_object *result, struct pby_buf *out)
{
	const struct pby_quantity q = { "per_s", "hits per second beside threads that map memory", true };
	const struct json_object *rows = pby_json__get(result, "rows");
	struct json_object *curves = json_object_new_array();
	int64_t last = -1;

	/* For each number of callers the numbers of those that map grow: a new greatest one is a new curve. */
	for (size_t i = 0; i < pby_json__len(rows); i++) {
		const struct json_object *row = pby_json__item(rows, i);
		int64_t writers = pby_json__get_int(row, "writers");

		if (!fires(row) || writers <= last)
			continue;
		add_curve(curves, rows, writers);
		last = writers;
	}
	pby_chart__svg(curves, &q, out);
	json_object_put(curves);
}
