// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* bench_compare.c: two results of the same part beside each other: two kernels, or two machines. */
#include <math.h>
#include <string.h>

#include "base/err.h"
#include "base/json.h"
#include "report/bench.h"
#include "report/bench_parts.h"
#include "report/bench_words.h"
#include "report/paint.h"

/* Where the figures of a part are, and what they are. */
static const struct layout {
	const char *what, *unit;
	const char *list;	/* of the row; NULL: the objects named in ways */
	const char *ways[2];
	const char *key;	/* of an item: what its figure is of */
	const char *value;
} layouts[] = {
	{ "hooks", "ns per hit", "bodies", { NULL }, "body", "net_ns" },
	{ "scale", "calls per second, by threads", "points", { NULL }, "threads", "per_s" },
	{ "loss", "runs lost", NULL, { "sleep", "recurse" }, NULL, "lost" },
};

static const struct layout *layout_of(const struct json_object *result)
{
	for (size_t i = 0; i < sizeof(layouts) / sizeof(layouts[0]); i++)
		if (!strcmp(layouts[i].what, pby_json__get_str(result, "what")))
			return &layouts[i];
	return NULL;
}

/* A figure that is not to be used is none. */
static bool usable(const struct layout *l, const struct json_object *item)
{
	if (!strcmp(l->what, "hooks"))
		return pby_bench_words__usable(item);
	if (!strcmp(l->what, "scale"))
		return pby_json__get_bool(item, "usable");
	return item && !pby_json__get_bool(item, "surplus");
}

static const struct json_object *row_named(const struct json_object *result, const char *name)
{
	const struct json_object *rows = pby_json__get(result, "rows");

	for (size_t i = 0; i < pby_json__len(rows); i++)
		if (!strcmp(pby_json__get_str(pby_json__item(rows, i), "name"), name))
			return pby_json__item(rows, i);
	return NULL;
}

/* What an item's figure is of: a body's name, or a number of threads. */
static const char *key_of(const struct layout *l, const struct json_object *item)
{
	struct json_object *key = pby_json__get(item, l->key);

	return key ? json_object_get_string(key) : "";
}

static const struct json_object *item_keyed(const struct layout *l, const struct json_object *row, const char *key)
{
	const struct json_object *list = l->list ? pby_json__get(row, l->list) : NULL;

	if (!l->list)
		return pby_json__get(row, key);
	for (size_t i = 0; i < pby_json__len(list); i++)
		if (!strcmp(key_of(l, pby_json__item(list, i)), key))
			return pby_json__item(list, i);
	return NULL;
}

static void add_value(struct json_object *o, const char *key, const struct layout *l, const struct json_object *item)
{
	if (usable(l, item))
		pby_json__fixed(o, key, pby_json__get_double(item, l->value), 2);
	else
		pby_json__null(o, key);
}

static void add_cell(struct json_object *rows, const struct layout *l, const struct json_object *a,
		     const struct json_object *b, const char *key)
{
	const struct json_object *in_a = item_keyed(l, a, key), *in_b = item_keyed(l, b, key);
	double from = pby_json__get_double(in_a, l->value), to = pby_json__get_double(in_b, l->value);
	bool both = usable(l, in_a) && usable(l, in_b);
	struct json_object *o;

	if (!in_a && !in_b)
		return;
	o = pby_json__obj(rows, NULL);
	pby_json__str(o, "name", pby_json__get_str(a ? a : b, "name"));
	pby_json__str(o, "of", key);
	add_value(o, "a", l, in_a);
	add_value(o, "b", l, in_b);
	if (both && from > 0)
		pby_json__fixed(o, "ratio", to / from, 3);
	pby_json__bool(o, "usable", both);
}

static void add_row(struct json_object *rows, const struct layout *l, const struct json_object *a,
		    const struct json_object *b)
{
	const struct json_object *lists[] = { l->list ? pby_json__get(a, l->list) : NULL,
					      l->list ? pby_json__get(b, l->list) : NULL };

	for (size_t i = 0; i < sizeof(l->ways) / sizeof(l->ways[0]) && l->ways[i]; i++)
		add_cell(rows, l, a, b, l->ways[i]);
	/* Keys of the first, then those that only the second has. */
	for (size_t side = 0; side < 2; side++) {
		for (size_t i = 0; i < pby_json__len(lists[side]); i++) {
			const char *key = key_of(l, pby_json__item(lists[side], i));

			if (!side || !item_keyed(l, a, key))
				add_cell(rows, l, a, b, key);
		}
	}
}

static void add_side(struct json_object *to, const char *key, const struct json_object *from)
{
	struct json_object *o = pby_json__obj(to, key), *machine = pby_json__get(from, "machine");

	pby_json__str(o, "measured", pby_json__get_str(from, "measured"));
	if (machine)
		json_object_object_add(o, "machine", json_object_get(machine));
}

/* Times of an emulator say nothing beside those of a machine, nor beside another emulator's. */
static bool same_clock(const struct json_object *a, const struct json_object *b)
{
	return !strcmp(pby_json__get_str(pby_json__get(a, "machine"), "emulator"),
		       pby_json__get_str(pby_json__get(b, "machine"), "emulator"));
}

struct json_object *pby_bench__compare(const struct json_object *a, const struct json_object *b, struct pby_err *err)
{
	const struct layout *l = layout_of(a);
	const struct json_object *from_a = pby_json__get(a, "rows"), *from_b = pby_json__get(b, "rows");
	struct json_object *result, *rows;

	if (!l || l != layout_of(b)) {
		pby_err__set(err, EINVAL, "to be compared, both must be results of the same part of bench: hooks, scale or loss");
		return NULL;
	}
	result = json_object_new_object();
	pby_json__str(result, "schema", "probity.bench/1");
	pby_json__str(result, "what", "compare");
	pby_json__str(result, "of", l->what);
	pby_json__str(result, "unit", l->unit);
	add_side(result, "a", a);
	add_side(result, "b", b);
	pby_json__bool(result, "same_clock", same_clock(a, b));
	rows = pby_json__arr(result, "rows");
	for (size_t i = 0; i < pby_json__len(from_a); i++) {
		const struct json_object *row = pby_json__item(from_a, i);

		add_row(rows, l, row, row_named(b, pby_json__get_str(row, "name")));
	}
	for (size_t i = 0; i < pby_json__len(from_b); i++) {
		const struct json_object *row = pby_json__item(from_b, i);

		if (!row_named(a, pby_json__get_str(row, "name")))
			add_row(rows, l, NULL, row);
	}
	return result;
}

enum { NAME = 24, OF = 10, VALUE = 14 };

static void value(const struct json_object *row, const char *key, struct pby_buf *out)
{
	const struct json_object *v = pby_json__get(row, key);

	if (!v)
		pby_buf__adds(out, "-");
	else if (!(json_object_get_double(v) > 0 || json_object_get_double(v) < 0))
		pby_buf__addc(out, '0');
	else if (json_object_get_double(v) >= 1e6)
		pby_buf__addf(out, "%.2f M", json_object_get_double(v) / 1e6);
	else
		pby_bench_words__ns(json_object_get_double(v), out);
}

static void side(const struct json_object *result, const char *key, const char *letter, struct pby_buf *out)
{
	const struct json_object *s = pby_json__get(result, key);
	PBY_AUTO_BUF caution = { 0 };

	pby_buf__addf(out, "%s: ", letter);
	pby_bench_words__machine(s, out);
	pby_bench_words__caution(s, &caution);
	pby_buf__addf(out, "%s%s\n", caution.len ? "; " : "", pby_buf__text(&caution));
}

void pby_bench_compare__text(const struct json_object *result, const struct pby_style *style, struct pby_buf *out)
{
	const struct json_object *rows = pby_json__get(result, "rows");
	bool timed = strcmp(pby_json__get_str(result, "of"), "loss") != 0;
	const char *last = "";

	side(result, "a", "A", out);
	side(result, "b", "B", out);
	pby_buf__addf(out, "%s; -: not measured there, or not to be used\n", pby_json__get_str(result, "unit"));
	if (timed && !pby_json__get_bool(result, "same_clock"))
		pby_buf__adds(out, "One of them is emulated and the other is not: only compare rows within a column.\n");
	pby_buf__addc(out, '\n');
	pby_bench_table__cell(out, style, PBY_DIM, "", NAME);
	pby_bench_table__cell(out, style, PBY_DIM, "", OF);
	pby_bench_table__cell(out, style, PBY_DIM, "A", VALUE);
	pby_bench_table__cell(out, style, PBY_DIM, "B", VALUE);
	pby_paint__add(out, style, PBY_DIM, "B / A\n");
	for (size_t i = 0; i < pby_json__len(rows); i++) {
		const struct json_object *row = pby_json__item(rows, i), *ratio = pby_json__get(row, "ratio");
		const char *name = pby_json__get_str(row, "name");
		PBY_AUTO_BUF a = { 0 }, b = { 0 };

		pby_bench_table__cell(out, style, PBY_BOLD, strcmp(name, last) ? name : "", NAME);
		pby_bench_table__cell(out, style, PBY_PLAIN, pby_json__get_str(row, "of"), OF);
		value(row, "a", &a);
		value(row, "b", &b);
		pby_bench_table__cell(out, style, PBY_PLAIN, pby_buf__text(&a), VALUE);
		pby_bench_table__cell(out, style, PBY_PLAIN, pby_buf__text(&b), VALUE);
		if (ratio && (!timed || pby_json__get_bool(result, "same_clock")))
			pby_buf__addf(out, "%.2f", json_object_get_double(ratio));
		else
			pby_buf__addc(out, '-');
		pby_buf__addc(out, '\n');
		last = name;
	}
}
