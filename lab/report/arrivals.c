// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* arrivals.c: who was let in, turn by turn. */
#include "lab/report/arrivals.h"

#include <stdio.h>
#include <string.h>

#include "base/json.h"

/* Appends i to ranges [[first, last], ...]. */
static void add_one(struct json_object *ranges, int i)
{
	struct json_object *last = pby_json__item(ranges, pby_json__len(ranges) - 1);

	if (pby_json__len(ranges) && json_object_get_int(pby_json__item(last, 1)) == i - 1) {
		json_object_set_int(pby_json__item(last, 1), i);
		return;
	}
	last = pby_json__arr(ranges, NULL);
	pby_json__int(last, NULL, i);
	pby_json__int(last, NULL, i);
}

void lab_arrivals__add(struct json_object *result, const char *name, const char *source, const struct lab_arrivals *a)
{
	struct json_object *o = pby_json__obj(pby_json__get(result, "rules"), NULL), *turns, *woken;

	pby_json__str(o, "name", name);
	pby_json__str(o, "source", source);
	pby_json__int(o, "stuck", a->sim.nr_stuck);
	turns = pby_json__arr(o, "turns");
	for (int t = 1; t <= a->nr_turns; t++) {
		struct json_object *turn = pby_json__obj(turns, NULL), *who;
		int nr = 0;

		pby_json__str(turn, "cause", a->turns[t].by_arrival ? "arrival" : "release");
		pby_json__str(turn, "kind", a->turns[t].write ? "w" : "r");
		for (int i = 0; i < a->script->nr_parties; i++)
			nr += a->turn[i] == t;
		pby_json__int(turn, "number", nr);
		who = pby_json__arr(turn, "who");
		for (int i = 0; i < a->script->nr_parties; i++)
			if (a->turn[i] == t)
				add_one(who, i);
	}
	woken = pby_json__arr(o, "woken");
	for (int i = 0; i < a->nr_woken; i++)
		add_one(woken, a->woken[i]);
}

bool lab_arrivals__stuck(const struct json_object *result)
{
	struct json_object *rules = pby_json__get(result, "rules");

	for (size_t r = 0; r < pby_json__len(rules); r++)
		if (pby_json__get_int(pby_json__item(rules, r), "stuck"))
			return true;
	return false;
}

/* "1-3 7" */
static void ranges_text(struct json_object *ranges, struct pby_buf *out)
{
	for (size_t i = 0; i < pby_json__len(ranges); i++) {
		int first = json_object_get_int(pby_json__item(pby_json__item(ranges, i), 0));
		int last = json_object_get_int(pby_json__item(pby_json__item(ranges, i), 1));

		pby_buf__addf(out, first == last ? "%s%d" : "%s%d-%d", i ? " " : "", first, last);
	}
}

void lab_arrivals__csv(const struct json_object *result, struct pby_buf *out)
{
	struct json_object *rules = pby_json__get(result, "rules");

	pby_buf__adds(out, "rules,turn,cause,kind,who\n");
	for (size_t r = 0; r < pby_json__len(rules); r++) {
		struct json_object *rule = pby_json__item(rules, r), *turns = pby_json__get(rule, "turns");
		const char *name = pby_json__get_str(rule, "name");

		for (size_t t = 0; t < pby_json__len(turns); t++) {
			struct json_object *turn = pby_json__item(turns, t);

			pby_buf__addf(out, "%s,%zu,%s,%s,", name, t + 1, pby_json__get_str(turn, "cause"),
				      pby_json__get_str(turn, "kind"));
			ranges_text(pby_json__get(turn, "who"), out);
			pby_buf__addc(out, '\n');
		}
		pby_buf__addf(out, "%s,,woken,,", name);
		ranges_text(pby_json__get(rule, "woken"), out);
		pby_buf__addc(out, '\n');
	}
}

/* A reader that finds the door open when it comes. */
static bool walks_in(const struct json_object *turn)
{
	return !strcmp(pby_json__get_str(turn, "cause"), "arrival") && pby_json__get_str(turn, "kind")[0] == 'r' &&
	       pby_json__get_int(turn, "number") == 1;
}

static void who_text(const char *cause, bool write, long long nr, const char *who, struct pby_buf *out)
{
	PBY_AUTO_BUF kind = { 0 };

	if (nr == 1)
		pby_buf__adds(&kind, write ? "a writer" : "a reader");
	else
		pby_buf__addf(&kind, "%lld readers", nr);
	pby_buf__addf(out, "  %-22s %-12s  %s\n", cause, pby_buf__text(&kind), who);
}

static void turns_text(struct json_object *turns, struct pby_buf *out)
{
	for (size_t t = 0; t < pby_json__len(turns); t++) {
		struct json_object *turn = pby_json__item(turns, t);
		bool arrival = !strcmp(pby_json__get_str(turn, "cause"), "arrival");
		PBY_AUTO_BUF who = { 0 };
		size_t more = 0;

		while (walks_in(turn) && t + more + 1 < pby_json__len(turns) && walks_in(pby_json__item(turns, t + more + 1)))
			more++;
		ranges_text(pby_json__get(turn, "who"), &who);
		if (more) {
			pby_buf__adds(&who, " to ");
			ranges_text(pby_json__get(pby_json__item(turns, t + more), "who"), &who);
		}
		who_text(!arrival ? "those inside left:" : more ? "one after the other:" : "one came:",
			 pby_json__get_str(turn, "kind")[0] == 'w', pby_json__get_int(turn, "number") + (long long)more,
			 pby_buf__text(&who), out);
		t += more;
	}
}

static bool same(const struct json_object *a, const struct json_object *b)
{
	return json_object_equal(pby_json__get(a, "turns"), pby_json__get(b, "turns")) &&
	       json_object_equal(pby_json__get(a, "woken"), pby_json__get(b, "woken"));
}

void lab_arrivals__text(const struct json_object *result, struct pby_buf *out)
{
	struct json_object *rules = pby_json__get(result, "rules");

	pby_buf__addf(out, "%s: %s\n", pby_json__get_str(result, "title"), pby_json__get_str(result, "script"));
	for (size_t r = 0; r < pby_json__len(rules); r++) {
		struct json_object *rule = pby_json__item(rules, r);
		size_t last = r;
		PBY_AUTO_BUF woken = { 0 };

		while (last + 1 < pby_json__len(rules) && same(rule, pby_json__item(rules, last + 1)))
			last++;
		pby_buf__addc(out, '\n');
		for (size_t k = r; k <= last; k++)
			pby_buf__addf(out, "%s%s%s", k > r ? ", " : "", pby_json__get_str(pby_json__item(rules, k), "name"),
				      k == last ? "\n" : "");
		turns_text(pby_json__get(rule, "turns"), out);
		ranges_text(pby_json__get(rule, "woken"), &woken);
		pby_buf__addf(out, "  woken, in this order: %s\n", woken.len ? pby_buf__text(&woken) : "nobody had to be");
		if (pby_json__get_int(rule, "stuck"))
			pby_buf__addf(out, "  WRONG: %lld are never let in\n", (long long)pby_json__get_int(rule, "stuck"));
		r = last;
	}
	pby_buf__adds(out, "\nNumbered from 0 as they came. Readers of one turn run at the same time.\n");
}
