// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* result.c: builds the JSON of probity lab. */
#include "lab/report/lab.h"

#include <math.h>
#include <stdio.h>

#include "base/json.h"

const struct pby_quantity lab_quantities[] = {
	{ "per_s", "throughput, per second", true },
	{ "efficiency", "efficiency: throughput per thread, against the first point", false },
	{ "p50_ns", "median latency, ns", true },
	{ "p99_ns", "99th percentile of the latency, ns", true },
	{ "miss_per_s", "misses, per second", true },
	{ "transfers", "line transfers for each operation", false },
	{ "failed_cas", "failed CAS for each operation", false },
};
const size_t lab_nr_quantities = sizeof(lab_quantities) / sizeof(lab_quantities[0]);

static void add_costs(struct json_object *to, const struct lab_costs *c)
{
	const struct {
		const char *name;
		uint32_t ps;
	} rows[] = {
		{ "load", c->load_ps }, { "store", c->store_ps }, { "atomic", c->atomic_ps }, { "sibling", c->sibling_ps },
		{ "core", c->core_ps }, { "socket", c->socket_ps }, { "memory", c->memory_ps }, { "pause", c->pause_ps },
		{ "sleep", c->sleep_ps }, { "wake", c->wake_ps }, { "wakeup", c->wakeup_ps },
	};
	struct json_object *o = pby_json__obj(to, "costs_ns");

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		pby_json__double(o, rows[i].name, rows[i].ps / 1000.0);
}

static void add_machine(struct json_object *root, const struct lab_machine *m)
{
	struct json_object *o = pby_json__obj(root, "machine");
	char topology[64];

	snprintf(topology, sizeof(topology), "%dx%dx%d", m->topology.sockets, m->topology.cores, m->topology.threads);
	pby_json__str(o, "name", m->name);
	pby_json__str(o, "title", m->title);
	pby_json__str(o, "topology", topology);
	pby_json__str(o, "placement", lab_placement__name(m->topology.placement));
	pby_json__int(o, "cpus", lab_topology__cpus(&m->topology));
	add_costs(o, &m->costs);
}

struct json_object *lab_result__new(const char *what, const char *engine, const char *title, const char *unit,
				    const struct lab_machine *machine)
{
	struct json_object *root = json_object_new_object();

	pby_json__str(root, "schema", "probity.lab/1");
	pby_json__str(root, "what", what);
	pby_json__str(root, "engine", engine);
	pby_json__str(root, "title", title);
	if (machine)
		add_machine(root, machine);
	pby_json__str(root, "unit", unit);
	pby_json__arr(root, "curves");
	return root;
}

void lab_result__add_mix(struct json_object *result, const struct lab_pool_mix *mix, int nr_objs, uint64_t seed,
			 uint64_t duration_ns)
{
	struct json_object *o = pby_json__obj(result, "mix");

	pby_json__str(o, "use", mix->kretprobe ? "kretprobe" : "raw");
	pby_json__int(o, "bulk", mix->bulk);
	pby_json__int(o, "hold_ns", mix->hold_ns);
	pby_json__int(o, "think_ns", mix->think_ns);
	pby_json__int(o, "objects", nr_objs);
	pby_json__u64(o, "seed", seed);
	pby_json__u64(o, "duration_ns", duration_ns);
}

struct json_object *lab_result__curve(struct json_object *result, const char *name, const char *title,
				      const char *kernels, const char *source)
{
	struct json_object *c = pby_json__obj(pby_json__get(result, "curves"), NULL);

	pby_json__str(c, "name", name);
	pby_json__str(c, "title", title);
	pby_json__str(c, "kernels", kernels);
	pby_json__str(c, "source", source);
	pby_json__arr(c, "points");
	return c;
}

static double first_per_thread(const struct json_object *points)
{
	struct json_object *first = pby_json__item(points, 0);
	int64_t threads = pby_json__get_int(first, "threads");

	return threads ? json_object_get_double(pby_json__get(first, "per_s")) / threads : 0;
}

/* Three digits are what a simulation knows, and more than a noisy machine measures. */
static double rounded(double v)
{
	double unit;

	if (!(v > 0))
		return 0;
	unit = pow(10, floor(log10(v)) - 3);
	return unit < 1 ? round(v / unit) / round(1 / unit) : round(v / unit) * unit;
}

void lab_curve__add_pool_point(struct json_object *curve, const struct lab_pool_point *p, bool simulated)
{
	struct json_object *points = pby_json__get(curve, "points"), *o = pby_json__obj(points, NULL);
	double first;

	pby_json__int(o, "threads", p->threads);
	pby_json__double(o, "per_s", rounded(p->per_s));
	first = first_per_thread(points);
	pby_json__double(o, "efficiency", first > 0 ? rounded(p->per_s / p->threads / first) : 0);
	pby_json__double(o, "miss_per_s", rounded(p->miss_per_s));
	pby_json__u64(o, "hits", p->hits);
	pby_json__u64(o, "misses", p->misses);
	pby_json__double(o, "p50_ns", p->p50_ns);
	pby_json__double(o, "p99_ns", p->p99_ns);
	pby_json__double(o, "max_ns", p->max_ns);
	if (simulated) {
		pby_json__double(o, "transfers", rounded(p->transfers));
		pby_json__double(o, "far_transfers", rounded(p->far_transfers));
		pby_json__double(o, "failed_cas", rounded(p->failed_cas));
		pby_json__u64(o, "memory_operations", p->ops);
		pby_json__int(o, "stuck", p->nr_stuck);
	} else if (p->nr_cpus) {
		pby_json__int(o, "cpus", p->nr_cpus);
		pby_json__double(o, "cpu_share", rounded(p->cpu_share));
	}
	pby_json__int(o, "lost", p->lost);
	if (p->violation)
		pby_json__str(o, "violation", p->violation);
}

void lab_curve__add_lock_point(struct json_object *curve, const struct lab_pool_point *p)
{
	struct json_object *points = pby_json__get(curve, "points"), *o = pby_json__obj(points, NULL);
	double first;

	pby_json__int(o, "threads", p->threads);
	pby_json__double(o, "per_s", rounded(p->per_s));
	first = first_per_thread(points);
	pby_json__double(o, "efficiency", first > 0 ? rounded(p->per_s / p->threads / first) : 0);
	pby_json__double(o, "p50_ns", p->p50_ns);
	pby_json__double(o, "p99_ns", p->p99_ns);
	pby_json__double(o, "max_ns", p->max_ns);
	pby_json__int(o, "stuck", p->nr_stuck);
	if (p->violation)
		pby_json__str(o, "violation", p->violation);
}

bool lab_result__has(const struct json_object *result, const char *member)
{
	struct json_object *curves = pby_json__get(result, "curves");

	for (size_t i = 0; i < pby_json__len(curves); i++) {
		struct json_object *points = pby_json__get(pby_json__item(curves, i), "points");

		for (size_t k = 0; k < pby_json__len(points); k++)
			if (json_object_get_double(pby_json__get(pby_json__item(points, k), member)) != 0)
				return true;
	}
	return false;
}
