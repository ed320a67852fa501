// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* ask_running.c: asks where those run that hold others up. */
#include "source/live/ask.h"
#include "source/live/jobs.h"
#include "source/live/krunning.h"

/* A hundred ticks at most; a step of the worker takes some milliseconds. */
enum { WATCH_MS = 400, SILENCE_MS = 3000 };

static void add(struct pby_running_question *q, int32_t pid)
{
	for (uint32_t i = 0; i < q->nr; i++)
		if (q->pids[i] == pid)
			return;
	if (pid >= 0 && q->nr < PBY_RUNNING_MAX)
		q->pids[q->nr++] = pid;
}

/* It ran at the last look, or some time before it; who only slept has a stack to show. */
static bool ran(const struct pby_live *live, int32_t pid)
{
	const struct pby_task_progress *p = pby_progress__task(&live->progress, pid);

	return p && (p->nr_on_cpu || p->ran_lately);
}

/* Was it on a CPU whenever one looked? Grace periods of a healthy machine wait for whoever runs just then. */
static bool runs_on(const struct pby_live *live, int32_t pid)
{
	const struct pby_task_progress *p = pby_progress__task(&live->progress, pid);

	return p && p->nr_seen > 1 && p->nr_on_cpu == p->nr_seen;
}

static bool moves(const struct pby_live *live, const struct pby_lock *lock)
{
	const struct pby_lock_progress *p = pby_progress__lock(&live->progress, lock->addr);

	return p && pby_lock_progress__motion(p) == PBY_MOTION_MOVES;
}

/* Owners of locks that others want and do not get, and those who would end another wait. */
static struct pby_running_question suspects(const struct pby_live *live)
{
	struct pby_running_question q = { 0 };

	for (uint32_t i = 0; i < live->dump.locks.nr; i++) {
		const struct pby_lock *lock = &live->dump.locks.items[i];

		if (lock->owner == PBY_OWNER_TASK && lock->waiters.nr && ran(live, lock->owner_pid) && !moves(live, lock))
			add(&q, lock->owner_pid);
	}
	for (uint32_t i = 0; i < live->dump.endings.nr; i++)
		if (runs_on(live, live->dump.endings.items[i].ender_pid))
			add(&q, live->dump.endings.items[i].ender_pid);
	return q;
}

/* How many moments were seen in all; 0 for one that does not answer. */
static uint32_t ask(struct pby_live_ask *a, const struct pby_running_question *q)
{
	struct pby_worker *w = a->memory ? pby_worker__ask(a->memory, PBY_LIVE_JOB_MEMORY, q, sizeof(*q)) : NULL;
	const struct pby_live_memory *m;
	int left = pby_live_ask__left(a);
	enum pby_child_end end;
	uint32_t nr = 0;

	if (!w)
		return 0;
	end = pby_child_pool__wait(&a->pool, w, left < SILENCE_MS ? left : SILENCE_MS);
	pby_live_ask__silent(a, w, end, PBY_PID_UNKNOWN, NULL);
	a->no_memory |= end != PBY_CHILD_DONE;
	m = pby_worker__region(w)->result;
	if (m)
		pby_assembly__running(&a->all, m);
	for (uint32_t i = 0; m && i < m->running.nr; i++)
		nr += m->running.items[i].nr_kernel + m->running.items[i].nr_user;
	return nr;
}

/* Why the clocks are not even asked; NULL: they can be. */
static const char *obstacle(const struct pby_live_ask *a, const struct pby_running_question *q)
{
	if (a->no_memory)
		return "not asked: without kernel memory nobody knows who holds what";
	if (!q->nr)
		return "not asked: nobody who holds others up runs";
	if (!a->rights.first_pid_ns)
		return "not asked: in this pid namespace tasks have other numbers than in kernel memory";
	return pby_live_ask__left(a) ? NULL : "not asked: the time was up";
}

static void sample(struct pby_live_ask *a, struct pby_running_question *q, int ms)
{
	const char *why = obstacle(a, q);
	int left = pby_live_ask__left(a);
	uint32_t nr;

	if (why) {
		pby_assembly__source(&a->all, "perf", false, why);
		return;
	}
	q->ms = (uint32_t)(ms < left ? ms : left);
	q->perf = true;
	nr = ask(a, q);
	pby_assembly__source(&a->all, "perf", nr, pby_arena__printf(a->all.arena, "%u moments of %u task%s in %.1f s", nr, q->nr,
								    q->nr == 1 ? "" : "s", q->ms / 1e3));
}

void pby_live_ask__running(struct pby_live_ask *a, int perf_ms)
{
	struct pby_running_question q = suspects(a->live);
	int left = pby_live_ask__left(a);

	q.ms = left / 4 < WATCH_MS ? (uint32_t)(left / 4) : WATCH_MS;
	if (q.nr && q.ms && !a->no_memory)
		ask(a, &q);
	if (perf_ms > 0)
		sample(a, &q, perf_ms);
}
