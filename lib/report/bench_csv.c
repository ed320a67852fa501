// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* bench_csv.c: the figures of any part of bench, a line each, for spreadsheets and plots. */
#include <string.h>

#include "base/json.h"
#include "report/bench.h"
#include "report/bench_parts.h"
#include "report/csv.h"

/* Lists below a row whose items become lines, or objects of the row itself. */
static const struct layout {
	const char *what;
	const char *list;		/* of the row; NULL: the objects named in ways */
	const char *ways[3];
	const char *columns[16];	/* members; the first names the item, by its key where it is an object */
} layouts[] = {
	{ "hooks", "bodies", { NULL }, { "body", "verdict", "net_ns", "error_ns", "q1_ns", "q3_ns", "base_ns", "pairs", "calls",
					 "counted" } },
	{ "scale", "points", { NULL }, { "threads", "usable", "per_s", "base_per_s", "net_ns", "efficiency", "base_efficiency",
					 "spread", "cpu_share", "calls", "lost", "surplus", "lock_waits", "mmap_locks" } },
	{ "loss", NULL, { "sleep", "recurse", "verified" }, { "way", "at_once", "expected", "seen", "lost", "limit", "enough",
							       "surplus" } },
	{ "compare", NULL, { NULL }, { "name", "of", "a", "b", "ratio", "usable" } },
};

static void columns(struct pby_buf *out, const struct json_object *item, const struct layout *l, const char *name)
{
	for (size_t i = 0; i < sizeof(l->columns) / sizeof(l->columns[0]) && l->columns[i]; i++) {
		struct json_object *v = pby_json__get(item, l->columns[i]);

		if (i || name)
			pby_buf__addc(out, ',');
		if (!i && name && *name)
			pby_csv__field(out, name);
		else
			pby_csv__field(out, v ? json_object_get_string(v) : "");
	}
	pby_buf__addc(out, '\n');
}

static void row_lines(struct pby_buf *out, const struct json_object *row, const struct layout *l)
{
	const struct json_object *list = l->list ? pby_json__get(row, l->list) : NULL;
	bool any = false;

	for (size_t i = 0; i < pby_json__len(list); i++, any = true) {
		pby_csv__field(out, pby_json__get_str(row, "name"));
		pby_buf__addf(out, ",%s", pby_json__get_str(row, "state"));
		columns(out, pby_json__item(list, i), l, "");
	}
	for (size_t i = 0; i < sizeof(l->ways) / sizeof(l->ways[0]) && l->ways[i]; i++) {
		if (!pby_json__get(row, l->ways[i]))
			continue;
		pby_csv__field(out, pby_json__get_str(row, "name"));
		pby_buf__addf(out, ",%s", pby_json__get_str(row, "state"));
		columns(out, pby_json__get(row, l->ways[i]), l, l->ways[i]);
		any = true;
	}
	if (any)
		return;
	pby_csv__field(out, pby_json__get_str(row, "name"));
	pby_buf__addf(out, ",%s", pby_json__get_str(row, "state"));
	columns(out, NULL, l, "");
}

void pby_bench__csv(const struct json_object *result, struct pby_buf *out)
{
	const struct json_object *rows = pby_json__get(result, "rows");
	const struct layout *l = NULL;

	for (size_t i = 0; i < sizeof(layouts) / sizeof(layouts[0]); i++)
		if (!strcmp(layouts[i].what, pby_json__get_str(result, "what")))
			l = &layouts[i];
	if (!l)
		return;
	if (!l->list && !l->ways[0]) {
		for (size_t i = 0; l->columns[i]; i++)
			pby_buf__addf(out, "%s%s", i ? "," : "", l->columns[i]);
		pby_buf__addc(out, '\n');
		for (size_t i = 0; i < pby_json__len(rows); i++)
			columns(out, pby_json__item(rows, i), l, NULL);
		return;
	}
	pby_buf__adds(out, "name,state");
	for (size_t i = 0; l->columns[i]; i++)
		pby_buf__addf(out, ",%s", l->columns[i]);
	pby_buf__addc(out, '\n');
	for (size_t i = 0; i < pby_json__len(rows); i++)
		row_lines(out, pby_json__item(rows, i), l);
}
