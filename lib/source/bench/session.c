// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* session.c: the frame around every measurement. */
#define _GNU_SOURCE
#include "source/bench/session.h"

#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

#include "source/child.h"

enum {
	FIRST_CALLS = 64,	/* to see whether it fires */
	REGION = 1 << 20,
	LOOK_MS = 100,
};

int pby_bench_refused(struct pby_bench_outcome *o, const struct pby_bench_refusal *refusal)
{
	o->state = PBY_BENCH_REFUSED;
	o->error = refusal->error;
	snprintf(o->step, sizeof(o->step), "%s", refusal->step);
	snprintf(o->why, sizeof(o->why), "%s", refusal->why ? refusal->why : "");
	return -1;
}

int pby_bench_session__refused(struct pby_bench_session *s, const struct pby_bench_refusal *refusal)
{
	return pby_bench_refused(s->outcome, refusal);
}

/* Attaches the counter, and sees that each call is counted. */
static int check_firing(struct pby_bench_session *s)
{
	unsigned long long calls, counted, runs;
	struct pby_bench_refusal refusal;
	int rc;

	counted = pby_bench_maps__count(&s->probe.maps, &rc);
	if (pby_bench_probe__attach(&s->probe, PBY_BENCH_COUNTER, &refusal))
		return pby_bench_session__refused(s, &refusal);
	calls = pby_bench_trigger__call(&s->probe.trigger, FIRST_CALLS);
	counted = pby_bench_maps__count(&s->probe.maps, &rc) - counted;
	pby_bench_probe__detach(&s->probe);
	pby_region__step(s->region);
	if (rc)
		return pby_bench_session__refused(s, &(struct pby_bench_refusal){ "read the counter", -rc, NULL });
	runs = calls * pby_bench_probe__runs_per_call(&s->probe);
	if (calls && (s->probe.way.count_is_others || counted >= runs))
		return 0;
	s->outcome->state = PBY_BENCH_SILENT;
	snprintf(s->outcome->why, sizeof(s->outcome->why), "attached, but of the %llu runs of %llu calls it counted %llu",
		 runs, calls, counted);
	return -1;
}

static int try_way(struct pby_bench_session *s, const struct pby_bench_way *way)
{
	struct pby_bench_outcome *o = s->outcome;
	struct pby_bench_refusal refusal;

	*o = (struct pby_bench_outcome){ .trigger = pby_bench_trigger__text(way->trigger) };
	pby_bench_plan__describe(s->row, way, o->at, sizeof(o->at));
	if (pby_bench_probe__open(&s->probe, s->row, way, s->kernel, &refusal))
		return pby_bench_session__refused(s, &refusal);
	/* By now it is known which instruction it is. */
	pby_bench_plan__describe(s->row, &s->probe.way, o->at, sizeof(o->at));
	pby_region__doing(s->region, "attach the probe");
	if (check_firing(s))
		return -1;
	o->state = PBY_BENCH_DONE;
	return 0;
}

void pby_bench_session__run(struct pby_bench_session *s, int (*work)(struct pby_bench_session *s, void *arg), void *arg)
{
	struct pby_bench_way way;
	int rc = -1;

	for (int i = 0; rc && pby_bench_plan__way(s->row, s->kernel, i, &way); i++) {
		pby_region__doing(s->region, "load the programs");
		rc = try_way(s, &way);
		pby_region__doing(s->region, "measure");
		if (!rc)
			rc = work(s, arg);
		pby_region__doing(s->region, "detach");
		pby_bench_probe__close(&s->probe);
	}
	if (s->outcome->trigger)
		return;
	s->outcome->state = PBY_BENCH_MISSING;
	snprintf(s->outcome->why, sizeof(s->outcome->why), "no such instruction on this architecture");
}

void *pby_bench_session__begin(struct pby_region *region, size_t size)
{
	const struct rlimit all = { RLIM_INFINITY, RLIM_INFINITY };

	region->result = pby_arena__alloc(&region->arena, size);
	/* Up to 5.10 maps and programs are charged to RLIMIT_MEMLOCK. */
	setrlimit(RLIMIT_MEMLOCK, &all);
	pby_bench__mount_privately();
	return region->result;
}

void pby_bench_session__pin(uint32_t cpu)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	sched_setaffinity(0, sizeof(set), &set);
}

/* Corrects the outcome where the child could not. */
static void add_end(const struct pby_child *child, enum pby_child_end end, struct pby_bench_outcome *o)
{
	if (end == PBY_CHILD_STUCK || end == PBY_CHILD_LATE) {
		o->state = PBY_BENCH_STUCK;
		snprintf(o->step, sizeof(o->step), "%.79s", child->region->doing);
	} else if (end == PBY_CHILD_CRASHED) {
		o->state = PBY_BENCH_REFUSED;
		snprintf(o->why, sizeof(o->why), "the process that measured it died");
	}
}

static bool look(void *arg, const struct pby_child *child)
{
	const struct pby_bench_measuring *m = arg;
	const void *now = child->region->result;

	if (m->peek)
		m->peek(m->peek_arg, child->pid, now);
	return m->watch->look(m->watch->arg, now);
}

int pby_bench_session__measure(const struct pby_bench_measuring *m, struct pby_err *err)
{
	struct pby_bench_measuring copy = *m;
	struct pby_child child;
	enum pby_child_end end;
	int rc = pby_child__start(&child, REGION, m->work, m->job, err);

	memset(m->measured, 0, m->size);
	if (rc)
		return rc;
	end = pby_bench_watch__wait(&child, m->every_ms ? m->every_ms : LOOK_MS, look, &copy);
	if (child.region->result)
		memcpy(m->measured, child.region->result, m->size);
	add_end(&child, end, m->outcome);
	pby_child__free(&child);
	return 0;
}
