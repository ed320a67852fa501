// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* scale.c: probity bench scale: every hook on more and more CPUs. */
#include "cmd/bench/bench.h"

#include <stdio.h>

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

static bool look(void *arg, const void *measured)
{
	const struct pby_scaled *now = measured;
	struct scale *s = arg;
	double rounds = 0;

	for (uint32_t i = 0; now && i < now->nr && i < PBY_SCALE_MAX_POINTS; i++)
		rounds += now->points[i].nr;
	return bench_run__look_at_hook(&s->run, rounds / (s->job.rounds * (double)s->job.nr_threads));
}

static int measure(void *arg, enum pby_bench_hook row, void *measured, struct pby_err *err)
{
	struct scale *s = arg;
	const struct pby_bench_watch watch = { look, s };

	s->job.row = row;
	return pby_source__bench_scale(&s->job, &watch, measured, err);
}

static void add(void *arg, struct json_object *rows, enum pby_bench_hook row, const void *measured,
		const struct pby_attach_point *point)
{
	struct scale *s = arg;

	pby_bench_scale__json(rows, row, measured, s->job.body == PBY_BENCH_COUNTER, point);
}

static int measure_all(void *arg, struct json_object *result)
{
	static const struct bench_part part = { sizeof(struct pby_scaled), measure, add };
	struct scale *s = arg;

	return bench_run__hooks(&s->run, result, &part, s);
}

static void add_settings(const struct scale *s, struct json_object *result)
{
	struct json_object *o = pby_json__get(result, "settings"), *threads;

	pby_json__str(o, "body", pby_bench_body__name(s->job.body));
	pby_json__int(o, "rounds", s->job.rounds);
	pby_json__fixed(o, "run_ms", s->job.run_ns / 1e6, 3);
	threads = pby_json__arr(o, "threads");
	for (uint32_t i = 0; i < s->job.nr_threads; i++)
		pby_json__int(threads, NULL, s->job.threads[i]);
}

static int run_and_show(struct scale *s, const struct bench_values *v)
{
	struct json_object *result = bench_run__result(&s->run, "scale");

	add_settings(s, result);
	fprintf(stderr, "probity bench scale: BPF programs are attached as by bench hooks (bpf_get_numa_node_id, %s, ...),\n"
		"one after the other, and called by up to %u threads on %u CPUs at once; the tracepoints of contended locks and of\n"
		"mmap_lock are counted for a moment. Ctrl-C stops.\n",
		pby_target__kernel_function(s->job.kernel), s->job.threads[s->job.nr_threads - 1],
		s->run.setup.machine.nr_cpus);
	return bench_run__show(&s->run, result, measure_all, s, v);
}

static int run(const struct bench_values *v)
{
	struct scale s = { .job = { .rounds = v->rounds ? (uint32_t)v->rounds : DEFAULT_ROUNDS,
				    .run_ns = (v->duration_ms > 0 ? v->duration_ms : DEFAULT_RUN_MS) * 1e6 } };
	int code;

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

const struct bench_verb bench_scale = { .name = "scale", .misuse = misuse, .run = run };
