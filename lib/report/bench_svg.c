// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* bench_svg.c: curves of bench scale, a family of hooks a chart, with what the calls reach without a probe. */
#include <string.h>

#include "base/buf.h"
#include "base/json.h"
#include "report/bench.h"
#include "report/bench_parts.h"
#include "report/chart.h"

/* More than some lines in one chart are not told apart. */
static const struct family {
	const char *name, *title;
	const char *hooks[6];
} families[] = {
	{ "entry", "function entry", { "kprobe", "kprobe.multi", "fentry", "fmod_ret" } },
	{ "return", "function return", { "kretprobe", "kretprobe.multi", "kprobe.session", "fexit" } },
	{ "event", "events", { "tracepoint", "raw_tp", "tp_btf" } },
	{ "uprobe", "user functions", { "uprobe", "uprobe.multi", "usdt" } },
	{ "uretprobe", "returns of user functions", { "uretprobe", "uprobe.session" } },
};

enum { NR_FAMILIES = sizeof(families) / sizeof(families[0]) };

static const struct panel {
	const char *name;
	struct pby_quantity quantity;
} panels[] = {
	{ "per-second", { "per_s", "hits per second, all threads", true } },
	{ "lost", { "lost_share", "share of hits lost", false } },
};

enum { NR_PANELS = sizeof(panels) / sizeof(panels[0]) };

static bool belongs(const struct family *f, const char *hook)
{
	for (size_t i = 0; i < sizeof(f->hooks) / sizeof(f->hooks[0]) && f->hooks[i]; i++)
		if (!strcmp(f->hooks[i], hook))
			return true;
	return false;
}

/* Points that are not to be used are not drawn. */
static void add_points(struct json_object *to, const struct json_object *from, const char *value_of)
{
	for (size_t i = 0; i < pby_json__len(from); i++) {
		const struct json_object *p = pby_json__item(from, i);
		double calls = pby_json__get_double(p, "calls");
		struct json_object *o;

		if (!pby_json__get_bool(p, "usable"))
			continue;
		o = pby_json__obj(to, NULL);
		pby_json__int(o, "threads", pby_json__get_int(p, "threads"));
		pby_json__fixed(o, "per_s", pby_json__get_double(p, value_of), 0);
		if (!strcmp(value_of, "per_s") && pby_json__get(p, "lost") && calls > 0)
			pby_json__fixed(o, "lost_share", pby_json__get_double(p, "lost") / calls, 6);
	}
}

static void add_curve(struct json_object *curves, const char *name, const struct json_object *row, const char *value_of)
{
	struct json_object *curve = pby_json__obj(curves, NULL);

	pby_json__str(curve, "name", name);
	add_points(pby_json__arr(curve, "points"), pby_json__get(row, "points"), value_of);
}

static bool has_usable_point(const struct json_object *row)
{
	const struct json_object *points = pby_json__get(row, "points");

	for (size_t i = 0; i < pby_json__len(points); i++)
		if (pby_json__get_bool(pby_json__item(points, i), "usable"))
			return true;
	return false;
}

/* Returns how many hooks with anything to draw are in it. The baseline is that of the first of them. */
static int curves_of(const struct json_object *result, const struct family *f, struct json_object *curves)
{
	const struct json_object *rows = pby_json__get(result, "rows");
	int nr = 0;

	for (size_t i = 0; i < pby_json__len(rows); i++) {
		const struct json_object *row = pby_json__item(rows, i);

		if (!pby_bench_row__is(row, "done") || !belongs(f, pby_json__get_str(row, "hook")) || !has_usable_point(row))
			continue;
		if (!nr++)
			add_curve(curves, "no probe", row, "base_per_s");
		add_curve(curves, pby_json__get_str(row, "name"), row, "per_s");
	}
	return nr;
}

static void draw(const struct json_object *result, const struct family *f, const struct panel *p, struct pby_buf *out)
{
	struct json_object *curves = json_object_new_array();
	struct pby_quantity q = p->quantity;
	PBY_AUTO_BUF title = { 0 };

	curves_of(result, f, curves);
	pby_buf__addf(&title, "%s: %s", f->title, q.title);
	q.title = pby_buf__text(&title);
	pby_chart__svg(curves, &q, out);
	json_object_put(curves);
}

static bool has_family(const struct json_object *result, const struct family *f)
{
	struct json_object *curves = json_object_new_array();
	bool has = curves_of(result, f, curves) > 0;

	json_object_put(curves);
	return has;
}

bool pby_bench__svg(const struct json_object *result, int i, struct pby_buf *name, struct pby_buf *out)
{
	const char *what = pby_json__get_str(result, "what");

	if (!strcmp(what, "hooks") && !i) {
		pby_buf__adds(name, "costs");
		pby_bench_hooks__svg(result, out);
		return true;
	}
	if (!strcmp(what, "uprobe") && !i) {
		pby_buf__adds(name, "firing");
		pby_bench_uprobe__svg(result, out);
		return true;
	}
	if (strcmp(what, "scale"))
		return false;
	for (int f = 0; f < NR_FAMILIES; f++) {
		if (!has_family(result, &families[f]))
			continue;
		if (i < NR_PANELS) {
			pby_buf__addf(name, "%s-%s", families[f].name, panels[i].name);
			draw(result, &families[f], &panels[i], out);
			return true;
		}
		i -= NR_PANELS;
	}
	return false;
}
