// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* missing_holder.c: a queue on a lock of which the holder is not shown. */
#include "model/hang/pace.h"
#include "rules/hang/look.h"

static bool judge(struct pby_graph *g, struct pby_diagnosis *d)
{
	const struct pby_queue *best = NULL;
	const struct pby_wait *w;

	for (uint32_t i = 0; i < g->queues.items.nr; i++) {
		const struct pby_queue *q = &g->queues.items.items[i];

		w = &g->waits.items.items[q->waits.items[0]];
		if (pby_pace__lock_moves(g->waits.dump, g->waits.dump->tasks.items[w->task].lock))
			continue;
		if (pby_look__holder(w) < 0 && !w->potential && pby_wait_class__is_lock(w->cls) &&
		    (!best || q->waits.nr > best->waits.nr))
			best = q;
	}
	if (!best)
		return false;
	w = &g->waits.items.items[best->waits.items[0]];
	d->root = w->task;
	d->nr_tasks = best->waits.nr;
	pby_diagnosis__summary(d, "%u task%s wait%s for %s, and who has it is not shown.", PBY_TASKS_DO(best->waits.nr), w->what);
	for (uint32_t i = 0; i < best->held.nr && i < 4; i++) {
		const struct pby_held *h = &g->waits.held.items[best->held.items[i]];

		pby_diagnosis__evidence(d, "%s may have it: %s", pby_look__words(g, d, h->task), h->why);
	}
	for (uint32_t i = 0; i < g->waits.dump->tasks.nr; i++) {
		const struct pby_task *t = &g->waits.dump->tasks.items[i];

		if (t->nr_held_stated > 0 && !t->held.nr)
			pby_diagnosis__evidence(d, "%s ran with %d locks held when the list was made", pby_look__words(g, d, (int32_t)i),
						t->nr_held_stated);
	}
	pby_diagnosis__missing(d, pby_arena__printf(d->arena, "the holder of %s: it may run, or sleep in another state than D",
			       w->object.name ? w->object.name : w->what), PBY_HOW_ALL_TASKS);
	return true;
}

const struct pby_hang_rule pby_hang_rule_missing_holder = {
	.id = "missing-holder",
	.title = "Tasks wait for a lock whose holder is not shown",
	.insight = PBY_INSIGHT_SHAPE,
	.why = "Reports of blocked tasks show only tasks in D. A holder that runs, or that sleeps "
	       "interruptibly, is not among them.",
	.advice = "Take all tasks and the CPUs of the machine while it still hangs.",
	.judge = judge,
};
