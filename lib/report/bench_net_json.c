// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* bench_net_json.c: the rows of bench net. */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/json.h"
#include "model/bench/net.h"
#include "report/bench.h"

static void add_metric(struct json_object *to, enum pby_net_metric metric, const struct pby_bench_pairs *pairs)
{
	struct pby_bench_stat s = pby_bench_stat__of(pairs);
	struct json_object *o = pby_json__obj(to, pby_net_metric__name(metric));

	pby_json__str(o, "verdict", pby_bench_verdict__name(s.verdict));
	pby_json__fixed(o, "base_ns", s.base_ns, 1);
	pby_json__fixed(o, "net_ns", s.net_ns, 1);
	pby_json__fixed(o, "error_ns", s.error_ns, 1);
	pby_json__fixed(o, "q1_ns", s.q1_ns, 1);
	pby_json__fixed(o, "q3_ns", s.q3_ns, 1);
	pby_json__int(o, "pairs", pairs->nr);
	if (s.base_ns > 0 && s.base_ns + s.net_ns > 0) {
		/* Of a stream: each is a chunk. */
		pby_json__fixed(o, "base_per_s", 1e9 / s.base_ns, 1);
		pby_json__fixed(o, "per_s", 1e9 / (s.base_ns + s.net_ns), 1);
	}
}

/* Latencies and processor time of all runs of one side together. */
static void add_side(struct json_object *to, const char *key, const struct pby_net_side *side)
{
	struct json_object *o = pby_json__obj(to, key);
	size_t size = side->nr_pings * sizeof(double);
	double *sorted = malloc(size ? size : 1);

	if (!sorted)
		return;
	memcpy(sorted, side->pings_ns, size);
	pby_json__fixed(o, "median_ns", pby_bench__quantile(sorted, side->nr_pings, 0.5), 0);
	pby_json__fixed(o, "p99_ns", pby_bench__quantile(sorted, side->nr_pings, 0.99), 0);
	pby_json__fixed(o, "max_ns", pby_bench__quantile(sorted, side->nr_pings, 1), 0);
	pby_json__int(o, "pings", side->nr_pings);
	if (side->ticks)
		pby_json__fixed(o, "softirq_share", (double)side->softirq_ticks / (double)side->ticks, 3);
	pby_json__u64(o, "ticks", side->ticks);
	free(sorted);
}

static void add_figures(struct json_object *o, const struct pby_net_row *row, const struct pby_net_measured *m)
{
	bool filters = pby_net_load__filters(row->load);

	for (int i = 0; i < PBY_NR_NET_METRICS; i++)
		if (pby_net_load__has(row->load, (enum pby_net_metric)i))
			add_metric(o, (enum pby_net_metric)i, &m->pairs[i]);
	if (filters) {
		add_side(o, "without", &m->sides[0]);
		add_side(o, "with", &m->sides[1]);
	}
	pby_json__u64(o, filters ? "packets" : "requests", m->made);
	if (row->nr_hooks)
		pby_json__u64(o, "counted", m->counted);
}

void pby_bench_net__json(struct json_object *rows, const struct pby_net_row *row, const struct pby_net_measured *m,
			 const struct pby_attach_point *point)
{
	struct json_object *o = pby_json__obj(rows, NULL);
	PBY_AUTO_BUF name = { 0 };

	pby_buf__addf(&name, "%s %s", pby_net_row__hook(row), row->tracepoint ? row->tracepoint : row->at);
	pby_json__str(o, "load", pby_net_load__name(row->load));
	pby_json__str(o, "hook", pby_net_row__hook(row));
	pby_json__str(o, "name", row->nr_hooks ? pby_buf__text(&name) : row->at);
	pby_json__str(o, "at", row->at);
	if (row->nr_hooks)
		pby_json__str(o, "mechanism", pby_mechanism__name(point->mechanism));
	pby_json__str(o, "state", pby_bench_state__name(m->outcome.state));
	if (m->outcome.state == PBY_BENCH_DONE) {
		add_figures(o, row, m);
		return;
	}
	pby_json__str(o, "step", m->outcome.step);
	if (m->outcome.error)
		pby_json__str(o, "error", pby_err__name(m->outcome.error));
	pby_json__str(o, "why", m->outcome.why);
}
