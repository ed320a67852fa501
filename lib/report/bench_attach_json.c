// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* bench_attach_json.c: the rows of bench attach. */
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/json.h"
#include "model/bench/attach.h"
#include "report/bench.h"

static void times(struct json_object *to, const char *key, const double *ns, uint32_t nr)
{
	double sorted[PBY_ATTACH_MAX_ROUNDS];
	struct json_object *o = pby_json__obj(to, key);

	memcpy(sorted, ns, nr * sizeof(*ns));
	pby_json__fixed(o, "median_ns", pby_bench__quantile(sorted, nr, 0.5), 0);
	pby_json__fixed(o, "min_ns", pby_bench__quantile(sorted, nr, 0), 0);
	pby_json__fixed(o, "max_ns", pby_bench__quantile(sorted, nr, 1), 0);
}

static void condition(struct json_object *row, const char *key, const struct pby_attach_times *t)
{
	struct json_object *o;

	if (!t->nr)
		return;
	o = pby_json__obj(row, key);
	pby_json__int(o, "rounds", t->nr);
	times(o, "attach", t->attach_ns, t->nr);
	times(o, "detach", t->detach_ns, t->nr);
}

static const char *const phases[] = { "prepare", "attach", "detach" };

static void waits(struct json_object *row, const struct pby_attach_measured *m)
{
	struct json_object *looks = pby_json__obj(row, "looks"), *list;

	for (int p = PBY_ATTACHES; p < PBY_NR_ATTACH_PHASES; p++)
		pby_json__int(looks, phases[p], m->samples[p]);
	if (m->stack_errno)
		pby_json__str(looks, "error", pby_err__name(m->stack_errno));
	list = pby_json__arr(row, "waits");
	for (uint32_t i = 0; i < m->nr_waits; i++) {
		struct json_object *o;

		if (m->waits[i].phase == PBY_ATTACH_PREPARES)
			continue;
		o = pby_json__obj(list, NULL);
		pby_json__str(o, "phase", phases[m->waits[i].phase]);
		pby_json__str(o, "class", pby_wait_class__name(m->waits[i].cls));
		pby_json__str(o, "function", m->waits[i].function);
		pby_json__str(o, "caller", m->waits[i].caller);
		pby_json__int(o, "looks", m->waits[i].samples);
	}
}

void pby_bench_attach__json(struct json_object *rows, enum pby_hook hook, uint32_t functions,
			    const struct pby_attach_measured *m, const struct pby_attach_point *point)
{
	struct json_object *o = pby_json__obj(rows, NULL);

	pby_json__str(o, "hook", pby_hook__name(hook));
	pby_json__str(o, "name", pby_hook__name(hook));
	pby_json__int(o, "functions", functions);
	pby_json__str(o, "mechanism", pby_mechanism__name(point->mechanism));
	pby_json__str(o, "state", pby_bench_state__name(m->outcome.state));
	if (m->outcome.state != PBY_BENCH_DONE) {
		pby_json__str(o, "step", m->outcome.step);
		if (m->outcome.error)
			pby_json__str(o, "error", pby_err__name(m->outcome.error));
		pby_json__str(o, "why", m->outcome.why);
	}
	condition(o, "idle", &m->idle);
	condition(o, "loaded", &m->loaded);
	waits(o, m);
}
