// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* hooks.c: probity bench hooks: the net cost of every hook. */
#include "cmd/bench/bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "model/bench/calibration.h"
#include "report/bench.h"
#include "source/bench/hooks.h"
#include "source/trial/target.h"

enum { DEFAULT_ROUNDS = 11, DEFAULT_SLICE_MS = 3 };

static bool is_row(const char *word, const void *arg)
{
	return pby_bench_hook__matches(*(const enum pby_bench_hook *)arg, word);
}

static bool is_body(const char *word, const void *arg)
{
	return pby_bench_body__parse(word) == (int)*(const enum pby_bench_body *)arg;
}

static bool matches_any_row(const char *word, const void *arg)
{
	(void)arg;
	for (int row = 0; row < PBY_NR_BENCH_HOOKS; row++)
		if (pby_bench_hook__matches((enum pby_bench_hook)row, word))
			return false;
	return true;
}

static bool no_body(const char *word, const void *arg)
{
	(void)arg;
	return pby_bench_body__parse(word) < 0;
}

/* What cannot be meant, or NULL. */
static const char *misuse(const struct bench_values *v)
{
	if (v->only && bench_list__has(v->only, matches_any_row, NULL))
		return "--only: no such row; 'probity bench hooks' without it shows their names";
	if (v->bodies && bench_list__has(v->bodies, no_body, NULL))
		return "--body takes empty, counter and hash, separated by commas";
	if (v->rounds && (v->rounds < 3 || v->rounds > PBY_BENCH_MAX_PAIRS))
		return "--rounds is from 3 to 64";
	if (v->slice_ms > 10000)
		return "--duration is at most 10000 ms";
	return NULL;
}

/* One run of all rows. */
struct runner {
	struct bench_setup setup;
	struct pby_bench_job job;
	struct bench_progress progress;
	struct pby_arena arena;
	bool wanted[PBY_NR_BENCH_HOOKS];
	int nr_wanted, nr_done, nr_bodies;
};

static bool look(void *arg, const struct pby_bench_measured *now)
{
	struct runner *r = arg;
	double pairs = 0;

	for (int b = 0; now && b < PBY_NR_BENCH_BODIES; b++)
		pairs += now->bodies[b].pairs.nr;
	bench_progress__say(&r->progress, (r->nr_done + pairs / (r->job.rounds * (double)r->nr_bodies)) / r->nr_wanted,
			    pby_bench_hook__name(r->job.row, &r->arena));
	return !bench_stop__asked();
}

/* What the kernel is known not to have is not tried. */
static void measure(struct runner *r, enum pby_bench_hook row, struct pby_bench_measured *m)
{
	const struct pby_attach_point *point = &r->setup.points.items[pby_bench_hooks[row].hook];
	const struct pby_bench_watch watch = { look, r };
	struct pby_err err;

	*m = (struct pby_bench_measured){ 0 };
	if (point->works == PBY_NO) {
		m->outcome.state = PBY_BENCH_MISSING;
		snprintf(m->outcome.why, sizeof(m->outcome.why), "%s", point->because);
		return;
	}
	if (bench_stop__asked()) {
		snprintf(m->outcome.why, sizeof(m->outcome.why), "interrupted before its turn");
		return;
	}
	r->job.row = row;
	if (pby_source__bench_hook(&r->job, &watch, m, &err)) {
		m->outcome.state = PBY_BENCH_REFUSED;
		snprintf(m->outcome.why, sizeof(m->outcome.why), "%.159s", err.text);
	}
}

static void announce(struct runner *r)
{
	fprintf(stderr, "probity bench hooks: one after the other, BPF programs are attached to bpf_get_numa_node_id, %s,\n"
		"bpf_modify_return_test_tp, security_task_getpgid, the events bpf_test_run:bpf_trigger_tp, task:task_rename and\n"
		"syscalls:sys_enter_getpgid, and to functions of its own process; CPU %u is kept busy. Ctrl-C stops.\n",
		pby_target__kernel_function(&r->setup.kernel), r->setup.cpu);
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

/* All rows in their order; returns how many were measured. */
static int measure_all(struct runner *r, struct json_object *result, struct pby_calibration *c)
{
	struct json_object *rows = pby_json__arr(result, "rows");
	struct pby_bench_measured *m = calloc(1, sizeof(*m));
	bool stuck = false;
	int nr = 0;

	for (int i = 0; m && i < PBY_NR_BENCH_HOOKS; i++) {
		enum pby_bench_hook row = (enum pby_bench_hook)i;

		if (!r->wanted[i])
			continue;
		if (!stuck)
			measure(r, row, m);
		else
			*m = (struct pby_bench_measured){ .outcome.why = "left out: the row before it got stuck" };
		stuck |= m->outcome.state == PBY_BENCH_STUCK;
		pby_bench_hooks__json(rows, row, m, &r->setup.points.items[pby_bench_hooks[i].hook]);
		pby_calibration__add(c, row, m);
		nr += m->outcome.state == PBY_BENCH_DONE;
		r->nr_done++;
	}
	free(m);
	return nr;
}

static int run_and_show(struct runner *r, const struct bench_values *v)
{
	struct pby_calibration calibration = { 0 };
	struct json_object *result, *settings;
	char measured[32];
	int nr, code;

	bench__now(measured, sizeof(measured));
	result = pby_bench__json("hooks", &r->setup.machine, measured);
	settings = pby_json__obj(result, "settings");
	pby_json__int(settings, "rounds", r->job.rounds);
	pby_json__fixed(settings, "slice_ms", r->job.slice_ns / 1e6, 3);
	pby_json__int(settings, "cpu", r->job.cpu);
	fill_calibration(&calibration, &r->setup.machine, measured);
	announce(r);
	bench_stop__catch();
	bench_progress__begin(&r->progress, "bench hooks");
	nr = measure_all(r, result, &calibration);
	bench_progress__end(&r->progress);
	pby_json__bool(result, "interrupted", bench_stop__asked());
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
	struct runner r = { .job = { .rounds = v->rounds ? (uint32_t)v->rounds : DEFAULT_ROUNDS,
				     .slice_ns = (v->slice_ms > 0 ? v->slice_ms : DEFAULT_SLICE_MS) * 1e6 } };
	const char *wrong = misuse(v);
	int code;

	(void)args;
	(void)nr_args;
	if (wrong)
		return bench_fail(PBY_EXIT_USAGE, wrong);
	for (enum pby_bench_hook i = 0; i < PBY_NR_BENCH_HOOKS; i++) {
		r.wanted[i] = bench_list__has(v->only, is_row, &i);
		r.nr_wanted += r.wanted[i];
	}
	for (enum pby_bench_body b = 0; b < PBY_NR_BENCH_BODIES; b++) {
		r.job.bodies[b] = bench_list__has(v->bodies, is_body, &b);
		r.nr_bodies += r.job.bodies[b];
	}
	code = bench_setup__make(&r.setup, v);
	r.job.kernel = &r.setup.kernel;
	r.job.cpu = r.setup.cpu;
	if (code == PBY_EXIT_CLEAN)
		code = run_and_show(&r, v);
	bench_setup__free(&r.setup);
	pby_arena__free(&r.arena);
	return code;
}
