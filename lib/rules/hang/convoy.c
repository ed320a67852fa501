// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* convoy.c: tasks in line behind one task. */
#include "model/hang/pace.h"
#include "model/hang/wait.h"
#include "rules/hang/look.h"

static bool judge(struct pby_graph *g, struct pby_diagnosis *d)
{
	const struct pby_root *r = g->roots.nr ? &g->roots.items[0] : NULL;
	struct pby_pace pace;
	bool runs;

	if (!r || !r->nr_behind)
		return false;
	pace = pby_pace__of(g, r);
	/* That is convoy-moves. */
	if (pace.motion == PBY_MOTION_MOVES)
		return false;
	d->root = r->task;
	d->nr_tasks = 1 + r->nr_behind;
	d->certainty = r->guessed ? PBY_GUESSED : PBY_DERIVED;
	runs = pby_task__runs(&g->waits.dump->tasks.items[r->task]);
	pby_diagnosis__summary(d, "%s: %u task%s wait%s behind %s, %s.",
			       pace.motion == PBY_MOTION_STILL ? "Convoy behind a stuck holder" : "Convoy",
			       PBY_TASKS_DO(r->nr_behind), pby_look__words(g, d, r->task),
			       r->wait >= 0 ? g->waits.items.items[r->wait].what :
			       runs ? "which runs" : "whose stack is not shown");
	if (pace.motion == PBY_MOTION_STILL)
		pby_diagnosis__evidence(d, "in %.1f s nobody in the line got further%s", pace.span_s,
					!pace.holder_known ? "" : pace.holder_ran ? ", although the holder ran" :
					", and the holder did not run");
	for (uint32_t i = 0; r->wait < 0 && i < g->waits.dump->tasks.nr; i++) {
		const struct pby_task *t = &g->waits.dump->tasks.items[i];

		if (t->nr_held_stated > 0 && !t->held.nr)
			pby_diagnosis__evidence(d, "%s ran with %d lock%s held when the list was made",
						pby_look__words(g, d, (int32_t)i), t->nr_held_stated,
						t->nr_held_stated == 1 ? "" : "s");
	}
	/* Who runs has none, and holder-runs says where. */
	if (r->wait < 0 && !runs)
		pby_diagnosis__missing(d, pby_arena__printf(d->arena, "the stack of %s", pby_look__words(g, d, r->task)), PBY_HOW_ALL_TASKS);
	return true;
}

const struct pby_hang_rule pby_hang_rule_convoy = {
	.id = "convoy",
	.title = "Tasks stand in line behind one task",
	.insight = PBY_INSIGHT_SHAPE,
	.why = "Each waits for something that the next one has; the last one is the cause.",
	.advice = "Look at what the task at the end waits for.",
	.judge = judge,
};
