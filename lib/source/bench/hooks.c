// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* hooks.c: runs with the probe between runs without it. */
#include "source/bench/hooks.h"

#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "source/bench/session.h"
#include "source/child.h"

enum {
	SLICES = 3,
	FIRST_CALLS = 64,
};

/* One measurement under way. */
struct run {
	struct pby_bench_session session;
	const struct pby_bench_job *job;
	struct pby_bench_measured *m;
	uint64_t base_calls, probed_calls[PBY_NR_BENCH_BODIES];	/* in a slice */
};

/* Nanoseconds per call of a slice; adds to *calls. Negative: the trigger failed. */
static double slice(const struct run *r, uint64_t nr, uint64_t *calls)
{
	double begin = pby_clock__ns();
	uint64_t made = pby_bench_trigger__call(&r->session.probe.trigger, nr);
	double took = pby_clock__ns() - begin;

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

/* One run with the probe on. */
static int probed_run(struct run *r, enum pby_bench_body body, double *ns)
{
	struct pby_bench_refusal refusal;
	uint64_t calls = 0, before;
	int rc, rc_after;

	before = pby_bench_maps__count(&r->session.probe.maps, &rc);
	if (pby_bench_probe__attach(&r->session.probe, body, &refusal))
		return pby_bench_session__refused(&r->session, &refusal);
	if (!r->probed_calls[body])
		r->probed_calls[body] = calibrate(r, &calls);
	else
		slice(r, r->probed_calls[body] / 4 + 1, &calls);
	*ns = fastest(r, r->probed_calls[body], &calls);
	if (!pby_bench_probe__as_wanted(&r->session.probe)) {
		pby_bench_probe__detach(&r->session.probe);
		return pby_bench_session__refused(&r->session, &(struct pby_bench_refusal){ "measure", 0,
			       "the kernel changed how this kprobe is called meanwhile" });
	}
	pby_bench_probe__detach(&r->session.probe);
	r->m->bodies[body].calls += calls;
	r->m->bodies[body].counted += pby_bench_maps__count(&r->session.probe.maps, &rc_after) - before;
	if (*ns <= 0 || rc || rc_after)
		return pby_bench_session__refused(&r->session, &(struct pby_bench_refusal){ "measure", 0, "the calls or the counter failed meanwhile" });
	return 0;
}

/* A pair for each body, each between two runs without a probe. */
static int one_round(struct run *r)
{
	uint64_t ignored = 0;
	double before = fastest(r, r->base_calls, &ignored);

	for (int b = 0; b < PBY_NR_BENCH_BODIES; b++) {
		struct pby_bench_pairs *pairs = &r->m->bodies[b].pairs;
		double probed = 0, after;

		if (!r->job->bodies[b])
			continue;
		if (probed_run(r, (enum pby_bench_body)b, &probed))
			return -1;
		after = fastest(r, r->base_calls, &ignored);
		pairs->base_ns[pairs->nr] = (before + after) / 2;
		pairs->probed_ns[pairs->nr] = probed;
		pairs->nr++;
		before = after;
		pby_region__step(r->session.region);
	}
	return 0;
}

static int all_rounds(struct pby_bench_session *session, void *arg)
{
	struct run *r = arg;
	uint64_t ignored = 0;

	(void)session;
	memset(r->m->bodies, 0, sizeof(r->m->bodies));
	memset(r->probed_calls, 0, sizeof(r->probed_calls));
	r->base_calls = calibrate(r, &ignored);
	for (uint32_t i = 0; i < r->job->rounds && i < PBY_BENCH_MAX_PAIRS; i++)
		if (one_round(r))
			return -1;
	return 0;
}

/* In the child. What is attached goes with its descriptors, at its end at the latest. */
static void measure(struct pby_region *region, void *arg)
{
	const struct pby_bench_job *job = arg;
	struct pby_bench_measured *m = pby_bench_session__begin(region, sizeof(*m));
	struct run r = { .job = job, .m = m };

	if (!m)
		return;
	r.session = (struct pby_bench_session){ .row = job->row, .kernel = job->kernel, .region = region,
						 .outcome = &m->outcome };
	pby_bench_session__pin(job->cpu);
	pby_bench_session__run(&r.session, all_rounds, &r);
}

int pby_source__bench_hook(const struct pby_bench_job *job, const struct pby_bench_watch *watch,
			   struct pby_bench_measured *m, struct pby_err *err)
{
	struct pby_bench_job copy = *job;

	return pby_bench_session__measure(&(struct pby_bench_measuring){ .work = measure, .job = &copy, .watch = watch,
			.measured = m, .size = sizeof(*m), .outcome = &m->outcome }, err);
}
