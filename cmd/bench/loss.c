// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* loss.c: probity bench loss: what return hooks do not see when calls are in progress at once. */
#include "cmd/bench/bench.h"

#include <stdio.h>

#include "base/json.h"
#include "cmd/threads.h"
#include "report/bench.h"
#include "source/bench/loss.h"
#include "source/bench/sleepers.h"

enum { DEFAULT_THREADS = 64, DEFAULT_DEPTH = 100, MAX_DEPTH = 100000 };

struct loss {
	struct bench_run run;
	struct pby_loss_job job;
};

static int choose(struct pby_loss_job *job, const struct bench_values *v)
{
	int threads = DEFAULT_THREADS, nr = 1;
	struct pby_err err;

	if (v->threads && pby_threads__parse(v->threads, PBY_SLEEPERS_MAX, &threads, 1, &nr, &err))
		return bench_fail(PBY_EXIT_USAGE, "--threads: bench loss takes one number, at most 4096");
	if (v->depth && (v->depth < 1 || v->depth > MAX_DEPTH))
		return bench_fail(PBY_EXIT_USAGE, "--depth is from 1 to 100000");
	job->threads = (uint32_t)threads;
	job->depth = v->depth ? (uint32_t)v->depth : DEFAULT_DEPTH;
	job->verify = v->verify;
	return PBY_EXIT_CLEAN;
}

static bool look(void *arg, const void *measured)
{
	const struct pby_lossy *now = measured;
	struct loss *l = arg;
	double ways = 0;

	for (int i = 0; now && i < PBY_NR_LOSS_WAYS; i++)
		ways += now->ways[i].tried;
	return bench_run__look_at_hook(&l->run, ways / PBY_NR_LOSS_WAYS);
}

static int measure(void *arg, enum pby_bench_hook row, void *measured, struct pby_err *err)
{
	struct loss *l = arg;
	const struct pby_bench_watch watch = { look, l };

	l->job.row = row;
	return pby_source__bench_loss(&l->job, &watch, measured, err);
}

static void add(void *arg, struct json_object *rows, enum pby_bench_hook row, const void *measured,
		const struct pby_attach_point *point)
{
	(void)arg;
	pby_bench_loss__json(rows, row, measured, point);
}

static int measure_all(void *arg, struct json_object *result)
{
	static const struct bench_part part = { sizeof(struct pby_lossy), measure, add };
	struct loss *l = arg;

	return bench_run__hooks(&l->run, result, &part, l);
}

static int run_and_show(struct loss *l, const struct bench_values *v)
{
	struct json_object *result = bench_run__result(&l->run, "loss"), *settings = pby_json__get(result, "settings");

	pby_json__int(settings, "threads", l->job.threads);
	pby_json__int(settings, "depth", l->job.depth);
	pby_json__bool(settings, "verify", l->job.verify);
	fprintf(stderr, "probity bench loss: one after the other, return hooks are attached to %s and to functions\n"
		"of its own process, in which %u threads then sleep%s. Ctrl-C stops.\n",
		pby_sleepers__kernel_function(l->job.kernel), l->job.threads,
		l->job.verify ? "; a kretprobe is defined in tracefs for a moment" : "");
	return bench_run__show(&l->run, result, measure_all, l, v);
}

static int run(const struct bench_values *v)
{
	struct loss l = { 0 };
	int code = choose(&l.job, v);

	if (code == PBY_EXIT_CLEAN)
		code = bench_run__choose(&l.run, v, pby_source__bench_loss_offers);
	if (code == PBY_EXIT_CLEAN)
		code = bench_setup__make(&l.run.setup, v);
	l.job.kernel = &l.run.setup.kernel;
	if (code == PBY_EXIT_CLEAN)
		code = run_and_show(&l, v);
	bench_run__free(&l.run);
	return code;
}

const struct bench_verb bench_loss = { .name = "loss", .run = run };
