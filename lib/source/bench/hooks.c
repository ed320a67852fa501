// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* hooks.c: runs with the probe between runs without it. */
#define _GNU_SOURCE
#include "source/bench/hooks.h"

#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "source/bench/probe.h"
#include "source/bench/worker.h"
#include "source/child.h"

enum {
	SLICES = 3,
	FIRST_CALLS = 64,	/* to see whether it fires */
	REGION = 256 << 10,
};

static double now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1e9 + (double)t.tv_nsec;
}

/* One measurement under way. */
struct run {
	const struct pby_bench_job *job;
	struct pby_region *region;
	struct pby_bench_probe probe;
	struct pby_bench_measured *m;
	uint64_t base_calls, probed_calls[PBY_NR_BENCH_BODIES];	/* in a slice */
};

static int refused(struct run *r, const struct pby_bench_refusal *refusal)
{
	struct pby_bench_measured *m = r->m;

	m->state = PBY_BENCH_REFUSED;
	m->error = refusal->error;
	snprintf(m->step, sizeof(m->step), "%s", refusal->step);
	snprintf(m->why, sizeof(m->why), "%s", refusal->why ? refusal->why : "");
	return -1;
}

/* Nanoseconds per call of a slice; adds to *calls. Negative: the trigger failed. */
static double slice(const struct run *r, uint64_t nr, uint64_t *calls)
{
	double begin = now_ns();
	uint64_t made = pby_bench_trigger__call(&r->probe.trigger, nr);
	double took = now_ns() - begin;

	*calls += made;
	return made ? took / (double)made : -1;
}

/*
 * The fastest of some slices: interrupts and other processes only ever make a slice slower, and it would
 * be chance which of the two sides they hit.
 */
static double fastest(const struct run *r, uint64_t nr, uint64_t *calls)
{
	double best = slice(r, nr, calls);

	for (int i = 1; i < SLICES && best > 0; i++) {
		double ns = slice(r, nr, calls);

		best = ns < best ? ns : best;
	}
	return best;
}

/* How many calls fill a slice. Warms up besides. */
static uint64_t calibrate(const struct run *r, uint64_t *calls)
{
	uint64_t nr = FIRST_CALLS;
	double ns;

	for (;;) {
		ns = slice(r, nr, calls);
		if (ns <= 0 || ns * (double)nr >= r->job->slice_ns / 2 || nr > 1ull << 32)
			break;
		nr *= 2;
	}
	if (ns <= 0)
		return FIRST_CALLS;
	nr = (uint64_t)(r->job->slice_ns / ns);
	return nr ? nr : 1;
}

/* Attaches the counter, and sees that each call is counted. */
static int check_firing(struct run *r)
{
	struct pby_bench_refusal refusal;
	uint64_t calls, counted, before;
	int rc;

	before = pby_bench_maps__count(&r->probe.maps, &rc);
	if (pby_bench_probe__attach(&r->probe, PBY_BENCH_COUNTER, &refusal))
		return refused(r, &refusal);
	calls = pby_bench_trigger__call(&r->probe.trigger, FIRST_CALLS);
	counted = pby_bench_maps__count(&r->probe.maps, &rc) - before;
	pby_bench_probe__detach(&r->probe);
	pby_region__step(r->region);
	if (rc)
		return refused(r, &(struct pby_bench_refusal){ "read the counter", -rc, NULL });
	if (r->probe.way.count_is_others || counted >= calls * pby_bench_probe__runs_per_call(&r->probe))
		return 0;
	r->m->state = PBY_BENCH_SILENT;
	snprintf(r->m->why, sizeof(r->m->why), "attached, but of %llu runs that %llu calls make it counted %llu",
		 (unsigned long long)calls * pby_bench_probe__runs_per_call(&r->probe), (unsigned long long)calls,
		 (unsigned long long)counted);
	return -1;
}

/* One run with the probe on. */
static int probed_run(struct run *r, enum pby_bench_body body, double *ns)
{
	struct pby_bench_refusal refusal;
	uint64_t calls = 0, before;
	int rc, rc_after;

	before = pby_bench_maps__count(&r->probe.maps, &rc);
	if (pby_bench_probe__attach(&r->probe, body, &refusal))
		return refused(r, &refusal);
	if (!r->probed_calls[body])
		r->probed_calls[body] = calibrate(r, &calls);
	else
		slice(r, r->probed_calls[body] / 4 + 1, &calls);
	*ns = fastest(r, r->probed_calls[body], &calls);
	if (!pby_bench_probe__as_wanted(&r->probe)) {
		pby_bench_probe__detach(&r->probe);
		return refused(r, &(struct pby_bench_refusal){ "measure", 0,
			       "the kernel changed how this kprobe is called meanwhile" });
	}
	pby_bench_probe__detach(&r->probe);
	r->m->bodies[body].calls += calls;
	r->m->bodies[body].counted += pby_bench_maps__count(&r->probe.maps, &rc_after) - before;
	if (*ns <= 0 || rc || rc_after)
		return refused(r, &(struct pby_bench_refusal){ "measure", 0, "the calls or the counter failed meanwhile" });
	return 0;
}

/* A pair for each body, each between two runs without a probe. */
static int one_round(struct run *r)
{
	uint64_t ignored = 0;
	double before = fastest(r, r->base_calls, &ignored);

	for (int b = 0; b < PBY_NR_BENCH_BODIES; b++) {
		struct pby_bench_pairs *pairs = &r->m->bodies[b].pairs;
		double probed, after;

		if (!r->job->bodies[b])
			continue;
		if (probed_run(r, (enum pby_bench_body)b, &probed))
			return -1;
		after = fastest(r, r->base_calls, &ignored);
		pairs->base_ns[pairs->nr] = (before + after) / 2;
		pairs->probed_ns[pairs->nr] = probed;
		pairs->nr++;
		before = after;
		pby_region__step(r->region);
	}
	return 0;
}

/* True when the row was measured this way. */
static bool measure_way(struct run *r, const struct pby_bench_way *way)
{
	struct pby_bench_refusal refusal;
	uint64_t ignored = 0;

	r->m->trigger = pby_bench_trigger__text(way->trigger);
	pby_bench_plan__describe(r->job->row, way, r->m->at, sizeof(r->m->at));
	if (pby_bench_probe__open(&r->probe, r->job->row, way, r->job->kernel, &refusal)) {
		refused(r, &refusal);
		return false;
	}
	pby_bench_plan__describe(r->job->row, &r->probe.way, r->m->at, sizeof(r->m->at));
	pby_region__doing(r->region, "attach the probe");
	if (check_firing(r))
		return false;
	r->m->state = PBY_BENCH_DONE;
	pby_region__doing(r->region, "measure");
	r->base_calls = calibrate(r, &ignored);
	for (uint32_t i = 0; i < r->job->rounds && i < PBY_BENCH_MAX_PAIRS; i++)
		if (one_round(r))
			return false;
	return true;
}

static void pin(uint32_t cpu)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	sched_setaffinity(0, sizeof(set), &set);
}

/* In the child. What is attached goes with its descriptors, at its end at the latest. */
static void measure(struct pby_region *region, void *arg)
{
	const struct rlimit all = { RLIM_INFINITY, RLIM_INFINITY };
	struct run *r = pby_arena__alloc(&region->arena, sizeof(*r));
	struct pby_bench_way way;
	bool done = false;

	if (!r)
		return;
	r->job = arg;
	r->region = region;
	r->m = pby_arena__alloc(&region->arena, sizeof(*r->m));
	region->result = r->m;
	if (!r->m)
		return;
	/* Up to 5.10 maps and programs are charged to RLIMIT_MEMLOCK. */
	setrlimit(RLIMIT_MEMLOCK, &all);
	pin(r->job->cpu);
	pby_bench__mount_privately();
	for (int i = 0; !done && pby_bench_plan__way(r->job->row, r->job->kernel, i, &way); i++) {
		pby_region__doing(region, "load the programs");
		memset(r->m, 0, sizeof(*r->m));
		memset(r->probed_calls, 0, sizeof(r->probed_calls));
		done = measure_way(r, &way);
		pby_region__doing(region, "detach");
		pby_bench_probe__close(&r->probe);
	}
	if (!r->m->trigger) {
		r->m->state = PBY_BENCH_MISSING;
		snprintf(r->m->why, sizeof(r->m->why), "no such instruction on this architecture");
	}
}

static bool look(void *arg, const struct pby_region *region)
{
	const struct pby_bench_watch *watch = arg;

	return watch->look(watch->arg, region->result);
}

int pby_source__bench_hook(const struct pby_bench_job *job, const struct pby_bench_watch *watch,
			   struct pby_bench_measured *m, struct pby_err *err)
{
	struct pby_bench_watch w = *watch;
	struct pby_bench_job copy = *job;
	struct pby_child child;
	enum pby_child_end end;
	int rc = pby_child__start(&child, REGION, measure, &copy, err);

	*m = (struct pby_bench_measured){ .state = PBY_BENCH_NOT_RUN };
	if (rc)
		return rc;
	end = pby_bench_worker__wait(&child, look, &w);
	if (child.region->result)
		*m = *(const struct pby_bench_measured *)child.region->result;
	if (end == PBY_CHILD_STUCK || end == PBY_CHILD_LATE) {
		m->state = PBY_BENCH_STUCK;
		snprintf(m->step, sizeof(m->step), "%.79s", child.region->doing);
	} else if (end == PBY_CHILD_CRASHED) {
		m->state = PBY_BENCH_REFUSED;
		snprintf(m->why, sizeof(m->why), "the process that measured it died");
	}
	pby_child__free(&child);
	return 0;
}
