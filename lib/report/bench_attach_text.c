// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* bench_attach_text.c: the table of bench attach. */
#include "report/bench_parts.h"

#include <string.h>

#include "base/json.h"
#include "report/bench_words.h"
#include "report/paint.h"

enum { NAME = 16, COUNT = 4, TIME = 8 };

static const struct { const char *condition, *phase, *title; } columns[] = {
	{ "idle", "attach", "attach" }, { "loaded", "attach", "loaded" },
	{ "idle", "detach", "detach" }, { "loaded", "detach", "loaded" },
};
enum { NR_COLUMNS = sizeof(columns) / sizeof(columns[0]) };

/* How many looks at a phase showed this class. */
static int64_t looks_of(const struct json_object *row, const char *phase, const char *class)
{
	const struct json_object *waits = pby_json__get(row, "waits");
	int64_t sum = 0;

	for (size_t i = 0; i < pby_json__len(waits); i++) {
		const struct json_object *w = pby_json__item(waits, i);

		if (!strcmp(pby_json__get_str(w, "phase"), phase) && !strcmp(pby_json__get_str(w, "class"), class))
			sum += pby_json__get_int(w, "looks");
	}
	return sum;
}

/* "detach rcu-tasks-gp 81 %": the class that most looks at the phase showed. */
static void waits_for(const struct json_object *row, const char *phase, struct pby_buf *out)
{
	const struct json_object *waits = pby_json__get(row, "waits");
	int64_t all = pby_json__get_int(pby_json__get(row, "looks"), phase), most = 0;
	const char *best = NULL;

	for (size_t i = 0; i < pby_json__len(waits); i++) {
		const char *class = pby_json__get_str(pby_json__item(waits, i), "class");
		int64_t looks = looks_of(row, phase, class);

		if (looks > most) {
			most = looks;
			best = class;
		}
	}
	if (best && all)
		pby_buf__addf(out, "%s %s %lld %%", phase, best, (long long)(most * 100 / all));
}

/* With -v, where in the kernel it was, most looks first as they were found. */
static void all_waits(const struct json_object *row, const struct pby_style *style, struct pby_buf *out)
{
	const struct json_object *waits = pby_json__get(row, "waits");

	for (size_t i = 0; i < pby_json__len(waits); i++) {
		const struct json_object *w = pby_json__item(waits, i);
		const char *phase = pby_json__get_str(w, "phase"), *caller = pby_json__get_str(w, "caller");
		PBY_AUTO_BUF line = { 0 };
		int64_t all = pby_json__get_int(pby_json__get(row, "looks"), phase);

		pby_buf__addf(&line, "  %s %3lld %% %s, %s", phase, (long long)(pby_json__get_int(w, "looks") * 100 / (all ? all : 1)),
			      pby_json__get_str(w, "class"), pby_json__get_str(w, "function"));
		if (*caller)
			pby_buf__addf(&line, " from %s", caller);
		pby_buf__addc(&line, '\n');
		pby_paint__add(out, style, PBY_DIM, pby_buf__text(&line));
	}
}

static void done_row(const struct json_object *row, const struct pby_style *style, struct pby_buf *out)
{
	const char *name = pby_json__get_str(row, "name"), *blind;
	PBY_AUTO_BUF count = { 0 }, waits = { 0 };

	pby_paint__add(out, style, PBY_BOLD, name);
	pby_buf__fill(out, ' ', strlen(name) < NAME ? NAME - strlen(name) : 1);
	pby_buf__addf(&count, "%lld", (long long)pby_json__get_int(row, "functions"));
	pby_bench_table__right(out, pby_buf__text(&count), COUNT);
	for (int c = 0; c < NR_COLUMNS; c++) {
		const struct json_object *t = pby_json__get(pby_json__get(row, columns[c].condition), columns[c].phase);
		PBY_AUTO_BUF cell = { 0 };

		pby_bench_words__duration(pby_json__get_double(t, "median_ns"), &cell);
		pby_bench_table__right(out, t ? pby_buf__text(&cell) : "-", TIME);
	}
	waits_for(row, "detach", &waits);
	if (!waits.len)
		waits_for(row, "attach", &waits);
	blind = pby_json__get_str(pby_json__get(row, "looks"), "error");
	if (*blind && !waits.len)
		pby_buf__addf(&waits, "not seen: its stack: %s", blind);
	pby_buf__adds(out, waits.len ? "  " : "");
	pby_paint__add(out, style, PBY_DIM, pby_buf__text(&waits));
	pby_buf__addc(out, '\n');
	if (style->verbose)
		all_waits(row, style, out);
}

void pby_bench_attach__text(const struct json_object *result, const struct pby_style *style, struct pby_buf *out)
{
	const struct json_object *rows = pby_json__get(result, "rows"), *s = pby_json__get(result, "settings");

	pby_buf__addf(out, "time for n functions together, at rest and with all CPUs busy (loaded); median of %lld\n"
		      "waits for: what most looks at its kernel stack showed; -v lists them\n\n", (long long)pby_json__get_int(s, "rounds"));
	pby_paint__add(out, style, PBY_DIM, "hook");
	pby_buf__fill(out, ' ', NAME - strlen("hook"));
	pby_bench_table__right(out, "n", COUNT);
	for (int c = 0; c < NR_COLUMNS; c++)
		pby_bench_table__right(out, columns[c].title, TIME);
	pby_buf__adds(out, "  waits for\n");
	for (size_t i = 0; i < pby_json__len(rows); i++)
		if (pby_bench_row__is(pby_json__item(rows, i), "done"))
			done_row(pby_json__item(rows, i), style, out);
	pby_bench_table__failures(result, style, out);
}
