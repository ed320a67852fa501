// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* bench_uprobe_text.c: the two tables of bench uprobe. */
#include <string.h>

#include "base/json.h"
#include "report/bench_parts.h"
#include "report/bench_words.h"
#include "report/paint.h"

enum { COUNT = 9, RATE = 11, FACTOR = 9, TIME = 12 };

/* "812k", "1.2M". */
static void rate(double per_s, struct pby_buf *out)
{
	if (per_s >= 1e6)
		pby_buf__addf(out, "%.3gM/s", per_s / 1e6);
	else if (per_s >= 1e3)
		pby_buf__addf(out, "%.3gk/s", per_s / 1e3);
	else
		pby_buf__addf(out, "%.0f/s", per_s);
}

static void number(struct pby_buf *out, const struct json_object *row, const char *key, size_t width)
{
	PBY_AUTO_BUF cell = { 0 };

	pby_buf__addf(&cell, "%lld", (long long)pby_json__get_int(row, key));
	pby_bench_table__right(out, pby_buf__text(&cell), width);
}

static void rate_cell(struct pby_buf *out, const struct json_object *row, const char *key)
{
	PBY_AUTO_BUF cell = { 0 };

	if (pby_json__get(row, key))
		rate(pby_json__get_double(row, key), &cell);
	else
		pby_buf__addc(&cell, '-');
	pby_bench_table__right(out, pby_buf__text(&cell), RATE);
}

static void factor_cell(struct pby_buf *out, const struct json_object *row, const char *key)
{
	PBY_AUTO_BUF cell = { 0 };

	if (pby_json__get(row, key))
		pby_buf__addf(&cell, "x %.2f", pby_json__get_double(row, key));
	else
		pby_buf__addc(&cell, '-');
	pby_bench_table__right(out, pby_buf__text(&cell), FACTOR);
}

static void firing_row(const struct json_object *row, struct pby_buf *out)
{
	number(out, row, "readers", COUNT);
	number(out, row, "writers", COUNT);
	rate_cell(out, row, "base_per_s");
	rate_cell(out, row, "probed_per_s");
	factor_cell(out, row, "slowdown");
	rate_cell(out, row, "base_maps_per_s");
	rate_cell(out, row, "probed_maps_per_s");
	factor_cell(out, row, "maps_slowdown");
	pby_buf__addc(out, '\n');
}

static void registration_row(const struct json_object *row, struct pby_buf *out)
{
	static const struct { const char *key, *which; } cells[] = {
		{ "register", "median_ns" }, { "unregister", "median_ns" },
		{ "fork", "median_ns" }, { "fork", "max_ns" }, { "fork_before", "median_ns" },
	};

	number(out, row, "processes", COUNT);
	for (size_t i = 0; i < sizeof(cells) / sizeof(cells[0]); i++) {
		PBY_AUTO_BUF cell = { 0 };

		pby_bench_words__duration(pby_json__get_double(pby_json__get(row, cells[i].key), cells[i].which), &cell);
		pby_bench_table__right(out, pby_buf__text(&cell), TIME);
	}
	pby_buf__addc(out, '\n');
}

static void titles(const struct pby_style *style, struct pby_buf *out, const char *line)
{
	pby_paint__add(out, style, PBY_DIM, line);
	pby_buf__addc(out, '\n');
}

/* The rows of one kind under their titles; nothing when there are none. */
static void table(const struct json_object *rows, const char *kind, const struct pby_style *style, const char *about,
		  const char *line, void (*row)(const struct json_object *row, struct pby_buf *out), struct pby_buf *out)
{
	bool titled = false;

	for (size_t i = 0; i < pby_json__len(rows); i++) {
		const struct json_object *r = pby_json__item(rows, i);

		if (strcmp(pby_json__get_str(r, "kind"), kind))
			continue;
		if (!titled) {
			pby_buf__addf(out, "\n%s\n", about);
			titles(style, out, line);
		}
		titled = true;
		row(r, out);
	}
}

void pby_bench_uprobe__text(const struct json_object *result, const struct pby_style *style, struct pby_buf *out)
{
	const struct json_object *rows = pby_json__get(result, "rows"), *s = pby_json__get(result, "settings");

	pby_buf__addf(out, "a uprobe with an empty program on a function that begins with %s; median of %lld\n",
		      pby_json__get_str(result, "at"), (long long)pby_json__get_int(s, "rounds"));
	table(rows, "firing", style, "Threads that call it, beside threads of the process that mmap, madvise and munmap:",
	      "  calling  mapping      calls     probed   slower       maps     probed   slower", firing_row, out);
	table(rows, "registration", style,
	      "Registering it in all processes that map the file, while another process forks:",
	      "processes    register  unregister        fork    its worst      before", registration_row, out);
	if (strcmp(pby_json__get_str(result, "state"), "done")) {
		PBY_AUTO_BUF why = { 0 };

		pby_bench_words__failure(result, &why);
		pby_buf__addf(out, "\nNot measured%s: %s\n", pby_json__len(rows) ? " further" : "", pby_buf__text(&why));
	}
}
