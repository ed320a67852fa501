// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* attach.c: probity bench attach: how long attaching and detaching takes. */
#include "cmd/bench/bench.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "base/json.h"
#include "model/bench/attach.h"
#include "report/bench.h"
#include "source/bench/attach.h"

enum { DEFAULT_ROUNDS = 5, DEFAULT_FUNCTIONS = 64 };

struct attach {
	struct bench_run run;
	struct pby_attach_job job;
	const char *functions[PBY_ATTACH_MAX_FUNCTIONS];
	uint32_t nr_functions;	/* that were found */
	uint32_t wanted_functions;
};

static_assert((int)PBY_NR_HOOKS <= (int)BENCH_MAX_ROWS, "each hook may be wanted");

static bool is_hook(const char *word, const void *arg)
{
	return !strcmp(word, pby_hook__name(*(const enum pby_hook *)arg));
}

static bool no_hook(const char *word, const void *arg)
{
	(void)arg;
	for (enum pby_hook h = 0; h < PBY_NR_HOOKS; h++)
		if (is_hook(word, &h))
			return false;
	return true;
}

static const char *misuse(const struct bench_values *v)
{
	if (v->only && bench_list__has(v->only, no_hook, NULL))
		return "--only: no such hook; 'probity bench attach' without it shows their names";
	if (v->rounds && (v->rounds < 1 || v->rounds > PBY_ATTACH_MAX_ROUNDS))
		return "--rounds is from 1 to 64";
	if (v->functions && (v->functions < 1 || v->functions > PBY_ATTACH_MAX_FUNCTIONS))
		return "--functions is from 1 to 256";
	return NULL;
}

static bool look(void *arg, const void *measured)
{
	const struct pby_attach_measured *now = measured;
	struct attach *r = arg;
	double share = now ? (now->idle.nr + now->loaded.nr) / (2.0 * r->job.rounds) : 0;

	return bench_run__look(&r->run, share, pby_hook__name(r->job.hook));
}

static void measure(struct attach *r, struct pby_attach_measured *m)
{
	const struct pby_attach_point *point = &r->run.setup.points.items[r->job.hook];
	const char *missing = point->works == PBY_NO ? point->because : NULL;
	const struct pby_bench_watch watch = { look, r };
	struct pby_err err;

	*m = (struct pby_attach_measured){ 0 };
	if (!bench_run__skips(&r->run, missing, &m->outcome) && pby_source__bench_attach(&r->job, &watch, m, &err))
		bench_run__no_process(&m->outcome, &err);
	r->run.stuck |= m->outcome.state == PBY_BENCH_STUCK;
}

/* A row for one function (or event), and one for many. Returns how many were measured. */
static int measure_hook(struct attach *r, enum pby_hook hook, struct json_object *rows)
{
	const struct pby_attach_point *point = &r->run.setup.points.items[hook];
	struct pby_attach_measured m;
	int nr;

	r->job.hook = hook;
	r->job.functions = NULL;
	r->job.nr_functions = 1;
	measure(r, &m);
	pby_bench_attach__json(rows, hook, 1, &m, point);
	nr = m.outcome.state == PBY_BENCH_DONE;
	/* What cannot be had once cannot be had often. */
	if (!nr || !r->wanted_functions || !pby_attach__takes_functions(hook))
		return nr;
	r->job.functions = r->functions;
	r->job.nr_functions = r->nr_functions;
	if (r->nr_functions)
		measure(r, &m);
	else
		m = (struct pby_attach_measured){ .outcome.state = PBY_BENCH_REFUSED,
						  .outcome.why = "no functions known here that nothing calls" };
	pby_bench_attach__json(rows, hook, r->nr_functions ? r->nr_functions : r->wanted_functions, &m, point);
	return nr + (m.outcome.state == PBY_BENCH_DONE);
}

static void announce(const struct attach *r)
{
	fprintf(stderr, "probity bench attach: attaches to and detaches from a rarely called system call, task:task_rename and\n"
		"functions of its own process, one hook after the other");
	if (r->nr_functions)
		fprintf(stderr, "; and %u entries of 32-bit system calls", r->nr_functions);
	fprintf(stderr, ".\nAll CPUs are busy half of the time. Ctrl-C stops.\n");
}

static int measure_all(void *arg, struct json_object *result)
{
	struct json_object *rows = pby_json__arr(result, "rows");
	struct attach *r = arg;
	int nr = 0;

	for (enum pby_hook h = 0; h < PBY_NR_HOOKS; h++) {
		if (!r->run.wanted[h])
			continue;
		nr += measure_hook(r, h, rows);
		r->run.nr_done++;
	}
	return nr;
}

static int run_and_show(struct attach *r, const struct bench_values *v)
{
	struct json_object *result = bench_run__result(&r->run, "attach"), *settings = pby_json__get(result, "settings");

	pby_json__int(settings, "rounds", r->job.rounds);
	pby_json__int(settings, "functions", r->nr_functions);
	announce(r);
	return bench_run__show(&r->run, result, measure_all, r, v);
}

static int run(const struct bench_values *v)
{
	struct attach r = { .job.rounds = v->rounds ? (uint32_t)v->rounds : DEFAULT_ROUNDS };
	int code;

	for (enum pby_hook h = 0; h < PBY_NR_HOOKS; h++) {
		r.run.wanted[h] = bench_list__has(v->only, is_hook, &h);
		r.run.nr_wanted += r.run.wanted[h];
	}
	code = bench_setup__make(&r.run.setup, v);
	r.wanted_functions = v->functions ? (uint32_t)v->functions : DEFAULT_FUNCTIONS;
	if (r.wanted_functions == 1)
		r.wanted_functions = 0;
	r.nr_functions = pby_attach__idle_functions(&r.run.setup.kernel, r.functions, r.wanted_functions, &r.run.arena);
	r.job.kernel = &r.run.setup.kernel;
	r.job.cpus = r.run.setup.machine.cpus;
	r.job.nr_cpus = r.run.setup.machine.nr_cpus;
	if (code == PBY_EXIT_CLEAN)
		code = run_and_show(&r, v);
	bench_run__free(&r.run);
	return code;
}

const struct bench_verb bench_attach = { .name = "attach", .misuse = misuse, .run = run };
