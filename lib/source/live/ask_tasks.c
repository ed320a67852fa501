// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* ask_tasks.c: asks /proc for all threads, and goes on behind those whose stack never comes. */
#include <errno.h>

#include "base/buf.h"
#include "model/progress.h"
#include "source/live/ask.h"
#include "source/live/jobs.h"
#include "source/live/procstack.h"

/* A child may take this long for one step: a quarter of what is left, so that one stuck task does not use it up. */
static int patience(const struct pby_live_ask *a)
{
	enum { STEP_MS = 2000 };
	int ms = pby_live_ask__left(a) / 4;

	return ms < STEP_MS ? ms : STEP_MS;
}

/* What one pass over all threads came to. */
struct pass {
	struct pby_proc_question q;
	uint32_t nr_tasks, nr_stacks, nr_given_up;
	int refused;		/* errno of a stack that may not be read */
	PBY_VEC(struct pby_pulse) pulses;
	struct pby_arena arena;
};

static void add(struct pby_live_ask *a, struct pass *pass, const struct pby_proc_task *p)
{
	struct pby_pulse *pulse = PBY_PUSH(&pass->arena, &pass->pulses);

	if (pulse)
		*pulse = (struct pby_pulse){ .pid = p->pid, .switches = p->switches, .cpu = p->cpu, .lock = -1,
					     .on_cpu = p->state == 'R' };
	if (!pass->q.counters_only && !a->foreign_pids)
		pby_assembly__proc(&a->all, p);
	pass->q.after_tgid = p->tgid;
	pass->q.after_tid = p->pid;
	pass->nr_tasks++;
	pass->nr_stacks += p->stack != NULL;
	if (p->stack_errno == EPERM || p->stack_errno == EACCES)
		pass->refused = p->stack_errno;
}

/* One child until it ends or stands still; where the next one has to go on. True: go on. */
static bool read_tasks(struct pby_live_ask *a, struct pass *pass)
{
	struct pby_worker *w = pby_child_pool__ask(&a->pool, PBY_LIVE_JOB_TASKS, &pass->q, sizeof(pass->q));
	const struct pby_proc_tasks *got;
	enum pby_child_end end;

	if (!w)
		return false;
	end = pby_child_pool__wait(&a->pool, w, patience(a));
	got = pby_worker__region(w)->result;
	for (uint32_t i = 0; got && i < __atomic_load_n(&got->nr_done, __ATOMIC_ACQUIRE); i++)
		add(a, pass, &got->items.items[i]);
	if (end == PBY_CHILD_DONE)
		return false;
	pass->nr_given_up++;
	if (got && got->items.nr > got->nr_done) {
		/* The one that never came: known but for its stack, or only by its number. */
		struct pby_proc_task half = got->items.items[got->nr_done];

		half.stack = NULL;
		pby_live_ask__silent(a, w, end, half.pid, *half.comm ? half.comm : NULL);
		add(a, pass, &half);
	} else {
		pby_live_ask__silent(a, w, end, PBY_PID_UNKNOWN, NULL);
	}
	return pby_live_ask__left(a) > 0;
}

/* Where memory told the same and more: a look without locks would look as if all of them had been let go. */
static void to_progress(struct pby_live_ask *a, const struct pass *pass, double from_s)
{
	struct pby_snapshot s = { .from_s = from_s, .to_s = pby_live_ask__now_s(), .pulses = pass->pulses.items,
				  .nr_pulses = pass->pulses.nr };

	if (!a->live->moments.nr)
		pby_progress__add(&a->live->progress, &s);
}

static void note(struct pby_live_ask *a, const struct pass *pass)
{
	const char *todo = pby_rights__for_stacks(&a->rights);
	PBY_AUTO_BUF detail = { 0 };

	pby_buf__addf(&detail, "%u threads, %u stacks", pass->nr_tasks, pass->nr_stacks);
	if (pass->nr_given_up)
		pby_buf__addf(&detail, "; %u did not answer", pass->nr_given_up);
	if (a->pool.interrupted)
		pby_buf__adds(&detail, "; interrupted: the others were not asked");
	else if (!pby_live_ask__left(a))
		pby_buf__adds(&detail, "; the time was up: the others were not asked");
	else if (pass->nr_given_up && !pby_child_pool__free_workers(&a->pool))
		pby_buf__adds(&detail, "; then every child was stuck: the others were not asked");
	if (a->foreign_pids) {
		pby_buf__adds(&detail, "; left out, because this /proc belongs to another pid namespace than "
				       "kernel memory");
		todo = "enter the machine's own: docker run --pid=host, or nsenter -t 1 -m -p";
	} else if (!pass->nr_stacks) {
		pby_buf__adds(&detail, !a->rights.root ? " (stacks need root)" :
			      pass->refused ? " (no CAP_SYS_ADMIN over the machine)" :
					      " (this kernel shows none)");
	}
	if (!a->rights.first_pid_ns && !a->foreign_pids) {
		pby_buf__adds(&detail, "; only those of this pid namespace");
		todo = todo ? todo : "for all of the machine: docker run --pid=host, or nsenter -t 1 -m -p";
	}
	pby_assembly__source(&a->all, "/proc stacks", pass->nr_stacks > 0 && !a->foreign_pids,
			     pby_arena__strdup(a->all.arena, pby_buf__text(&detail)));
	pby_assembly__advise(&a->all, todo);
}

void pby_live_ask__tasks(struct pby_live_ask *a)
{
	struct pass pass = { .q = { .stacks = a->rights.root } };
	double from_s = pby_live_ask__now_s();

	if (!pby_child_pool__free_workers(&a->pool)) {
		pby_assembly__source(&a->all, "/proc stacks", false, "not asked: every child is stuck");
		return;
	}
	while (read_tasks(a, &pass))
		;
	if (pass.nr_tasks > a->live->nr_looked_at)
		a->live->nr_looked_at = pass.nr_tasks;
	to_progress(a, &pass, from_s);
	note(a, &pass);
	pby_arena__free(&pass.arena);
}

void pby_live_ask__counters(struct pby_live_ask *a)
{
	struct pass pass = { .q = { .counters_only = true } };
	double from_s = pby_live_ask__now_s();

	while (read_tasks(a, &pass))
		;
	to_progress(a, &pass, from_s);
	pby_arena__free(&pass.arena);
}
