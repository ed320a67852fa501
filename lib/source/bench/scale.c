// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* scale.c: rounds over numbers of threads, each without the probe and with it. */
#include "source/bench/scale.h"

#include "base/err.h"
#include "source/bench/crowd.h"
#include "source/bench/session.h"
#include "source/child.h"

enum { TRIES = 3 };

struct run {
	struct pby_bench_session session;
	const struct pby_scale_job *job;
	struct pby_scaled *row;
};

/* Tries again when the threads did not have their CPUs. Calls of all tries add up in *calls. */
static int crowd(struct run *r, struct pby_scale_raw *point, double *per_s, uint64_t *calls)
{
	uint32_t threads = point->threads, cpus = r->job->machine->nr_cpus;
	double best = 0;

	for (int i = 0; i < TRIES && best < PBY_SCALE_LEAST_SHARE; i++) {
		struct pby_crowd_run run;
		int rc = pby_bench_crowd__run(&(struct pby_crowd_job){ &r->session.probe.trigger, r->job->machine, NULL,
								       threads, r->job->run_ns }, &run);

		pby_region__step(r->session.region);
		if (rc || !(run.took_ns > 0) || !run.calls)
			return pby_bench_session__refused(&r->session, &(struct pby_bench_refusal){
							  rc ? "start threads" : "measure", -rc, rc ? NULL : "no call was made" });
		*calls += run.calls + run.warm_up;
		/* More threads than CPUs take turns: what each could have had is a share of them. */
		if (threads > cpus)
			run.cpu_share *= (double)threads / cpus;
		if (run.cpu_share <= best)
			continue;
		best = run.cpu_share;
		*per_s = (double)run.calls * 1e9 / run.took_ns;
	}
	if (best < point->cpu_share)
		point->cpu_share = best;
	return 0;
}

static int one_round(struct run *r, struct pby_scale_raw *point)
{
	struct pby_bench_probe *probe = &r->session.probe;
	double base_per_s = 0, probed_per_s = 0;
	struct pby_bench_refusal refusal;
	uint64_t before, ignored = 0;
	int rc, rc_after;

	if (crowd(r, point, &base_per_s, &ignored))
		return -1;
	if (pby_bench_probe__attach(probe, r->job->body, &refusal))
		return pby_bench_session__refused(&r->session, &refusal);
	/* Warms up, and lets the kernel replace instructions. */
	pby_bench_trigger__call(&probe->trigger, 1);
	before = pby_bench_maps__count(&probe->maps, &rc);
	rc_after = crowd(r, point, &probed_per_s, &point->calls);
	pby_bench_probe__detach(probe);
	if (rc_after)
		return -1;
	point->counted += pby_bench_maps__count(&probe->maps, &rc_after) - before;
	if (rc || rc_after)
		return pby_bench_session__refused(&r->session, &(struct pby_bench_refusal){ "read the counter",
						  rc ? -rc : -rc_after, NULL });
	point->base_per_s[point->nr] = base_per_s;
	point->probed_per_s[point->nr] = probed_per_s;
	point->nr++;
	return 0;
}

/* A tenth of the run is enough to count. What fails here leaves no count, and the row as it is. */
static void watch_point(struct run *r, struct pby_scale_raw *point, const struct pby_lock_counts *locks)
{
	struct pby_bench_probe *probe = &r->session.probe;
	const struct pby_crowd_job job = { &probe->trigger, r->job->machine, locks, point->threads, r->job->run_ns / 10 };
	struct pby_bench_refusal ignored;
	struct pby_crowd_run run;

	pby_region__step(r->session.region);
	if (pby_bench_crowd__run(&job, &run))
		return;
	point->base = run.locks;
	if (pby_bench_probe__attach(probe, r->job->body, &ignored))
		return;
	if (!pby_bench_crowd__run(&job, &run))
		point->probed = run.locks;
	pby_bench_probe__detach(probe);
}

/* Locks are counted after all that is timed: counting takes time. */
static void watch_locks(struct run *r)
{
	struct pby_lock_counts locks;

	pby_region__doing(r->session.region, "count locks");
	pby_lock_counts__open(&locks);
	for (int i = 0; i < PBY_NR_LOCK_COUNTS; i++)
		r->row->locks_error[i] = locks.link_fd[i] < 0 ? -locks.link_fd[i] : 0;
	for (uint32_t i = 0; i < r->row->nr; i++)
		watch_point(r, &r->row->points[i], &locks);
	pby_lock_counts__close(&locks);
}

static int all_rounds(struct pby_bench_session *session, void *arg)
{
	struct run *r = arg;
	struct pby_scaled *row = r->row;

	row->runs_per_call = pby_bench_probe__runs_per_call(&session->probe);
	for (uint32_t i = 0; i < r->job->nr_threads; i++)
		row->points[i] = (struct pby_scale_raw){ .threads = r->job->threads[i], .cpu_share = 1 };
	row->nr = r->job->nr_threads;
	for (uint32_t round = 0; round < r->job->rounds; round++)
		for (uint32_t i = 0; i < row->nr; i++)
			if (one_round(r, &row->points[i]))
				return -1;
	watch_locks(r);
	return 0;
}

static void measure(struct pby_region *region, void *arg)
{
	const struct pby_scale_job *job = arg;
	struct run r = { .job = job, .row = pby_bench_session__begin(region, sizeof(*r.row)) };

	if (!r.row)
		return;
	r.session = (struct pby_bench_session){ .row = job->row, .kernel = job->kernel, .region = region,
						 .outcome = &r.row->outcome };
	pby_bench_session__run(&r.session, all_rounds, &r);
}

int pby_source__bench_scale(const struct pby_scale_job *job, const struct pby_bench_watch *watch,
			    struct pby_scaled *row, struct pby_err *err)
{
	struct pby_scale_job copy = *job;

	return pby_bench_session__measure(&(struct pby_bench_measuring){ .work = measure, .job = &copy, .watch = watch,
			.measured = row, .size = sizeof(*row), .outcome = &row->outcome }, err);
}
