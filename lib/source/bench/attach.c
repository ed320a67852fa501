// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* attach.c: attaches and detaches in a child, round after round, first at rest, then beside busy processes. */
#define _GNU_SOURCE
#include "source/bench/attach.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "model/kernel.h"
#include "source/bench/body.h"
#include "source/bench/load.h"
#include "source/bench/session.h"
#include "source/bench/stack_look.h"
#include "source/bpf/make.h"
#include "source/child.h"
#include "source/trial/recipe.h"

enum { LOOK_MS = 2 };

/* One row under way, in the child. */
struct run {
	const struct pby_attach_job *job;
	const struct pby_recipe *recipe;
	struct pby_region *region;
	struct pby_attach_measured *m;
	uint32_t nr;		/* of attachments */
	struct pby_bpf_kind kinds[PBY_ATTACH_MAX_FUNCTIONS];
	int progs[PBY_ATTACH_MAX_FUNCTIONS], fds[PBY_ATTACH_MAX_FUNCTIONS];
};

static int refused(struct run *r, const char *step, int rc, const char *why)
{
	return pby_bench_refused(&r->m->outcome, &(struct pby_bench_refusal){ step, -rc, why });
}

static bool is_multi(const struct run *r)
{
	return r->job->hook == PBY_HOOK_KPROBE_MULTI || r->job->hook == PBY_HOOK_KRETPROBE_MULTI ||
	       r->job->hook == PBY_HOOK_KPROBE_SESSION;
}

/* What the i-th attachment is put on. */
static struct pby_recipe_at target(const struct run *r, uint32_t i)
{
	struct pby_recipe_at at = pby_recipe__trial_target(r->job->hook, r->job->kernel);

	if (!r->job->functions)
		return at;
	at.function = r->job->functions[i];
	if (is_multi(r)) {
		at.functions = r->job->functions;
		at.nr_functions = r->job->nr_functions;
	}
	return at;
}

static int find_kinds(struct run *r)
{
	r->nr = r->job->functions && !is_multi(r) ? r->job->nr_functions : 1;
	for (uint32_t i = 0; i < r->nr; i++) {
		struct pby_recipe_at at = target(r, i);
		const char *why;

		r->progs[i] = r->fds[i] = -1;
		if (pby_recipe__kind(r->recipe, &at, r->job->kernel, &r->kinds[i], &why))
			return refused(r, "find the target in BTF", 0, why);
	}
	return 0;
}

static void close_all(int *fds, uint32_t nr)
{
	for (uint32_t i = 0; i < nr; i++) {
		if (fds[i] >= 0)
			close(fds[i]);
		fds[i] = -1;
	}
}

/* Programs are loaded anew each time: up to 5.10 one of fentry or fexit can be attached once. */
static int load_all(struct run *r)
{
	const struct pby_bench_maps none = { -1, -1, 0 };

	for (uint32_t i = 0; i < r->nr; i++) {
		r->progs[i] = pby_bench_body__load(PBY_BENCH_EMPTY, &r->kinds[i], &none);
		if (r->progs[i] < 0)
			return refused(r, "load the program", r->progs[i], NULL);
	}
	return 0;
}

static int attach_all(struct run *r)
{
	for (uint32_t i = 0; i < r->nr; i++) {
		struct pby_recipe_at at = target(r, i);
		const char *step = "attach";

		r->fds[i] = r->recipe->attach(r->recipe, &at, r->progs[i], &step);
		if (r->fds[i] < 0)
			return refused(r, step, r->fds[i], NULL);
	}
	return 0;
}

static void enter(struct run *r, enum pby_attach_phase phase, const char *doing)
{
	pby_region__doing(r->region, doing);
	__atomic_store_n(&r->m->phase, phase, __ATOMIC_RELEASE);
	pby_region__step(r->region);
}

static int one_round(struct run *r, struct pby_attach_times *times)
{
	double begin, attached, end;
	int rc;

	enter(r, PBY_ATTACH_PREPARES, "load the programs");
	rc = load_all(r);
	begin = pby_clock__ns();
	if (!rc) {
		enter(r, PBY_ATTACHES, "attach");
		rc = attach_all(r);
	}
	attached = pby_clock__ns();
	enter(r, PBY_DETACHES, "detach");
	close_all(r->fds, r->nr);
	end = pby_clock__ns();
	enter(r, PBY_ATTACH_PREPARES, "free the programs");
	close_all(r->progs, r->nr);
	if (rc)
		return rc;
	times->attach_ns[times->nr] = attached - begin;
	times->detach_ns[times->nr] = end - attached;
	times->nr++;
	return 0;
}

static int rounds(struct run *r, struct pby_attach_times *times)
{
	for (uint32_t i = 0; i < r->job->rounds && i < PBY_ATTACH_MAX_ROUNDS; i++)
		if (one_round(r, times))
			return -1;
	return 0;
}

static void measure(struct pby_region *region, void *arg)
{
	struct pby_bench_load load = { .nr = 0 };
	struct run r = { .job = arg, .region = region };
	int rc;

	r.recipe = &pby_recipes[r.job->hook];
	r.m = pby_bench_session__begin(region, sizeof(*r.m));
	if (!r.m || find_kinds(&r) || rounds(&r, &r.m->idle))
		return;
	rc = pby_bench_load__start(&load, r.job->cpus, r.job->nr_cpus);
	if (rc)
		refused(&r, "start busy processes", rc, NULL);
	else if (!rounds(&r, &r.m->loaded))
		r.m->outcome.state = PBY_BENCH_DONE;
	pby_bench_load__stop(&load);
}

/* What the parent sees of it. */
struct seen {
	struct pby_stack_look stacks;
	struct pby_attach_measured waits;	/* only the counts of looks are used */
};

static void peek(void *arg, pid_t pid, const void *measured)
{
	const struct pby_attach_measured *now = measured;
	enum pby_attach_phase phase;
	struct seen *s = arg;
	struct pby_stack_seen seen;
	int rc;

	if (!now)
		return;
	phase = __atomic_load_n(&now->phase, __ATOMIC_ACQUIRE);
	rc = pby_stack_look__of(&s->stacks, pid, &seen);
	/* Only of a stack that belongs to the phase as a whole. */
	if (phase != __atomic_load_n(&now->phase, __ATOMIC_ACQUIRE))
		return;
	s->waits.samples[phase]++;
	if (rc > 0)
		pby_attach__saw(&s->waits, phase, seen.cls, seen.function, seen.caller);
	else if (rc < 0 && rc != -ESRCH)
		s->waits.stack_errno = -rc;
}

static void add_waits(struct pby_attach_measured *m, const struct seen *s)
{
	memcpy(m->waits, s->waits.waits, sizeof(m->waits));
	memcpy(m->samples, s->waits.samples, sizeof(m->samples));
	m->nr_waits = s->waits.nr_waits;
	m->stack_errno = s->waits.stack_errno;
}

int pby_source__bench_attach(const struct pby_attach_job *job, const struct pby_bench_watch *watch,
			     struct pby_attach_measured *m, struct pby_err *err)
{
	struct pby_attach_job copy = *job;
	struct seen s = { 0 };
	int rc = pby_stack_look__open(&s.stacks, job->kernel->release);

	if (rc)
		rc = pby_err__set(err, ENOMEM, "no memory");
	else
		rc = pby_bench_session__measure(&(struct pby_bench_measuring){ .work = measure, .job = &copy, .watch = watch,
				.measured = m, .size = sizeof(*m), .outcome = &m->outcome,
				.peek = peek, .peek_arg = &s, .every_ms = LOOK_MS }, err);
	if (!rc)
		add_waits(m, &s);
	pby_stack_look__close(&s.stacks);
	return rc;
}
