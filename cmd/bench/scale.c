// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* scale.c: probity bench scale: every hook on more and more CPUs. */
#include "cmd/bench/bench.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/json.h"
#include "cmd/threads.h"
#include "report/bench.h"
#include "source/bench/scale.h"
#include "source/trial/target.h"

enum { DEFAULT_ROUNDS = 3, DEFAULT_RUN_MS = 100, MAX_THREADS = 1024 };

struct scale {
	struct bench_run run;
	struct pby_scale_job job;
};

/* The tax on other system calls is no hook of its own; all else is called on all CPUs at once. */
static bool every_hook(enum pby_bench_hook row)
{
	return row != PBY_BENCH_SYSCALL_TAX;
}

static const char *misuse(const struct bench_values *v)
{
	if (v->rounds && (v->rounds < 1 || v->rounds > PBY_SCALE_MAX_ROUNDS))
		return "--rounds is from 1 to 16 for bench scale";
	if (v->duration_ms > 60000)
		return "--duration is at most 60000 ms";
	return NULL;
}

/* The programs share nothing between CPUs but the hash map: it would be what stops scaling. */
static int choose_body(struct pby_scale_job *job, const struct bench_values *v)
{
	bool bodies[PBY_NR_BENCH_BODIES];
	int nr, code = v->bodies ? bench_bodies__choose(v, bodies, &nr) : PBY_EXIT_CLEAN;

	job->body = PBY_BENCH_COUNTER;
	if (code != PBY_EXIT_CLEAN || !v->bodies)
		return code;
	if (nr != 1)
		return bench_fail(PBY_EXIT_USAGE, "--body: bench scale takes one program");
	for (enum pby_bench_body b = 0; b < PBY_NR_BENCH_BODIES; b++)
		if (bodies[b])
			job->body = b;
	return PBY_EXIT_CLEAN;
}

static int choose_threads(struct scale *s, const struct bench_values *v)
{
	struct pby_scale_job *job = &s->job;
	uint32_t most = s->run.setup.machine.nr_cpus;
	int threads[PBY_SCALE_MAX_POINTS], nr;
	struct pby_err err;

	if (v->threads) {
		if (pby_threads__parse(v->threads, MAX_THREADS, threads, PBY_SCALE_MAX_POINTS, &nr, &err))
			return bench_fail(PBY_EXIT_USAGE, err.text);
		for (; job->nr_threads < (uint32_t)nr; job->nr_threads++)
			job->threads[job->nr_threads] = (uint32_t)threads[job->nr_threads];
		return PBY_EXIT_CLEAN;
	}
	for (uint32_t n = 1; n < most; n *= 2)
		job->threads[job->nr_threads++] = n;
	job->threads[job->nr_threads++] = most;
	return PBY_EXIT_CLEAN;
}

static bool look(void *arg, const struct pby_scaled *now)
{
	struct scale *s = arg;
	double rounds = 0;

	for (uint32_t i = 0; now && i < now->nr && i < PBY_SCALE_MAX_POINTS; i++)
		rounds += now->points[i].nr;
	return bench_run__look(&s->run, rounds / (s->job.rounds * (double)s->job.nr_threads));
}

static void measure(struct scale *s, enum pby_bench_hook row, struct pby_scaled *m)
{
	const struct pby_scale_watch watch = { look, s };
	struct pby_err err;

	*m = (struct pby_scaled){ 0 };
	if (bench_run__skips(&s->run, row, &m->outcome))
		return;
	s->job.row = row;
	if (pby_source__bench_scale(&s->job, &watch, m, &err)) {
		m->outcome.state = PBY_BENCH_REFUSED;
		snprintf(m->outcome.why, sizeof(m->outcome.why), "%.159s", err.text);
	}
}

static int measure_all(struct scale *s, struct json_object *result)
{
	struct json_object *rows = pby_json__get(result, "rows");
	struct pby_scaled *m = calloc(1, sizeof(*m));
	int nr = 0;

	for (enum pby_bench_hook row = 0; m && row < PBY_NR_BENCH_HOOKS; row++) {
		if (!s->run.wanted[row])
			continue;
		measure(s, row, m);
		bench_run__done(&s->run, &m->outcome);
		pby_bench_scale__json(rows, row, m, s->job.body == PBY_BENCH_COUNTER,
				      &s->run.setup.points.items[pby_bench_hooks[row].hook]);
		nr += m->outcome.state == PBY_BENCH_DONE;
	}
	free(m);
	return nr;
}

static void add_settings(const struct scale *s, struct json_object *result)
{
	struct json_object *o = pby_json__obj(result, "settings"), *threads;

	pby_json__str(o, "body", pby_bench_body__name(s->job.body));
	pby_json__int(o, "rounds", s->job.rounds);
	pby_json__fixed(o, "run_ms", s->job.run_ns / 1e6, 3);
	threads = pby_json__arr(o, "threads");
	for (uint32_t i = 0; i < s->job.nr_threads; i++)
		pby_json__int(threads, NULL, s->job.threads[i]);
}

static int run_and_show(struct scale *s, const struct bench_values *v)
{
	struct json_object *result;
	char measured[32];
	int nr, code;

	bench__now(measured, sizeof(measured));
	result = bench_run__result(&s->run, "scale", measured);
	add_settings(s, result);
	fprintf(stderr, "probity bench scale: BPF programs are attached as by bench hooks (bpf_get_numa_node_id, %s, ...),\n"
		"one after the other, and called by up to %u threads on %u CPUs at once; the tracepoints of contended locks and of\n"
		"mmap_lock are counted for a moment. Ctrl-C stops.\n",
		pby_target__kernel_function(s->job.kernel), s->job.threads[s->job.nr_threads - 1],
		s->run.setup.machine.nr_cpus);
	bench_stop__catch();
	bench_progress__begin(&s->run.progress, "bench scale");
	nr = measure_all(s, result);
	bench_progress__end(&s->run.progress);
	code = bench_show(result, v);
	return code == PBY_EXIT_CLEAN && !nr ? PBY_EXIT_BLIND : code;
}

int bench_scale(const struct bench_values *v, char **args, int nr_args)
{
	struct scale s = { .job = { .rounds = v->rounds ? (uint32_t)v->rounds : DEFAULT_ROUNDS,
				    .run_ns = (v->duration_ms > 0 ? v->duration_ms : DEFAULT_RUN_MS) * 1e6 } };
	const char *wrong = misuse(v);
	int code;

	(void)args;
	(void)nr_args;
	if (wrong)
		return bench_fail(PBY_EXIT_USAGE, wrong);
	code = choose_body(&s.job, v);
	if (code == PBY_EXIT_CLEAN)
		code = bench_run__choose(&s.run, v, every_hook);
	if (code == PBY_EXIT_CLEAN)
		code = bench_setup__make(&s.run.setup, v);
	if (code == PBY_EXIT_CLEAN)
		code = choose_threads(&s, v);
	s.job.kernel = &s.run.setup.kernel;
	s.job.machine = &s.run.setup.machine;
	if (code == PBY_EXIT_CLEAN)
		code = run_and_show(&s, v);
	bench_run__free(&s.run);
	return code;
}
