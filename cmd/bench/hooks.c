// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* hooks.c: probity bench hooks: the net cost of every hook. */
#include "cmd/bench/bench.h"

#include <stdio.h>

#include "base/json.h"
#include "model/bench/calibration.h"
#include "report/bench.h"
#include "source/bench/hooks.h"
#include "source/trial/target.h"

enum { DEFAULT_ROUNDS = 11, DEFAULT_SLICE_MS = 3 };

/* One run of all rows. */
struct hooks {
	struct bench_run run;
	struct pby_bench_job job;
	int nr_bodies;
	struct pby_calibration calibration;	/* of what has been measured */
};

static bool every_row(enum pby_bench_hook row)
{
	(void)row;
	return true;
}

/* What cannot be meant, or NULL. */
static const char *misuse(const struct bench_values *v)
{
	if (v->rounds && (v->rounds < 1 || v->rounds > PBY_BENCH_MAX_PAIRS))
		return "--rounds is from 1 to 64 for bench hooks";
	if (v->duration_ms > 10000)
		return "--duration is at most 10000 ms";
	return NULL;
}

static bool look(void *arg, const void *measured)
{
	const struct pby_bench_measured *now = measured;
	struct hooks *h = arg;
	double pairs = 0;

	for (int b = 0; now && b < PBY_NR_BENCH_BODIES; b++)
		pairs += now->bodies[b].pairs.nr;
	return bench_run__look_at_hook(&h->run, pairs / (h->job.rounds * (double)h->nr_bodies));
}

static int measure(void *arg, enum pby_bench_hook row, void *measured, struct pby_err *err)
{
	struct hooks *h = arg;
	const struct pby_bench_watch watch = { look, h };

	h->job.row = row;
	return pby_source__bench_hook(&h->job, &watch, measured, err);
}

static void add(void *arg, struct json_object *rows, enum pby_bench_hook row, const void *measured,
		const struct pby_attach_point *point)
{
	struct hooks *h = arg;

	pby_bench_hooks__json(rows, row, measured, point);
	pby_calibration__add(&h->calibration, row, measured);
}

static int measure_all(void *arg, struct json_object *result)
{
	static const struct bench_part part = { sizeof(struct pby_bench_measured), measure, add };
	struct hooks *h = arg;

	return bench_run__hooks(&h->run, result, &part, h);
}

static void announce(const struct hooks *h)
{
	fprintf(stderr, "probity bench hooks: one after the other, BPF programs are attached to bpf_get_numa_node_id, %s,\n"
		"bpf_modify_return_test_tp, security_task_getpgid, the events bpf_test_run:bpf_trigger_tp, task:task_rename and\n"
		"syscalls:sys_enter_getpgid, and to functions of its own process; CPU %u is kept busy. Ctrl-C stops.\n",
		pby_target__kernel_function(h->job.kernel), h->job.cpu);
}

static void fill_calibration(struct pby_calibration *c, const struct pby_bench_machine *m, const char *measured)
{
	c->release = pby_arena__strdup(&c->arena, m->release);
	c->machine = pby_arena__strdup(&c->arena, m->machine);
	c->cpu_model = pby_arena__strdup(&c->arena, m->cpu_model);
	c->emulator = pby_arena__strdup(&c->arena, m->emulator);
	c->measured = pby_arena__strdup(&c->arena, measured);
	c->cpus = m->nr_cpus;
}

static void add_settings(const struct hooks *h, struct json_object *result)
{
	struct json_object *o = pby_json__get(result, "settings");

	pby_json__int(o, "rounds", h->job.rounds);
	pby_json__fixed(o, "slice_ms", h->job.slice_ns / 1e6, 3);
	pby_json__int(o, "cpu", h->job.cpu);
}

static int run_and_show(struct hooks *h, const struct bench_values *v)
{
	struct json_object *result = bench_run__result(&h->run, "hooks");
	int code;

	add_settings(h, result);
	fill_calibration(&h->calibration, &h->run.setup.machine, pby_json__get_str(result, "measured"));
	announce(h);
	code = bench_run__show(&h->run, result, measure_all, h, v);
	if (code == PBY_EXIT_CLEAN && (v->save || v->save_to))
		code = bench_save(&h->calibration, v);
	pby_calibration__free(&h->calibration);
	return code;
}

static int run(const struct bench_values *v)
{
	struct hooks h = { .job = { .rounds = v->rounds ? (uint32_t)v->rounds : DEFAULT_ROUNDS,
				    .slice_ns = (v->duration_ms > 0 ? v->duration_ms : DEFAULT_SLICE_MS) * 1e6 } };
	int code;

	code = bench_bodies__choose(v, h.job.bodies, &h.nr_bodies);
	if (code == PBY_EXIT_CLEAN)
		code = bench_run__choose(&h.run, v, every_row);
	if (code == PBY_EXIT_CLEAN)
		code = bench_setup__make(&h.run.setup, v);
	h.job.kernel = &h.run.setup.kernel;
	h.job.cpu = h.run.setup.cpu;
	if (code == PBY_EXIT_CLEAN)
		code = run_and_show(&h, v);
	bench_run__free(&h.run);
	return code;
}

const struct bench_verb bench_hooks = { .name = "hooks", .misuse = misuse, .run = run };
