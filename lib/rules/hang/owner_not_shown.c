// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* owner_not_shown.c: the kernel names who has a lock, and the text does not have that task. */
#include "rules/hang/look.h"

/* The party of a blocked wait that the kernel named and that is no task of the dump, or NULL. */
static const struct pby_wait_on *named(const struct pby_wait *w)
{
	for (uint32_t i = 0; w->blocked && i < w->on.nr; i++)
		if (w->on.items[i].task < 0 && w->on.items[i].kind == PBY_PARTY_TASK && w->on.items[i].comm)
			return &w->on.items[i];
	return NULL;
}

static uint32_t waits_for(const struct pby_graph *g, int32_t pid)
{
	uint32_t nr = 0;

	for (uint32_t i = 0; i < g->waits.items.nr; i++) {
		const struct pby_wait_on *on = named(&g->waits.items.items[i]);

		nr += on && on->pid == pid;
	}
	return nr;
}

static bool judge(struct pby_graph *g, struct pby_diagnosis *d)
{
	enum { COMPARED = 64 };
	const struct pby_wait *best = NULL;
	const struct pby_wait_on *on;
	uint32_t most = 0, compared = 0;

	for (uint32_t i = 0; i < g->waits.items.nr && compared < COMPARED; i++) {
		const struct pby_wait *w = &g->waits.items.items[i];
		uint32_t nr = named(w) ? waits_for(g, named(w)->pid) : 0;

		compared += nr > 0;
		if (nr > most) {
			best = w;
			most = nr;
		}
	}
	if (!best)
		return false;
	on = named(best);
	d->circle = PBY_CIRCLE_UNKNOWN;
	d->root = best->task;
	d->nr_tasks = most;
	d->certainty = on->certainty;
	pby_diagnosis__summary(d, "%u task%s wait%s for what %s %d has, says the kernel (%s); its stack is not shown.",
			       PBY_TASKS_DO(most), on->comm, on->pid, best->what);
	pby_diagnosis__evidence(d, "%s: %s, %s", pby_look__words(g, d, best->task), best->what, on->why);
	pby_diagnosis__missing(d, pby_arena__printf(d->arena, "the stack of %s %d", on->comm, on->pid), PBY_HOW_ALL_TASKS);
	return true;
}

const struct pby_hang_rule pby_hang_rule_owner_not_shown = {
	.id = "owner-not-shown",
	.title = "The kernel names the owner of a lock, and its stack is not shown",
	.insight = PBY_INSIGHT_SHAPE,
	.why = "Since 6.15 the hung-task detector says who has the lock. It prints that task's stack only "
	       "while the task exists, and a text that was cut does not have it.",
	.advice = "Look at the owner: cat /proc/PID/stack, or the list of all tasks.",
	.judge = judge,
};
