// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* bench_scale_text.c: bench scale as a table: hooks down, threads across; and what was seen at locks. */
#include <string.h>

#include "base/json.h"
#include "model/bench/lock_counts.h"
#include "report/bench_parts.h"
#include "report/bench_words.h"
#include "report/paint.h"

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

/* Below this a count is no habit of the hook: one in a hundred hits. */
static const double least_per_hit = 0.01;

/* What was seen at the most threads that were watched; false: nothing was counted. */
static bool seen_at_locks(const struct json_object *row, struct pby_buf *out)
{
	const struct json_object *points = pby_json__get(row, "points"), *last;
	bool counted = false, any = false;

	last = pby_json__item(points, pby_json__len(points) - 1);
	for (int i = 0; last && i < PBY_NR_LOCK_COUNTS; i++) {
		const struct pby_lock_count_row *count = &pby_lock_count_rows[i];
		double per_hit = pby_json__get_double(last, count->name);

		counted |= pby_json__get(last, count->name) != NULL;
		if (per_hit < least_per_hit)
			continue;
		pby_buf__addf(out, "%s%.*f %s", any ? ", " : "", per_hit < 0.1 ? 2 : 1, per_hit, count->words);
		any = true;
	}
	if (counted && !any)
		pby_buf__adds(out, "none seen");
	return counted;
}

static bool say_locks(const struct json_object *row, struct pby_buf *out)
{
	const struct json_object *missing = pby_json__get(row, "not_counted");
	const char *unseen = pby_json__get_str(row, "unseen");

	if (!pby_bench_row__is(row, "done") || !missing)
		return false;
	if (!pby_json__len(pby_json__get(row, "points")))
		return false;
	seen_at_locks(row, out);
	for (size_t i = 0; i < pby_json__len(missing); i++)
		pby_buf__addf(out, "%snot counted: %s", out->len ? "; " : "",
			      json_object_get_string(pby_json__item(missing, i)));
	if (*unseen)
		pby_buf__addf(out, "%s%s", out->len ? "; " : "", unseen);
	return out->len > 0;
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
	if (unusable)
		pby_buf__adds(out, "\nunusable: the threads did not have the CPUs to themselves, or the rounds disagree\n");
	pby_bench_table__sentences(result, "Waits and retries of a hit, with the most threads:", say_locks, style, out);
	pby_bench_table__failures(result, style, out);
}
