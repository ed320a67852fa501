// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* bench_scale.c: bench scale as JSON and as a table: hooks down, threads across. */
#include <string.h>

#include "base/json.h"
#include "model/bench/scaling.h"
#include "report/bench.h"
#include "report/bench_parts.h"
#include "report/bench_words.h"
#include "report/paint.h"

static void add_point(struct json_object *points, const struct pby_scaled *m, const struct pby_scale_raw *raw,
		      bool counted)
{
	struct pby_scale_point p = pby_scale__point(m, raw);
	struct json_object *o;

	if (!raw->nr)
		return;
	o = pby_json__obj(points, NULL);
	pby_json__int(o, "threads", p.threads);
	pby_json__fixed(o, "per_s", p.probed_per_s, 0);
	pby_json__fixed(o, "base_per_s", p.base_per_s, 0);
	pby_json__fixed(o, "net_ns", p.ns, 2);
	pby_json__fixed(o, "efficiency", p.efficiency, 3);
	pby_json__fixed(o, "base_efficiency", p.base_efficiency, 3);
	pby_json__fixed(o, "spread", p.spread, 3);
	pby_json__fixed(o, "cpu_share", raw->cpu_share, 3);
	pby_json__bool(o, "usable", p.usable);
	pby_json__int(o, "rounds", raw->nr);
	pby_json__u64(o, "calls", raw->calls);
	if (!counted)
		return;
	pby_json__u64(o, "lost", p.lost);
	pby_json__bool(o, "surplus", p.surplus);
}

void pby_bench_scale__json(struct json_object *rows, enum pby_bench_hook row, const struct pby_scaled *m, bool counted,
			   const struct pby_attach_point *point)
{
	struct json_object *o = pby_bench__json_row(rows, row, &m->outcome, point), *points;
	struct pby_scale_verdict v;

	if (m->outcome.state != PBY_BENCH_DONE)
		return;
	v = pby_scale__judge(m);
	pby_json__int(o, "stops_at", v.stops_at);
	pby_json__bool(o, "base_stops", v.base_stops);
	pby_json__bool(o, "judged", v.known);
	points = pby_json__arr(o, "points");
	for (uint32_t i = 0; i < m->nr && i < PBY_SCALE_MAX_POINTS; i++)
		add_point(points, m, &m->points[i], counted);
}

enum { NAME = 20, CELL = 13, STOPS = 14, LOST = 9, MAX_COLUMNS = 4 };

static const struct json_object *point_of(const struct json_object *row, int64_t threads)
{
	const struct json_object *points = pby_json__get(row, "points");

	for (size_t i = 0; i < pby_json__len(points); i++)
		if (pby_json__get_int(pby_json__item(points, i), "threads") == threads)
			return pby_json__item(points, i);
	return NULL;
}

static void per_s(double v, struct pby_buf *out)
{
	static const struct { double from; const char *unit; } rows[] = { { 1e9, "G" }, { 1e6, "M" }, { 1e3, "k" } };

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		double x = v / rows[i].from;

		if (x < 1)
			continue;
		pby_buf__addf(out, "%.*f%s", x >= 100 ? 0 : x >= 10 ? 1 : 2, x, rows[i].unit);
		return;
	}
	pby_buf__addf(out, "%.0f", v);
}

/* "2.31M 98 %": calls per second of all threads, and their share of what the first thread promises. */
static void cell(const struct json_object *point, struct pby_buf *out)
{
	if (!point) {
		pby_buf__adds(out, "-");
		return;
	}
	if (!pby_json__get_bool(point, "usable")) {
		pby_buf__adds(out, "unusable");
		return;
	}
	per_s(pby_json__get_double(point, "per_s"), out);
	if (pby_json__get_int(point, "threads") > 1)
		pby_buf__addf(out, " %.0f %%", pby_json__get_double(point, "efficiency") * 100);
}

static void loses(const struct json_object *row, struct pby_buf *out)
{
	const struct json_object *points = pby_json__get(row, "points");
	unsigned long long lost = 0, calls = 0;
	bool surplus = false, known = false;

	for (size_t i = 0; i < pby_json__len(points); i++) {
		const struct json_object *p = pby_json__item(points, i);

		known |= pby_json__get(p, "lost") != NULL;
		surplus |= pby_json__get_bool(p, "surplus");
		lost += (unsigned long long)pby_json__get_int(p, "lost");
		calls += (unsigned long long)pby_json__get_int(p, "calls");
	}
	if (!known)
		pby_buf__adds(out, "?");
	else if (surplus)
		pby_buf__adds(out, "? others");
	else if (lost)
		pby_buf__addf(out, "%.2g %%", calls ? (double)lost * 100 / (double)calls : 100);
	else
		pby_buf__adds(out, "none");
}

static void stops(const struct json_object *row, struct pby_buf *out)
{
	long long at = (long long)pby_json__get_int(row, "stops_at");

	if (!pby_json__get_bool(row, "judged"))
		pby_buf__adds(out, "?");
	else if (!at)
		pby_buf__adds(out, "-");
	else
		pby_buf__addf(out, "%lld%s", at, pby_json__get_bool(row, "base_stops") ? ", calls too" : "");
}

/* Few columns fit: the first, the last, and the doublings before it. */
static size_t choose_columns(const struct json_object *threads, int64_t *columns)
{
	size_t nr = pby_json__len(threads), first = nr > MAX_COLUMNS ? nr - MAX_COLUMNS : 0, n = 0;

	for (size_t i = first; i < nr; i++)
		columns[n++] = json_object_get_int64(pby_json__item(threads, i));
	if (first)
		columns[0] = json_object_get_int64(pby_json__item(threads, 0));
	return n;
}

static void text_row(const struct json_object *row, const int64_t *columns, size_t nr, const struct pby_style *style,
		     struct pby_buf *out)
{
	PBY_AUTO_BUF at = { 0 }, lost = { 0 };

	pby_bench_table__cell(out, style, PBY_BOLD, pby_json__get_str(row, "name"), NAME);
	for (size_t i = 0; i < nr; i++) {
		const struct json_object *point = point_of(row, columns[i]);
		PBY_AUTO_BUF text = { 0 };

		cell(point, &text);
		pby_bench_table__cell(out, style, point && !pby_json__get_bool(point, "usable") ? PBY_YELLOW : PBY_PLAIN,
				      pby_buf__text(&text), CELL);
	}
	stops(row, &at);
	loses(row, &lost);
	pby_bench_table__cell(out, style, PBY_PLAIN, pby_buf__text(&at), STOPS);
	pby_bench_table__cell(out, style, strcmp(pby_buf__text(&lost), "none") ? PBY_YELLOW : PBY_PLAIN,
			      pby_buf__text(&lost), LOST);
	pby_paint__add(out, style, PBY_DIM, pby_json__get_str(row, "mechanism_text"));
	pby_buf__addc(out, '\n');
}

void pby_bench_scale__text(const struct json_object *result, const struct pby_style *style, struct pby_buf *out)
{
	const struct json_object *rows = pby_json__get(result, "rows"), *s = pby_json__get(result, "settings");
	int64_t columns[MAX_COLUMNS];
	size_t nr = choose_columns(pby_json__get(s, "threads"), columns);
	bool unusable = false;

	pby_buf__addf(out, "calls per second of all threads, each with a probe hit (program: %s); efficiency beside it\n\n",
		      pby_json__get_str(s, "body"));
	pby_bench_table__cell(out, style, PBY_DIM, "hook", NAME);
	for (size_t i = 0; i < nr; i++) {
		PBY_AUTO_BUF head = { 0 };

		pby_buf__addf(&head, "%lld thread%s", (long long)columns[i], columns[i] == 1 ? "" : "s");
		pby_bench_table__cell(out, style, PBY_DIM, pby_buf__text(&head), CELL);
	}
	pby_bench_table__cell(out, style, PBY_DIM, "stops at", STOPS);
	pby_bench_table__cell(out, style, PBY_DIM, "lost", LOST);
	pby_paint__add(out, style, PBY_DIM, "mechanism\n");
	for (size_t i = 0; i < pby_json__len(rows); i++) {
		const struct json_object *row = pby_json__item(rows, i);

		if (!pby_bench_row__is(row, "done"))
			continue;
		text_row(row, columns, nr, style, out);
		for (size_t k = 0; k < nr; k++) {
			const struct json_object *p = point_of(row, columns[k]);

			unusable |= p && !pby_json__get_bool(p, "usable");
		}
	}
	pby_bench_table__failures(result, style, out);
	if (unusable)
		pby_buf__adds(out, "\nunusable: the threads did not have the CPUs to themselves, or the rounds disagree\n");
}
