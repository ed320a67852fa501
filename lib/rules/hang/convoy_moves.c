// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* convoy_moves.c: tasks in line, and the line moves: seen in several looks. */
#include "model/hang/pace.h"
#include "rules/hang/look.h"

static const char *object_of(const struct pby_graph *g, const struct pby_root *r)
{
	for (uint32_t i = 0; i < g->waits.items.nr; i++) {
		const struct pby_wait *w = &g->waits.items.items[i];

		if (!w->blocked || !w->object.name)
			continue;
		for (uint32_t k = 0; k < w->on.nr; k++)
			if (w->on.items[k].task == r->task || w->task == r->task)
				return w->object.name;
	}
	return "it";
}

static bool judge(struct pby_graph *g, struct pby_diagnosis *d)
{
	/* The heaviest come first. */
	for (uint32_t i = 0; i < g->roots.nr && i < 16; i++) {
		const struct pby_root *r = &g->roots.items[i];
		struct pby_pace pace = pby_pace__of(g, r);

		if (pace.motion != PBY_MOTION_MOVES)
			continue;
		d->circle = PBY_CIRCLE_NONE;
		d->root = r->task;
		d->nr_tasks = 1 + r->nr_behind;
		pby_diagnosis__summary(d, "A line that moves: %u task%s stand%s behind %s for %s, which was got at least %u time%s "
				       "in %.1f s.", PBY_TASKS_DO(r->nr_behind), pby_look__words(g, d, r->task), object_of(g, r),
				       PBY_TASKS(pace.passed), pace.span_s);
		return true;
	}
	return false;
}

const struct pby_hang_rule pby_hang_rule_convoy_moves = {
	.id = "convoy-moves",
	.title = "Tasks stand in line, and the line moves",
	.insight = PBY_INSIGHT_CAUSE,
	.why = "Between two looks waiters got what they waited for: nobody is stuck. The lock is wanted more often than it is free.",
	.advice = "It is slow, not dead: find out who holds the lock how long (probity hang --live --watch 10, perf lock).",
	.judge = judge,
};
