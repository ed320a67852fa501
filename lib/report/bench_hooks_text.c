// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* bench_hooks_text.c: the table of bench hooks. */
#include "report/bench_parts.h"

#include <string.h>

#include "base/json.h"
#include "report/bench_words.h"
#include "report/paint.h"

enum { NAME = 23, COST = 13, BASE = 6 };

static const char *const bodies[] = { "empty", "counter", "hash" };
enum { NR_BODIES = sizeof(bodies) / sizeof(bodies[0]) };

/* "812 +-11", "below 3", "noisy +-90", "-"; the sign is one column and two bytes. */
static void cost(const struct json_object *body, double unit, struct pby_buf *out)
{
	const char *verdict = body ? pby_json__get_str(body, "verdict") : "no-data";
	double net = pby_json__get_double(body, "net_ns"), error = pby_json__get_double(body, "error_ns");

	if (!strcmp(verdict, "no-data")) {
		pby_buf__adds(out, "-");
	} else if (!strcmp(verdict, "noisy")) {
		pby_buf__adds(out, "unusable");
	} else if (unit > 0) {
		pby_buf__addf(out, "%.2f", net / unit);
	} else if (!strcmp(verdict, "below")) {
		pby_buf__adds(out, "below ");
		pby_bench_words__ns(error > 1 ? error : 1, out);
	} else {
		pby_bench_words__ns(net, out);
		pby_buf__adds(out, " +-");
		pby_bench_words__ns(error, out);
	}
}

static void measured_row(const struct json_object *row, double unit, const struct pby_style *style,
			 struct pby_buf *out)
{
	PBY_AUTO_BUF base = { 0 };

	pby_bench_table__cell(out, style, PBY_BOLD, pby_json__get_str(row, "name"), NAME);
	for (int b = 0; b < NR_BODIES; b++) {
		const struct json_object *body = pby_bench_words__body(row, bodies[b]);
		PBY_AUTO_BUF cell = { 0 };

		cost(body, unit, &cell);
		pby_bench_table__cell(out, style, pby_bench_words__usable(body) ? PBY_PLAIN : PBY_YELLOW, pby_buf__text(&cell), COST);
		if (body && !base.len) {
			double ns = pby_json__get_double(body, "base_ns");

			if (unit > 0)
				pby_buf__addf(&base, "%.2f", ns / unit);
			else
				pby_bench_words__ns(ns, &base);
		}
	}
	pby_bench_table__cell(out, style, PBY_DIM, pby_buf__text(&base), BASE);
	pby_paint__add(out, style, PBY_DIM, pby_json__get_str(row, style->verbose ? "at" : "where"));
	pby_buf__addc(out, '\n');
}

/* Says how the figures came to be, once. */
static void legend(const struct json_object *result, double unit, const char *unit_name, struct pby_buf *out)
{
	const struct json_object *s = pby_json__get(result, "settings");

	if (unit > 0)
		pby_buf__addf(out, "cost of a hit beyond the call, as a multiple of the empty program on %s; ", unit_name);
	else
		pby_buf__adds(out, "ns per hit beyond the call; ");
	pby_buf__addf(out, "median of %lld pairs on CPU %lld%s\n", (long long)pby_json__get_int(s, "rounds"),
		      (long long)pby_json__get_int(s, "cpu"), unit > 0 ? "" : ", +- its error (95 %)");
}

void pby_bench_hooks__text(const struct json_object *result, const struct pby_style *style, struct pby_buf *out)
{
	const struct json_object *rows = pby_json__get(result, "rows");
	const char *unit_name;
	double unit = pby_bench_words__unit(result, &unit_name);
	bool noisy = false;

	legend(result, unit, unit_name, out);
	pby_buf__addc(out, '\n');
	pby_bench_table__cell(out, style, PBY_DIM, "hook", NAME);
	for (int b = 0; b < NR_BODIES; b++)
		pby_bench_table__cell(out, style, PBY_DIM, bodies[b], COST);
	pby_bench_table__cell(out, style, PBY_DIM, "call", BASE);
	pby_paint__add(out, style, PBY_DIM, style->verbose ? "probed\n" : "where\n");
	for (size_t i = 0; i < pby_json__len(rows); i++) {
		const struct json_object *row = pby_json__item(rows, i);

		if (!pby_bench_row__is(row, "done"))
			continue;
		measured_row(row, unit, style, out);
		for (int b = 0; b < NR_BODIES; b++) {
			const struct json_object *body = pby_bench_words__body(row, bodies[b]);

			noisy |= body && !strcmp(pby_json__get_str(body, "verdict"), "noisy");
		}
	}
	pby_bench_table__failures(result, style, out);
	if (noisy)
		pby_buf__adds(out, "\nunusable: the runs disagreed by more than a tenth; try again with less load, "
				   "or more --rounds\n");
}
