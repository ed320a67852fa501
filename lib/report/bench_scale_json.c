// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* bench_scale_json.c: bench scale as JSON. */
#include <errno.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/json.h"
#include "model/bench/scaling.h"
#include "report/bench.h"

static void add_locks(struct json_object *o, const struct pby_scaled *m, const struct pby_scale_raw *raw)
{
	for (int i = 0; i < PBY_NR_LOCK_COUNTS; i++) {
		double per_hit = pby_scale__locks_per_hit(m, raw, (enum pby_lock_count)i);

		if (per_hit >= 0)
			pby_json__fixed(o, pby_lock_count_rows[i].name, per_hit, 4);
	}
}

static void add_not_counted(struct json_object *o, const struct pby_scaled *m, const struct pby_attach_point *point)
{
	struct json_object *list = pby_json__arr(o, "not_counted");
	const char *unseen = pby_scale__unseen(point->mechanism);

	for (int i = 0; i < PBY_NR_LOCK_COUNTS; i++) {
		const struct pby_lock_count_row *row = &pby_lock_count_rows[i];
		PBY_AUTO_BUF why = { 0 };

		if (!m->locks_error[i])
			continue;
		if (m->locks_error[i] == ENOENT)
			pby_buf__addf(&why, "%s: no tracepoint %s", row->words, row->tracepoint);
		else
			pby_buf__addf(&why, "%s: %s: %s", row->words, row->tracepoint, pby_err__name(m->locks_error[i]));
		pby_json__str(list, NULL, pby_buf__text(&why));
	}
	if (unseen)
		pby_json__str(o, "unseen", unseen);
}

static void add_point(struct json_object *points, const struct pby_scaled *m, const struct pby_scale_raw *raw,
		      bool counted)
{
	struct pby_scale_point p = pby_scale__point(m, raw);
	struct json_object *o;

	if (!raw->nr)
		return;
	o = pby_json__obj(points, NULL);
	pby_json__int(o, "threads", p.threads);
	pby_json__fixed(o, "per_s", p.probed_per_s, 0);
	pby_json__fixed(o, "base_per_s", p.base_per_s, 0);
	pby_json__fixed(o, "net_ns", p.ns, 2);
	pby_json__fixed(o, "efficiency", p.efficiency, 3);
	pby_json__fixed(o, "base_efficiency", p.base_efficiency, 3);
	pby_json__fixed(o, "spread", p.spread, 3);
	pby_json__fixed(o, "cpu_share", raw->cpu_share, 3);
	pby_json__bool(o, "usable", p.usable);
	pby_json__int(o, "rounds", raw->nr);
	pby_json__u64(o, "calls", raw->calls);
	add_locks(o, m, raw);
	if (!counted)
		return;
	pby_json__u64(o, "lost", p.lost);
	pby_json__bool(o, "surplus", p.surplus);
}

void pby_bench_scale__json(struct json_object *rows, enum pby_bench_hook row, const struct pby_scaled *m, bool counted,
			   const struct pby_attach_point *point)
{
	struct json_object *o = pby_bench__json_row(rows, row, &m->outcome, point), *points;
	struct pby_scale_verdict v;

	if (m->outcome.state != PBY_BENCH_DONE)
		return;
	v = pby_scale__judge(m);
	pby_json__int(o, "stops_at", v.stops_at);
	pby_json__bool(o, "base_stops", v.base_stops);
	pby_json__bool(o, "judged", v.known);
	points = pby_json__arr(o, "points");
	for (uint32_t i = 0; i < m->nr && i < PBY_SCALE_MAX_POINTS; i++)
		add_point(points, m, &m->points[i], counted);
	add_not_counted(o, m, point);
}
