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

/* Has it the reason for not being measured that is asked for? */
static bool failed_for(const struct json_object *row, bool missing, const char *why)
{
	PBY_AUTO_BUF its = { 0 };

	if (pby_bench_row__is(row, "done") || pby_bench_row__is(row, "missing") != missing)
		return false;
	pby_bench_words__failure(row, &its);
	return !strcmp(pby_buf__text(&its), why);
}

/* The names of all rows with this reason, unless one before row i has it: then it was told. */
static void names_of(const struct json_object *rows, size_t i, bool missing, const char *why, struct pby_buf *names)
{
	for (size_t k = 0; k < pby_json__len(rows); k++) {
		const struct json_object *row = pby_json__item(rows, k);

		if (!failed_for(row, missing, why))
			continue;
		if (k < i)
			return;
		pby_buf__addf(names, "%s%s", names->len ? ", " : "", pby_json__get_str(row, "name"));
	}
}

static void failures(const struct json_object *rows, const char *title, bool missing, const struct pby_style *style,
		     struct pby_buf *out)
{
	bool titled = false;

	for (size_t i = 0; i < pby_json__len(rows); i++) {
		const struct json_object *row = pby_json__item(rows, i);
		PBY_AUTO_BUF why = { 0 }, names = { 0 };

		pby_bench_words__failure(row, &why);
		if (!failed_for(row, missing, pby_buf__text(&why)))
			continue;
		names_of(rows, i, missing, pby_buf__text(&why), &names);
		if (!names.len)
			continue;
		if (!titled)
			pby_buf__addf(out, "\n%s\n", title);
		titled = true;
		pby_buf__fill(out, ' ', INDENT);
		pby_buf__addf(&names, ": %s", pby_buf__text(&why));
		pby_paint__wrap(out, style, INDENT + 2, pby_buf__text(&names));
	}
}

void pby_bench_table__failures(const struct json_object *result, const struct pby_style *style, struct pby_buf *out)
{
	const struct json_object *rows = pby_json__get(result, "rows");

	failures(rows, "Not on this kernel:", true, style, out);
	failures(rows, "Not measured:", false, style, out);
}
