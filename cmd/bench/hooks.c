// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* hooks.c: probity bench hooks: the net cost of every hook. */
#include "cmd/bench/bench.h"

#include <stdio.h>
#include <stdlib.h>

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

static bool look(void *arg, const struct pby_bench_measured *now)
{
	struct hooks *h = arg;
	double pairs = 0;

	for (int b = 0; now && b < PBY_NR_BENCH_BODIES; b++)
		pairs += now->bodies[b].pairs.nr;
	return bench_run__look(&h->run, pairs / (h->job.rounds * (double)h->nr_bodies));
}

static void measure(struct hooks *h, enum pby_bench_hook row, struct pby_bench_measured *m)
{
	const struct pby_bench_watch watch = { look, h };
	struct pby_err err;

	*m = (struct pby_bench_measured){ 0 };
	if (bench_run__skips(&h->run, row, &m->outcome))
		return;
	h->job.row = row;
	if (pby_source__bench_hook(&h->job, &watch, m, &err)) {
		m->outcome.state = PBY_BENCH_REFUSED;
		snprintf(m->outcome.why, sizeof(m->outcome.why), "%.159s", err.text);
	}
}

/* All rows in their order; returns how many were measured. */
static int measure_all(struct hooks *h, struct json_object *result, struct pby_calibration *c)
{
	struct json_object *rows = pby_json__get(result, "rows");
	struct pby_bench_measured *m = calloc(1, sizeof(*m));
	int nr = 0;

	for (enum pby_bench_hook row = 0; m && row < PBY_NR_BENCH_HOOKS; row++) {
		if (!h->run.wanted[row])
			continue;
		measure(h, row, m);
		bench_run__done(&h->run, &m->outcome);
		pby_bench_hooks__json(rows, row, m, &h->run.setup.points.items[pby_bench_hooks[row].hook]);
		pby_calibration__add(c, row, m);
		nr += m->outcome.state == PBY_BENCH_DONE;
	}
	free(m);
	return nr;
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
	struct json_object *o = pby_json__obj(result, "settings");

	pby_json__int(o, "rounds", h->job.rounds);
	pby_json__fixed(o, "slice_ms", h->job.slice_ns / 1e6, 3);
	pby_json__int(o, "cpu", h->job.cpu);
}

static int run_and_show(struct hooks *h, const struct bench_values *v)
{
	struct pby_calibration calibration = { 0 };
	struct json_object *result;
	char measured[32];
	int nr, code;

	bench__now(measured, sizeof(measured));
	result = bench_run__result(&h->run, "hooks", measured);
	add_settings(h, result);
	fill_calibration(&calibration, &h->run.setup.machine, measured);
	announce(h);
	bench_stop__catch();
	bench_progress__begin(&h->run.progress, "bench hooks");
	nr = measure_all(h, result, &calibration);
	bench_progress__end(&h->run.progress);
	code = bench_show(result, v);
	if (code == PBY_EXIT_CLEAN && (v->save || v->save_to))
		code = bench_save(&calibration, v);
	if (code == PBY_EXIT_CLEAN && !nr)
		code = PBY_EXIT_BLIND;
	pby_calibration__free(&calibration);
	return code;
}

int bench_hooks(const struct bench_values *v, char **args, int nr_args)
{
	struct hooks h = { .job = { .rounds = v->rounds ? (uint32_t)v->rounds : DEFAULT_ROUNDS,
				    .slice_ns = (v->duration_ms > 0 ? v->duration_ms : DEFAULT_SLICE_MS) * 1e6 } };
	const char *wrong = misuse(v);
	int code;

	(void)args;
	(void)nr_args;
	if (wrong)
		return bench_fail(PBY_EXIT_USAGE, wrong);
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
