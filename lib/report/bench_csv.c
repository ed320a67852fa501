// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* bench_csv.c: the figures of any part of bench, a line each, for spreadsheets and plots. */
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "report/bench.h"
#include "report/bench_parts.h"
#include "report/csv.h"

/*
 * What becomes a line: an item of a list of the row, or an object of the row, or the row itself. A member of a member is
 * named with a point between them.
 */
static const struct layout {
	const char *what;
	const char *of_row[3];		/* what each line of a row begins with */
	const char *list;		/* of the row; NULL: the objects named in ways */
	const char *ways[4];
	const char *columns[20];	/* members; the first names the item, by its key where it is an object */
} layouts[] = {
	{ "hooks", { "name", "state" }, "bodies", { NULL },
	  { "body", "verdict", "net_ns", "error_ns", "q1_ns", "q3_ns", "base_ns", "pairs", "calls", "counted" } },
	{ "scale", { "name", "state" }, "points", { NULL },
	  { "threads", "usable", "per_s", "base_per_s", "net_ns", "efficiency", "base_efficiency", "spread", "cpu_share", "calls",
	    "lost", "surplus", "lock_waits", "mmap_locks" } },
	{ "loss", { "name", "state" }, NULL, { "sleep", "recurse", "verified" },
	  { "way", "at_once", "expected", "seen", "lost", "limit", "enough", "surplus" } },
	{ "attach", { "name", "functions", "state" }, NULL, { "idle", "loaded" },
	  { "cpus", "rounds", "attach.median_ns", "attach.min_ns", "attach.max_ns", "detach.median_ns", "detach.min_ns",
	    "detach.max_ns" } },
	{ "net", { "load", "name", "state" }, NULL, { "stream", "request", "packet", "ping" },
	  { "metric", "verdict", "base_ns", "net_ns", "error_ns", "q1_ns", "q3_ns", "pairs", "base_per_s", "per_s" } },
	{ "uprobe", { NULL }, NULL, { NULL },
	  { "kind", "readers", "writers", "rounds", "base_per_s", "probed_per_s", "slowdown", "base_maps_per_s",
	    "probed_maps_per_s", "maps_slowdown", "processes", "register.median_ns", "register.max_ns", "unregister.median_ns",
	    "unregister.max_ns", "fork.median_ns", "fork.max_ns", "fork_before.median_ns", "fork_before.max_ns" } },
	{ "compare", { NULL }, NULL, { NULL }, { "name", "of", "a", "b", "ratio", "usable" } },
};

enum { MAX_COLUMNS = sizeof(layouts[0].columns) / sizeof(layouts[0].columns[0]),
       MAX_OF_ROW = sizeof(layouts[0].of_row) / sizeof(layouts[0].of_row[0]),
       MAX_WAYS = sizeof(layouts[0].ways) / sizeof(layouts[0].ways[0]) };

/* "a", or "a.b": the member b of the member a. */
static struct json_object *member(const struct json_object *o, const char *name)
{
	const char *point = strchr(name, '.');
	char first[32];

	if (!point)
		return pby_json__get(o, name);
	snprintf(first, sizeof(first), "%.*s", (int)(point - name), name);
	return pby_json__get(pby_json__get(o, first), point + 1);
}

static void value(struct pby_buf *out, const struct json_object *o, const char *name)
{
	struct json_object *v = member(o, name);

	pby_csv__field(out, v ? json_object_get_string(v) : "");
}

/* key: what an object is called in its row, which stands in the first column; NULL: it names itself. */
static void line(struct pby_buf *out, const struct layout *l, const struct json_object *row, const char *key,
		 const struct json_object *item)
{
	const char *comma = "";

	for (size_t i = 0; i < MAX_OF_ROW && l->of_row[i]; i++, comma = ",") {
		pby_buf__adds(out, comma);
		value(out, row, l->of_row[i]);
	}
	for (size_t i = 0; i < MAX_COLUMNS && l->columns[i]; i++, comma = ",") {
		pby_buf__adds(out, comma);
		if (!i && key)
			pby_csv__field(out, key);
		else
			value(out, item, l->columns[i]);
	}
	pby_buf__addc(out, '\n');
}

static void row_lines(struct pby_buf *out, const struct json_object *row, const struct layout *l)
{
	const struct json_object *list = l->list ? pby_json__get(row, l->list) : NULL;
	bool any = false;

	for (size_t i = 0; i < pby_json__len(list); i++, any = true)
		line(out, l, row, NULL, pby_json__item(list, i));
	for (size_t i = 0; i < MAX_WAYS && l->ways[i]; i++) {
		if (!pby_json__get(row, l->ways[i]))
			continue;
		line(out, l, row, l->ways[i], pby_json__get(row, l->ways[i]));
		any = true;
	}
	/* A row without figures has a line all the same, and one that is its own item. */
	if (!any)
		line(out, l, row, NULL, l->list || l->ways[0] ? NULL : row);
}

static void head(struct pby_buf *out, const struct layout *l)
{
	const char *comma = "";

	for (size_t i = 0; i < MAX_OF_ROW && l->of_row[i]; i++, comma = ",")
		pby_buf__addf(out, "%s%s", comma, l->of_row[i]);
	for (size_t i = 0; i < MAX_COLUMNS && l->columns[i]; i++, comma = ",")
		pby_buf__addf(out, "%s%s", comma, l->columns[i]);
	pby_buf__addc(out, '\n');
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
	head(out, l);
	for (size_t i = 0; i < pby_json__len(rows); i++)
		row_lines(out, pby_json__item(rows, i), l);
}
