// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* live.c: asks the sources of a sick machine, in children and within a time, and says who did not answer. */
#include "source/live/live.h"

#include <errno.h>
#include <stdlib.h>
#include <time.h>

#include "base/text.h"
#include "source/live/assembly.h"
#include "source/live/jobs.h"
#include "source/live/kmemory.h"
#include "source/live/procstack.h"
#include "source/live/rights.h"

enum { PAGE = 256 << 20, DEFAULT_MS = 20000, STEP_MS = 2000 };

struct look {
	struct pby_live *live;
	struct pby_arena *arena;
	struct pby_assembly all;
	struct pby_child_pool pool;
	struct pby_rights rights;
	int64_t deadline_ms;
	bool foreign_pids;	/* memory and /proc number the tasks differently */
};

static int64_t now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000LL + ts.tv_nsec / 1000000;
}

/* What is left of all; nothing once the user lost patience. */
static int left(const struct look *l)
{
	int64_t ms = l->pool.interrupted ? 0 : l->deadline_ms - now_ms();

	return ms < 0 ? 0 : (int)ms;
}

/* A child may take this long for one step: a quarter of what is left, so that one stuck task does not use it up. */
static int patience(const struct look *l)
{
	int ms = left(l) / 4;

	return ms < STEP_MS ? ms : STEP_MS;
}

/* Keeps what a child was asking when it was given up. */
static void silent(struct look *l, const struct pby_worker *w, enum pby_child_end end, int32_t pid,
		   const char *comm)
{
	struct pby_live_silent *s;

	if (end == PBY_CHILD_DONE)
		return;
	s = PBY_PUSH(l->arena, &l->live->silent);
	if (!s)
		return;
	*s = (struct pby_live_silent){
		.what = pby_arena__strdup(l->arena, *pby_worker__region(w)->doing ? pby_worker__region(w)->doing
						     : "a child that did not start"),
		.comm = comm ? pby_arena__strdup(l->arena, comm) : NULL, .pid = pid,
		.child = end == PBY_CHILD_STUCK ? w->pid : PBY_PID_UNKNOWN,
	};
}

struct tally {
	uint32_t nr_tasks, nr_stacks, nr_given_up;
	int refused;		/* errno of a stack that may not be read */
};

/* One child until it ends or stands still; where the next one has to go on. True: go on. */
static bool read_tasks(struct look *l, struct pby_proc_question *q, struct tally *tally)
{
	struct pby_worker *w = pby_child_pool__ask(&l->pool, PBY_LIVE_JOB_TASKS, q, sizeof(*q));
	const struct pby_proc_tasks *got;
	enum pby_child_end end;

	if (!w)
		return false;
	end = pby_child_pool__wait(&l->pool, w, patience(l));
	got = pby_worker__region(w)->result;
	for (uint32_t i = 0; got && i < __atomic_load_n(&got->nr_done, __ATOMIC_ACQUIRE); i++) {
		const struct pby_proc_task *p = &got->items.items[i];

		if (!l->foreign_pids)
			pby_assembly__proc(&l->all, p);
		q->after_tgid = p->tgid;
		q->after_tid = p->pid;
		tally->nr_tasks++;
		tally->nr_stacks += p->stack != NULL;
		tally->refused = p->stack_errno == EPERM || p->stack_errno == EACCES ? p->stack_errno : tally->refused;
	}
	if (end == PBY_CHILD_DONE)
		return false;
	tally->nr_given_up++;
	if (got && got->items.nr > got->nr_done) {
		/* The one that never came: known but for its stack, or only by its number. */
		struct pby_proc_task half = got->items.items[got->nr_done];

		half.stack = NULL;
		silent(l, w, end, half.pid, *half.comm ? half.comm : NULL);
		if (!l->foreign_pids)
			pby_assembly__proc(&l->all, &half);
		tally->nr_tasks++;
		q->after_tgid = half.tgid;
		q->after_tid = half.pid;
	} else {
		silent(l, w, end, PBY_PID_UNKNOWN, NULL);
	}
	return left(l) > 0;
}

static void ask_tasks(struct look *l)
{
	struct pby_proc_question q = { .stacks = l->rights.root };
	struct tally tally = { 0 };
	const char *todo = pby_rights__for_stacks(&l->rights);
	PBY_AUTO_BUF detail = { 0 };

	if (!pby_child_pool__free_workers(&l->pool)) {
		pby_assembly__source(&l->all, "/proc stacks", false, "not asked: every child is stuck");
		return;
	}
	while (read_tasks(l, &q, &tally))
		;
	if (tally.nr_tasks > l->live->nr_looked_at)
		l->live->nr_looked_at = tally.nr_tasks;
	pby_buf__addf(&detail, "%u threads, %u stacks", tally.nr_tasks, tally.nr_stacks);
	if (tally.nr_given_up)
		pby_buf__addf(&detail, "; %u did not answer", tally.nr_given_up);
	if (l->pool.interrupted)
		pby_buf__adds(&detail, "; interrupted: the others were not asked");
	else if (!left(l))
		pby_buf__adds(&detail, "; the time was up: the others were not asked");
	else if (tally.nr_given_up && !pby_child_pool__free_workers(&l->pool))
		pby_buf__adds(&detail, "; then every child was stuck: the others were not asked");
	if (l->foreign_pids) {
		pby_buf__adds(&detail, "; left out, because this /proc belongs to another pid namespace than "
				       "kernel memory");
		todo = "enter the machine's own: docker run --pid=host, or nsenter -t 1 -m -p";
	} else if (!tally.nr_stacks) {
		pby_buf__adds(&detail, !l->rights.root ? " (stacks need root)" :
			      tally.refused ? " (no CAP_SYS_ADMIN over the machine)" :
					      " (this kernel shows none)");
	}
	if (!l->rights.first_pid_ns && !l->foreign_pids) {
		pby_buf__adds(&detail, "; only those of this pid namespace");
		todo = todo ? todo : "for all of the machine: docker run --pid=host, or nsenter -t 1 -m -p";
	}
	pby_assembly__source(&l->all, "/proc stacks", tally.nr_stacks > 0 && !l->foreign_pids,
			     pby_arena__strdup(l->arena, pby_buf__text(&detail)));
	pby_assembly__advise(&l->all, todo);
}

static const char *memory_said(struct look *l, const struct pby_region *region)
{
	const struct pby_live_memory *m = region->result;

	if (m && *m->why)
		return pby_arena__strdup(l->arena, m->why);
	if (!m || !m->done)
		return pby_arena__printf(l->arena, "%u threads, then no answer from %s%s", m ? m->tasks.nr : 0,
					 *region->doing ? region->doing : "the child",
					 l->pool.interrupted ? " (interrupted)" : "");
	return pby_arena__printf(l->arena, "%u threads, %u contended locks%s", m->tasks.nr, m->locks.nr,
				 m->cut || m->nr_bad ?
				 "; the list of tasks kept changing: some may be missing" : "");
}

static void memory_answered(struct look *l, const struct pby_worker *w, enum pby_child_end end)
{
	const struct pby_region *region = pby_worker__region(w);
	const struct pby_live_memory *m = region->result;

	silent(l, w, end, PBY_PID_UNKNOWN, NULL);
	if (m) {
		pby_assembly__memory(&l->all, m);
		l->foreign_pids = m->own_pid != m->proc_pid;
		l->live->nr_looked_at = m->tasks.nr;
	}
	pby_assembly__source(&l->all, "kernel memory", m && !*m->why && (m->done || m->tasks.nr),
			     memory_said(l, region));
	if (m && *m->why)
		pby_assembly__advise(&l->all, pby_rights__for_memory(&l->rights, m->error));
	else if (m && m->no_addresses)
		pby_assembly__advise(&l->all, "sysctl kernel.kptr_restrict=1: addresses are hidden, so locks have no "
				     "names, and before 6.16 are not found");
}

static void ask_memory(struct look *l)
{
	struct pby_worker *w = pby_child_pool__ask(&l->pool, PBY_LIVE_JOB_MEMORY, "", 0);

	/* Sorting symbols and the walk under a loaded CPU are one step: half of all the time. */
	if (w)
		memory_answered(l, w, pby_child_pool__wait(&l->pool, w, left(l) / 2));
	else
		pby_assembly__source(&l->all, "kernel memory", false, "not asked: every child is stuck");
}

static uint32_t nr_in_d(const struct pby_dump *d)
{
	uint32_t nr = 0;

	for (uint32_t i = 0; i < d->tasks.nr; i++)
		nr += d->tasks.items[i].state == 'D';
	return nr;
}

static bool any_answered(const struct pby_live *live)
{
	for (uint32_t i = 0; i < live->sources.nr; i++)
		if (live->sources.items[i].answered)
			return true;
	return false;
}

/* "412 tasks looked at; not looked at: kernel memory": for the verdict when nobody is blocked. */
static const char *scope_of(struct look *l, bool any)
{
	PBY_AUTO_BUF text = { 0 };
	bool first = true;

	pby_buf__addf(&text, "%u task%s looked at", l->live->nr_looked_at, l->live->nr_looked_at == 1 ? "" : "s");
	if (!any)
		pby_buf__addf(&text, ", %u of them in state D", nr_in_d(&l->live->dump));
	for (uint32_t i = 0; i < l->live->sources.nr; i++) {
		const struct pby_live_source *s = &l->live->sources.items[i];

		if (s->answered)
			continue;
		pby_buf__addf(&text, "%s%s", first ? "; not looked at: " : ", ", s->name);
		first = false;
	}
	for (uint32_t i = 0; i < l->live->silent.nr; i++) {
		pby_buf__addf(&text, "%s%s", first ? "; not looked at: " : ", ", l->live->silent.items[i].what);
		first = false;
	}
	return pby_arena__strdup(l->arena, pby_buf__text(&text));
}

int pby_live__look(struct pby_live *live, const struct pby_live_options *o, struct pby_err *err)
{
	struct look l = { .live = live, .arena = &live->dump.arena };
	int rc;

	l.deadline_ms = now_ms() + (o->timeout_ms > 0 ? o->timeout_ms : DEFAULT_MS);
	rc = pby_child_pool__start(&l.pool, pby_live_jobs, PAGE, o->program, err);
	if (rc)
		return rc;
	l.pool.interrupt_fd = o->interrupt_fd > 0 ? o->interrupt_fd : -1;
	rc = pby_assembly__start(&l.all, live, err);
	if (rc) {
		pby_child_pool__free(&l.pool);
		return rc;
	}
	live->not_pinned = o->not_pinned;
	pby_rights__read(&l.rights);
	live->dump.kernel = pby_arena__strdup(l.arena, o->release ? o->release : "");
	ask_memory(&l);
	ask_tasks(&l);
	live->nr_stuck = l.pool.nr_stuck;
	live->interrupted = l.pool.interrupted;
	live->dump.blind = !any_answered(live);
	live->dump.scope = scope_of(&l, !live->dump.blind);
	pby_assembly__end(&l.all);
	pby_child_pool__free(&l.pool);
	if (!live->dump.tasks.nr)
		return pby_err__set(err, ENODATA, "neither kernel memory nor /proc shows a task");
	return 0;
}
