// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* loss.c: probity bench loss: what return hooks do not see when calls are in progress at once. */
#include "cmd/bench/bench.h"

#include <stdio.h>
#include <stdlib.h>

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

static bool look(void *arg, const struct pby_lossy *now)
{
	struct loss *l = arg;
	double ways = 0;

	for (int i = 0; now && i < PBY_NR_LOSS_WAYS; i++)
		ways += now->ways[i].tried;
	return bench_run__look(&l->run, ways / PBY_NR_LOSS_WAYS);
}

static void measure(struct loss *l, enum pby_bench_hook row, struct pby_lossy *m)
{
	const struct pby_loss_watch watch = { look, l };
	struct pby_err err;

	*m = (struct pby_lossy){ 0 };
	if (bench_run__skips(&l->run, row, &m->outcome))
		return;
	l->job.row = row;
	if (pby_source__bench_loss(&l->job, &watch, m, &err)) {
		m->outcome.state = PBY_BENCH_REFUSED;
		snprintf(m->outcome.why, sizeof(m->outcome.why), "%.159s", err.text);
	}
}

static int measure_all(struct loss *l, struct json_object *result)
{
	struct json_object *rows = pby_json__get(result, "rows");
	struct pby_lossy m;
	int nr = 0;

	for (enum pby_bench_hook row = 0; row < PBY_NR_BENCH_HOOKS; row++) {
		if (!l->run.wanted[row])
			continue;
		measure(l, row, &m);
		bench_run__done(&l->run, &m.outcome);
		pby_bench_loss__json(rows, row, &m, &l->run.setup.points.items[pby_bench_hooks[row].hook]);
		nr += m.outcome.state == PBY_BENCH_DONE;
	}
	return nr;
}

static int run_and_show(struct loss *l, const struct bench_values *v)
{
	struct json_object *result, *settings;
	char measured[32];
	int nr, code;

	bench__now(measured, sizeof(measured));
	result = bench_run__result(&l->run, "loss", measured);
	settings = pby_json__obj(result, "settings");
	pby_json__int(settings, "threads", l->job.threads);
	pby_json__int(settings, "depth", l->job.depth);
	pby_json__bool(settings, "verify", l->job.verify);
	fprintf(stderr, "probity bench loss: one after the other, return hooks are attached to %s and to functions\n"
		"of its own process, in which %u threads then sleep%s. Ctrl-C stops.\n",
		pby_sleepers__kernel_function(l->job.kernel), l->job.threads,
		l->job.verify ? "; a kretprobe is defined in tracefs for a moment" : "");
	bench_stop__catch();
	bench_progress__begin(&l->run.progress, "bench loss");
	nr = measure_all(l, result);
	bench_progress__end(&l->run.progress);
	code = bench_show(result, v);
	return code == PBY_EXIT_CLEAN && !nr ? PBY_EXIT_BLIND : code;
}

int bench_loss(const struct bench_values *v, char **args, int nr_args)
{
	struct loss l = { 0 };
	int code = choose(&l.job, v);

	(void)args;
	(void)nr_args;
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
