// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* ask_memory.c: asks kernel memory for one look at all tasks and locks. */
#include <stdlib.h>

#include "model/progress.h"
#include "source/live/ask.h"
#include "source/live/jobs.h"
#include "source/live/krunning.h"

static const char *memory_said(struct pby_live_ask *a, const struct pby_region *region)
{
	const struct pby_live_memory *m = region->result;

	if (m && *m->why)
		return pby_arena__strdup(a->all.arena, m->why);
	if (!m || !m->done)
		return pby_arena__printf(a->all.arena, "%u threads, then no answer from %s%s", m ? m->tasks.nr : 0,
					 *region->doing ? region->doing : "the child",
					 a->pool.interrupted ? " (interrupted)" : "");
	return pby_arena__printf(a->all.arena, "%u threads, %u contended locks%s%s", m->tasks.nr, m->locks.nr,
				 m->by_bpf ? ", read by a BPF program: no /proc/kcore here" : "",
				 m->cut || m->nr_bad ?
				 "; the list of tasks kept changing: some may be missing" : "");
}

/* Who holds what at that moment: a line of the log that --json shows. */
static void log_look(struct pby_live_ask *a, const struct pby_live_memory *m, bool circle)
{
	enum { MAX_LOCKS = 32 };
	struct pby_live_moment *moment = PBY_PUSH(a->all.arena, &a->live->moments);

	if (!moment)
		return;
	*moment = (struct pby_live_moment){ .from_s = m->from_s, .to_s = m->to_s, .circle = circle };
	for (uint32_t i = 0; i < m->locks.nr && i < MAX_LOCKS; i++) {
		const struct pby_lock *lock = &m->locks.items[i];
		struct pby_live_holding *h = PBY_PUSH(a->all.arena, &moment->locks);

		if (h)
			*h = (struct pby_live_holding){
				.addr = lock->addr, .owner = lock->owner, .nr_waiters = lock->waiters.nr,
				.owner_pid = lock->owner == PBY_OWNER_TASK ? lock->owner_pid : PBY_PID_UNKNOWN,
				.name = lock->name ? pby_stacks__string(&a->all.stacks, pby_text__str(lock->name)) : NULL,
			};
	}
}

static void to_progress(struct pby_live_ask *a, const struct pby_live_memory *m)
{
	struct pby_progress *p = &a->live->progress;
	struct pby_pulse *pulses = calloc(m->tasks.nr ? m->tasks.nr : 1, sizeof(*pulses));
	struct pby_snapshot s = { .from_s = m->from_s, .to_s = m->to_s, .locks = m->locks.items,
				  .nr_locks = m->locks.nr, .pulses = pulses, .nr_pulses = pulses ? m->tasks.nr : 0 };
	uint32_t circles = p->nr_circles;

	for (uint32_t i = 0; i < s.nr_pulses; i++) {
		const struct pby_live_task *t = &m->tasks.items[i];

		pulses[i] = (struct pby_pulse){ t->pid, t->switches, t->run_ns, t->on_cpu, t->cpu, t->lock };
	}
	pby_progress__add(p, &s);
	log_look(a, m, p->nr_circles > circles);
	free(pulses);
}

static void answered(struct pby_live_ask *a, const struct pby_worker *w, enum pby_child_end end, bool keep, bool note)
{
	const struct pby_region *region = pby_worker__region(w);
	const struct pby_live_memory *m = region->result;

	pby_live_ask__silent(a, w, end, PBY_PID_UNKNOWN, NULL);
	a->no_memory = end != PBY_CHILD_DONE || !m || !m->done;
	if (m && !*m->why) {
		a->foreign_pids = m->own_pid != m->proc_pid;
		a->live->nr_looked_at = m->tasks.nr;
		if (keep || a->no_memory)
			pby_assembly__memory(&a->all, m);
		if (m->done)
			to_progress(a, m);
	}
	if (!note && !a->no_memory)
		return;
	/* Who fell silent later has answered before, and that is in the dump. */
	pby_assembly__source(&a->all, "kernel memory",
			     (m && !*m->why && (m->done || m->tasks.nr)) || a->live->moments.nr,
			     memory_said(a, region));
	if (m && *m->why)
		pby_assembly__advise(&a->all, pby_rights__for_memory(&a->rights, m->error));
	else if (m && m->no_addresses)
		pby_assembly__advise(&a->all, "sysctl kernel.kptr_restrict=1: addresses are hidden, so locks have no "
				     "names, and before 6.16 are not found");
}

void pby_live_ask__memory(struct pby_live_ask *a, bool keep, bool note)
{
	const struct pby_running_question look = { 0 };
	struct pby_worker *w = a->memory ? pby_worker__ask(a->memory, PBY_LIVE_JOB_MEMORY, &look, sizeof(look))
					 : pby_child_pool__ask(&a->pool, PBY_LIVE_JOB_MEMORY, &look, sizeof(look));

	/* Sorting symbols and the walk under a loaded CPU are one step: half of all the time. */
	if (w) {
		a->memory = w;
		w->reserved = true;
		answered(a, w, pby_child_pool__wait(&a->pool, w, pby_live_ask__left(a) / 2), keep, note);
		return;
	}
	a->no_memory = true;
	pby_assembly__source(&a->all, "kernel memory", false, "not asked: every child is stuck");
}
