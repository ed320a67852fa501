// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* bench_table.c: cells, and the rows that have no figures. */
#include <string.h>

#include "base/json.h"
#include "report/bench_parts.h"
#include "report/bench_words.h"
#include "report/paint.h"

enum { INDENT = 2 };

void pby_bench_table__cell(struct pby_buf *out, const struct pby_style *style, int colour, const char *text, size_t width)
{
	size_t n = strlen(text);

	pby_paint__add(out, style, (enum pby_colour)colour, text);
	pby_buf__fill(out, ' ', n < width ? width - n : 1);
}

void pby_bench_table__right(struct pby_buf *out, const char *text, size_t width)
{
	size_t n = strlen(text);

	pby_buf__fill(out, ' ', n < width ? width - n : 1);
	pby_buf__adds(out, text);
}

bool pby_bench_row__is(const struct json_object *row, const char *state)
{
	return !strcmp(pby_json__get_str(row, "state"), state);
}

/* The names of all rows of which this is said, unless one before row i is among them: then it was told. */
static void names_of(const struct json_object *rows, size_t i, pby_bench_say say, const char *sentence,
		     struct pby_buf *names)
{
	for (size_t k = 0; k < pby_json__len(rows); k++) {
		const struct json_object *row = pby_json__item(rows, k);
		PBY_AUTO_BUF its = { 0 };

		if (!say(row, &its) || strcmp(pby_buf__text(&its), sentence))
			continue;
		if (k < i)
			return;
		pby_buf__addf(names, "%s%s", names->len ? ", " : "", pby_json__get_str(row, "name"));
	}
}

void pby_bench_table__sentences(const struct json_object *result, const char *title, pby_bench_say say,
				const struct pby_style *style, struct pby_buf *out)
{
	const struct json_object *rows = pby_json__get(result, "rows");
	bool titled = false;

	for (size_t i = 0; i < pby_json__len(rows); i++) {
		PBY_AUTO_BUF sentence = { 0 }, names = { 0 };

		if (say(pby_json__item(rows, i), &sentence))
			names_of(rows, i, say, pby_buf__text(&sentence), &names);
		if (!names.len)
			continue;
		if (!titled)
			pby_buf__addf(out, "\n%s\n", title);
		titled = true;
		pby_buf__fill(out, ' ', INDENT);
		pby_buf__addf(&names, ": %s", pby_buf__text(&sentence));
		pby_paint__wrap(out, style, INDENT + 2, pby_buf__text(&names));
	}
}

static bool say_missing(const struct json_object *row, struct pby_buf *why)
{
	pby_bench_words__failure(row, why);
	return pby_bench_row__is(row, "missing");
}

static bool say_failed(const struct json_object *row, struct pby_buf *why)
{
	pby_bench_words__failure(row, why);
	return !pby_bench_row__is(row, "done") && !pby_bench_row__is(row, "missing");
}

void pby_bench_table__failures(const struct json_object *result, const struct pby_style *style, struct pby_buf *out)
{
	pby_bench_table__sentences(result, "Not on this kernel:", say_missing, style, out);
	pby_bench_table__sentences(result, "Not measured:", say_failed, style, out);
}
