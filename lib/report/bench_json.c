// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* bench_json.c: builds what all parts of bench share, and the rows of bench hooks. */
#include <string.h>

#include "base/err.h"
#include "base/json.h"
#include "report/bench.h"

struct json_object *pby_bench__json(const char *what, const struct pby_bench_machine *m, const char *measured)
{
	struct json_object *result = json_object_new_object(), *o;

	pby_json__str(result, "schema", "probity.bench/1");
	pby_json__str(result, "what", what);
	o = pby_json__obj(result, "machine");
	pby_json__str(o, "release", m->release);
	pby_json__str(o, "machine", m->machine);
	pby_json__str(o, "cpu_model", m->cpu_model);
	pby_json__int(o, "cpus", m->nr_cpus);
	pby_json__str(o, "hypervisor", m->hypervisor);
	pby_json__str(o, "emulator", m->emulator);
	pby_json__str(o, "emulator_why", m->emulator_why);
	if (m->load >= 0)
		pby_json__fixed(o, "load", m->load, 2);
	else
		pby_json__null(o, "load");
	pby_json__str(result, "measured", measured);
	return result;
}

static void add_body(struct json_object *bodies, enum pby_bench_body body, const struct pby_bench_measured *m)
{
	struct pby_bench_stat s = pby_bench_stat__of(&m->bodies[body].pairs);
	struct json_object *o;

	if (!m->bodies[body].pairs.nr)
		return;
	o = pby_json__obj(bodies, NULL);
	pby_json__str(o, "body", pby_bench_body__name(body));
	pby_json__str(o, "verdict", pby_bench_verdict__name(s.verdict));
	pby_json__fixed(o, "net_ns", s.net_ns, 2);
	pby_json__fixed(o, "error_ns", s.error_ns, 2);
	pby_json__fixed(o, "q1_ns", s.q1_ns, 2);
	pby_json__fixed(o, "q3_ns", s.q3_ns, 2);
	pby_json__fixed(o, "base_ns", s.base_ns, 2);
	pby_json__int(o, "pairs", m->bodies[body].pairs.nr);
	pby_json__u64(o, "calls", m->bodies[body].calls);
	if (body == PBY_BENCH_COUNTER)
		pby_json__u64(o, "counted", m->bodies[body].counted);
}

struct json_object *pby_bench__json_row(struct json_object *rows, enum pby_bench_hook row,
					const struct pby_bench_outcome *outcome, const struct pby_attach_point *point)
{
	const struct pby_bench_hook_row *r = &pby_bench_hooks[row];
	struct json_object *o = pby_json__obj(rows, NULL);
	struct pby_arena arena = { 0 };

	pby_json__str(o, "hook", pby_hook__name(r->hook));
	pby_json__str(o, "variant", r->variant);
	pby_json__str(o, "name", pby_bench_hook__name(row, &arena));
	pby_json__str(o, "where", r->where);
	pby_json__str(o, "mechanism", pby_mechanism__name(point->mechanism));
	pby_json__str(o, "mechanism_text", pby_mechanism__text(point->mechanism));
	pby_json__str(o, "scaling", pby_scaling__name(point->scaling));
	pby_json__str(o, "state", pby_bench_state__name(outcome->state));
	if (outcome->state != PBY_BENCH_DONE) {
		pby_json__str(o, "step", outcome->step);
		if (outcome->error)
			pby_json__str(o, "error", pby_err__name(outcome->error));
		pby_json__str(o, "why", outcome->why);
	}
	if (*outcome->at)
		pby_json__str(o, "at", outcome->at);
	if (outcome->trigger)
		pby_json__str(o, "trigger", outcome->trigger);
	pby_arena__free(&arena);
	return o;
}

void pby_bench_hooks__json(struct json_object *rows, enum pby_bench_hook row, const struct pby_bench_measured *m,
			   const struct pby_attach_point *point)
{
	struct json_object *o = pby_bench__json_row(rows, row, &m->outcome, point);
	struct json_object *bodies = pby_json__arr(o, "bodies");

	for (int b = 0; m->outcome.state == PBY_BENCH_DONE && b < PBY_NR_BENCH_BODIES; b++)
		add_body(bodies, (enum pby_bench_body)b, m);
}
