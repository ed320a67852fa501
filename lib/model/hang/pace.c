// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* pace.c: joins what is known of the locks in front of which a line stands. */
#include "model/hang/pace.h"

static bool leads_to(const struct pby_wait *w, int32_t task)
{
	for (uint32_t i = 0; i < w->on.nr; i++)
		if (w->on.items[i].task == task)
			return true;
	return false;
}

/* Moving beats standing: a lock that is got now and then lets everybody through in the end. */
static void join(struct pby_pace *pace, const struct pby_lock_progress *l)
{
	enum pby_motion motion = l ? pby_lock_progress__motion(l) : PBY_MOTION_UNKNOWN;

	if (motion > pace->motion)
		pace->motion = motion;
	if (motion == PBY_MOTION_MOVES)
		pace->passed += pby_lock_progress__passed(l);
}

bool pby_pace__lock_moves(const struct pby_dump *dump, const struct pby_lock *lock)
{
	const struct pby_lock_progress *l = dump->progress && lock ? pby_progress__lock(dump->progress, lock->addr) : NULL;

	return l && pby_lock_progress__motion(l) == PBY_MOTION_MOVES;
}

struct pby_pace pby_pace__of(const struct pby_graph *g, const struct pby_root *root)
{
	const struct pby_dump *dump = g->waits.dump;
	const struct pby_progress *p = dump->progress;
	struct pby_pace pace = { .holder_cpu = -1 };
	const struct pby_task_progress *holder;

	if (!p || p->nr_looks < 2)
		return pace;
	pace.span_s = p->last_s - p->first_s;
	for (uint32_t i = 0; i < g->waits.items.nr; i++) {
		const struct pby_wait *w = &g->waits.items.items[i];
		const struct pby_task *t = &dump->tasks.items[w->task];

		/* Once for each lock: for the first in its queue. */
		if (!w->blocked || !t->lock || (t->lock->waiters.nr && t->lock->waiters.items[0].pid != t->pid))
			continue;
		if (w->task == root->task || leads_to(w, root->task))
			join(&pace, pby_progress__lock(p, t->lock->addr));
	}
	holder = pby_progress__task(p, dump->tasks.items[root->task].pid);
	if (holder && holder->nr_seen > 1) {
		pace.holder_known = true;
		pace.holder_ran = holder->switches || holder->run_ns || holder->nr_on_cpu;
		pace.holder_cpu_s = (double)holder->run_ns / 1e9;
		pace.holder_cpu = holder->cpu;
	}
	return pace;
}

const char *pby_pace__word(const struct pby_pace *pace, bool circle)
{
	static const char *const words[PBY_MOTION_NR] = { "unknown", "stuck", "moves" };

	return circle ? "deadlock" : words[pace->motion];
}
