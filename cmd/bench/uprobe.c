// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* uprobe.c: probity bench uprobe: firing beside threads that map memory, registration beside forks. */
#include "cmd/bench/bench.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/err.h"
#include "base/json.h"
#include "model/bench/uprobe.h"
#include "report/bench.h"
#include "source/bench/uprobe.h"

enum { DEFAULT_ROUNDS = 5, DEFAULT_RUN_MS = 100, DEFAULT_PROCESSES = 256, MAX_PROCESSES = 1024 };

struct uprobe {
	struct bench_run run;
	struct pby_uprobe_job job;
	uint32_t nr_rounds;	/* of all rows */
};

static const char *misuse(const struct bench_values *v)
{
	if (v->rounds && (v->rounds < 1 || v->rounds > PBY_UPROBE_MAX_ROUNDS))
		return "--rounds is from 1 to 32 for bench uprobe";
	if (v->duration_ms > 60000)
		return "--duration is at most 60000 ms";
	if (v->processes && (v->processes < 1 || v->processes > MAX_PROCESSES))
		return "--processes is from 1 to 1024";
	return NULL;
}

/* One firing thread and one on each CPU; as many that map; 1, 4, 16 ... processes. */
static void plan(struct uprobe *u, const struct bench_values *v)
{
	struct pby_uprobe_job *job = &u->job;
	uint32_t cpus = u->run.setup.machine.nr_cpus, most = v->processes ? (uint32_t)v->processes : DEFAULT_PROCESSES;

	job->readers[job->nr_readers++] = 1;
	if (cpus > 1)
		job->readers[job->nr_readers++] = cpus < 64 ? cpus : 64;
	job->writers[job->nr_writers++] = 0;
	job->writers[job->nr_writers++] = 1;
	if (cpus > 1)
		job->writers[job->nr_writers++] = cpus < 64 ? cpus : 64;
	for (uint32_t n = 1; n < most && job->nr_processes < 7; n *= 4)
		job->processes[job->nr_processes++] = n;
	job->processes[job->nr_processes++] = most;
	u->nr_rounds = job->rounds * (job->nr_readers * job->nr_writers + job->nr_processes);
}

static bool look(void *arg, const void *measured)
{
	const struct pby_uprobe_measured *now = measured;
	struct uprobe *u = arg;
	double share = now ? now->rounds_done / (double)u->nr_rounds : 0;

	return bench_run__look(&u->run, share, now && now->nr_registration ? "registration" : "firing");
}

/* All rows are one measurement: returns how many of firing there are. */
static int measure_all(void *arg, struct json_object *result)
{
	struct pby_uprobe_measured *m = calloc(1, sizeof(*m));
	struct uprobe *u = arg;
	const struct pby_bench_watch watch = { look, u };
	struct pby_err err = { "no memory" };
	int nr = 0;

	if (!m || pby_source__bench_uprobe(&u->job, &watch, m, &err)) {
		bench_fail(PBY_EXIT_BLIND, err.text);
	} else {
		pby_bench_uprobe__json(result, m);
		nr = (int)m->nr_firing;
	}
	free(m);
	return nr;
}

static int run_and_show(struct uprobe *u, const struct bench_values *v)
{
	struct json_object *result = bench_run__result(&u->run, "uprobe"), *settings = pby_json__get(result, "settings");

	pby_json__int(settings, "rounds", u->job.rounds);
	pby_json__fixed(settings, "run_ms", u->job.run_ns / 1e6, 3);
	fprintf(stderr, "probity bench uprobe: a uprobe is put on a function of probity, first in one process with up to %u threads, then\n"
		"in %u processes of its own, while another forks. Ctrl-C stops.\n",
		u->job.readers[u->job.nr_readers - 1] + u->job.writers[u->job.nr_writers - 1],
		u->job.processes[u->job.nr_processes - 1]);
	return bench_run__show(&u->run, result, measure_all, u, v);
}

static int run(const struct bench_values *v)
{
	struct uprobe u = { .run.nr_wanted = 1, .job = { .rounds = v->rounds ? (uint32_t)v->rounds : DEFAULT_ROUNDS,
				     .run_ns = (v->duration_ms > 0 ? v->duration_ms : DEFAULT_RUN_MS) * 1e6 } };
	int code;

	code = bench_setup__make(&u.run.setup, v);
	plan(&u, v);
	if (code == PBY_EXIT_CLEAN)
		code = run_and_show(&u, v);
	bench_run__free(&u.run);
	return code;
}

const struct bench_verb bench_uprobe = { .name = "uprobe", .misuse = misuse, .run = run };
