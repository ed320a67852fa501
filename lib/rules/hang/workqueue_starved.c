// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* workqueue_starved.c: works that no worker gets to run. */
#include "rules/hang/look.h"

static bool judge(struct pby_graph *g, struct pby_diagnosis *d)
{
	const struct pby_note *note = pby_look__note(g, PBY_NOTE_WORKQUEUE_LOCKUP);
	uint32_t flushing, workers = 0, pending = 0;
	const struct pby_wait *w = pby_look__first(g, PBY_WAIT_WORKQUEUE_FLUSH, NULL, NULL, &flushing);
	struct pby_look look = { .graph = g, .cls = -1, .frame = "worker_thread|process_one_work" };

	while (pby_look__next(&look))
		workers++;
	for (uint32_t i = 0; i < g->waits.dump->works.nr; i++)
		pending += g->waits.dump->works.items[i].worker_pid == PBY_PID_UNKNOWN;
	/* A lockup of a pool, or works that stand in line while all the workers shown are blocked. */
	if (!note && !(w && pending && workers >= 4))
		return false;
	d->root = w ? w->task : -1;
	d->nr_tasks = flushing + workers;
	d->circle = PBY_CIRCLE_UNKNOWN;
	pby_diagnosis__summary(d, "Works are not run: %u worker%s blocked, %u work%s pending, %u task%s flush%s.", workers,
			       workers == 1 ? "" : "s", pending, pending == 1 ? "" : "s", PBY_TASKS(flushing), flushing == 1 ? "es" : "");
	if (note)
		pby_diagnosis__evidence(d, "%s", note->text ? note->text : "workqueue lockup");
	pby_diagnosis__missing(d, "what the workers of that pool do", PBY_HOW_ALL_TASKS);
	return true;
}

const struct pby_hang_rule pby_hang_rule_workqueue_starved = {
	.id = "workqueue-starved",
	.title = "Works stand in line because the workers of their pool are blocked or busy",
	.insight = PBY_INSIGHT_CAUSE,
	.why = "A pool starts more workers when some block, but not without end: a work that blocks many "
	       "times over, a queue with max_active 1, a rescuer that waits itself, or a CPU hog stops the "
	       "rest.",
	.advice = "Find the work that most of the blocked workers run: its stack says what it waits for.",
	.judge = judge,
};
