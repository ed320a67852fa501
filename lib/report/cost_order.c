// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* cost_order.c: puts the probes of a cost into order, and compares it with an earlier one. */
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "report/cost.h"

static const char *const names[PBY_NR_COST_ORDERS] = {
	[PBY_COST_BY_CPU] = "cpu", [PBY_COST_BY_HITS] = "hits", [PBY_COST_BY_LOST] = "lost",
	[PBY_COST_BY_NAME] = "name",
};

const char *pby_cost_order__name(enum pby_cost_order order)
{
	return names[order];
}

int pby_cost_order__parse(const char *name)
{
	for (int i = 0; i < PBY_NR_COST_ORDERS; i++)
		if (!strcmp(names[i], name))
			return i;
	return -1;
}

static struct json_object *item(const void *p)
{
	return *(struct json_object *const *)p;
}

static double number(const struct json_object *probe, const char *key)
{
	return json_object_get_double(pby_json__get(pby_json__get(probe, "cost"), key));
}

static int by_index(struct json_object *a, struct json_object *b)
{
	int64_t x = pby_json__get_int(a, "index"), y = pby_json__get_int(b, "index");

	return x < y ? -1 : x > y;
}

/* The larger first. */
static int by_number(struct json_object *a, struct json_object *b, const char *key)
{
	double x = number(a, key), y = number(b, key);

	return x > y ? -1 : x < y ? 1 : 0;
}

static int by_cpu(const void *a, const void *b)
{
	int d = by_number(item(a), item(b), "sampled");

	/* Where there are no samples the model decides. */
	if (!d)
		d = by_number(item(a), item(b), "modelled");
	return d ? d : by_index(item(a), item(b));
}

static int by_hits(const void *a, const void *b)
{
	int d = by_number(item(a), item(b), "hits_per_s");

	return d ? d : by_index(item(a), item(b));
}

static int by_lost(const void *a, const void *b)
{
	int d = by_number(item(a), item(b), "lost_per_s");

	return d ? d : by_index(item(a), item(b));
}

static int by_name(const void *a, const void *b)
{
	int d = strcmp(pby_json__get_str(item(a), "where"), pby_json__get_str(item(b), "where"));

	return d ? d : by_index(item(a), item(b));
}

void pby_cost__sort(struct json_object *result, enum pby_cost_order order)
{
	static int (*const compare[PBY_NR_COST_ORDERS])(const void *, const void *) = {
		[PBY_COST_BY_CPU] = by_cpu, [PBY_COST_BY_HITS] = by_hits, [PBY_COST_BY_LOST] = by_lost,
		[PBY_COST_BY_NAME] = by_name,
	};
	struct json_object *probes = pby_json__get(result, "probes");

	if (probes)
		json_object_array_sort(probes, compare[order]);
}

static bool same(const struct json_object *a, const struct json_object *b, const char *key)
{
	return !strcmp(pby_json__get_str(a, key), pby_json__get_str(b, key));
}

/* Ids change when an agent starts again: what it is and where says more. */
static bool same_probe(const struct json_object *a, const struct json_object *b)
{
	return same(a, b, "kind") && same(a, b, "where") && same(a, b, "prog_name");
}

static bool same_process(const struct json_object *a, const struct json_object *b)
{
	return same(a, b, "comm") && same(a, b, "container");
}

/* Two that look alike are taken in turn: used marks what has been. */
static struct json_object *find(struct json_object *list, struct json_object *like,
				bool (*equal)(const struct json_object *, const struct json_object *), bool *used)
{
	for (size_t i = 0; i < pby_json__len(list); i++)
		if (!used[i] && equal(pby_json__item(list, i), like)) {
			used[i] = true;
			return pby_json__item(list, i);
		}
	return NULL;
}

static void mark(struct json_object *now, struct json_object *then, const char *what, const char *as)
{
	struct json_object *v = then ? pby_json__get(then, what) : NULL;

	if (v)
		pby_json__double(now, as, json_object_get_double(v));
}

static void compare_lists(struct json_object *result, const struct json_object *baseline, const char *key,
			  bool (*equal)(const struct json_object *, const struct json_object *), const char *what)
{
	struct json_object *now = pby_json__get(result, key), *then = pby_json__get(baseline, key);
	bool *used = calloc(pby_json__len(then) + 1, sizeof(*used));

	for (size_t i = 0; used && i < pby_json__len(now); i++) {
		struct json_object *n = pby_json__item(now, i), *t = find(then, n, equal, used);

		if (pby_json__get(n, "cost"))
			mark(pby_json__get(n, "cost"), pby_json__get(t, "cost"), what, "was");
		else
			mark(n, t, what, "was");
	}
	free(used);
}

void pby_cost__compare(struct json_object *result, const struct json_object *baseline)
{
	struct json_object *o = pby_json__obj(result, "baseline");

	mark(o, (struct json_object *)(uintptr_t)baseline, "in_probes", "in_probes");
	mark(o, (struct json_object *)(uintptr_t)baseline, "busy", "busy");
	compare_lists(result, baseline, "probes", same_probe, "sampled");
	compare_lists(result, baseline, "processes", same_process, "in_probes");
}
