// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* bench_uprobe_json.c: the rows of bench uprobe. */
#include <string.h>

#include "base/err.h"
#include "base/json.h"
#include "model/bench/uprobe.h"
#include "report/bench.h"

static double quantile(const double *values, uint32_t nr, double share)
{
	double sorted[PBY_UPROBE_MAX_ROUNDS];

	memcpy(sorted, values, nr * sizeof(*values));
	return pby_bench__quantile(sorted, nr, share);
}

/* The median of the paired ratios, which a machine that gets slower does not shift. */
static double slowdown(const double *base, const double *probed, uint32_t nr)
{
	double ratios[PBY_UPROBE_MAX_ROUNDS];
	uint32_t usable = 0;

	for (uint32_t i = 0; i < nr; i++)
		if (probed[i] > 0)
			ratios[usable++] = base[i] / probed[i];
	return pby_bench__quantile(ratios, usable, 0.5);
}

static void firing(struct json_object *rows, const struct pby_firing *f)
{
	struct json_object *o = pby_json__obj(rows, NULL);

	pby_json__str(o, "kind", "firing");
	pby_json__int(o, "readers", f->readers);
	pby_json__int(o, "writers", f->writers);
	pby_json__int(o, "rounds", f->nr);
	pby_json__fixed(o, "base_per_s", quantile(f->base_per_s, f->nr, 0.5), 0);
	pby_json__fixed(o, "probed_per_s", quantile(f->probed_per_s, f->nr, 0.5), 0);
	pby_json__fixed(o, "probed_min_per_s", quantile(f->probed_per_s, f->nr, 0), 0);
	pby_json__fixed(o, "probed_max_per_s", quantile(f->probed_per_s, f->nr, 1), 0);
	pby_json__fixed(o, "slowdown", slowdown(f->base_per_s, f->probed_per_s, f->nr), 2);
	if (!f->writers)
		return;
	pby_json__fixed(o, "base_maps_per_s", quantile(f->base_maps_per_s, f->nr, 0.5), 0);
	pby_json__fixed(o, "probed_maps_per_s", quantile(f->probed_maps_per_s, f->nr, 0.5), 0);
	pby_json__fixed(o, "maps_slowdown", slowdown(f->base_maps_per_s, f->probed_maps_per_s, f->nr), 2);
}

static void registration(struct json_object *rows, const struct pby_registration *g)
{
	const struct { const char *key; const double *ns; } times[] = {
		{ "register", g->register_ns }, { "unregister", g->unregister_ns },
		{ "fork", g->fork_ns }, { "fork_before", g->fork_idle_ns },
	};
	struct json_object *o = pby_json__obj(rows, NULL);

	pby_json__str(o, "kind", "registration");
	pby_json__int(o, "processes", g->processes);
	pby_json__int(o, "rounds", g->nr);
	for (size_t i = 0; i < sizeof(times) / sizeof(times[0]); i++) {
		struct json_object *t = pby_json__obj(o, times[i].key);

		pby_json__fixed(t, "median_ns", quantile(times[i].ns, g->nr, 0.5), 0);
		pby_json__fixed(t, "max_ns", quantile(times[i].ns, g->nr, 1), 0);
	}
}

void pby_bench_uprobe__json(struct json_object *result, const struct pby_uprobe_measured *m)
{
	struct json_object *rows = pby_json__arr(result, "rows");

	pby_json__str(result, "state", pby_bench_state__name(m->outcome.state));
	if (m->outcome.state != PBY_BENCH_DONE) {
		pby_json__str(result, "step", m->outcome.step);
		if (m->outcome.error)
			pby_json__str(result, "error", pby_err__name(m->outcome.error));
		pby_json__str(result, "why", m->outcome.why);
	}
	pby_json__str(result, "at", m->outcome.at);
	for (uint32_t i = 0; i < m->nr_firing; i++)
		firing(rows, &m->firing[i]);
	for (uint32_t i = 0; i < m->nr_registration; i++)
		registration(rows, &m->registration[i]);
}
