// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* holder_runs.c: the holder of a lock is on a CPU. */
#include "model/hang/pace.h"
#include "rules/hang/look.h"

static bool judge(struct pby_graph *g, struct pby_diagnosis *d)
{
	for (uint32_t i = 0; i < g->roots.nr; i++) {
		const struct pby_root *r = &g->roots.items[i];
		const struct pby_task *t = &g->waits.dump->tasks.items[r->task];
		struct pby_pace pace;
		bool runs = pby_task__runs(t) || (t->nr_held_stated > 0 && !t->held.nr);

		if (!runs || !r->nr_behind)
			continue;
		pace = pby_pace__of(g, r);
		if (pace.motion == PBY_MOTION_MOVES)
			continue;
		d->circle = PBY_CIRCLE_NONE;
		d->certainty = r->guessed ? PBY_GUESSED : PBY_DERIVED;
		d->root = r->task;
		d->nr_tasks = 1 + r->nr_behind;
		pby_diagnosis__summary(d, "Convoy, no deadlock: %u task%s wait%s for %s, which runs on a CPU%s%s.", PBY_TASKS_DO(r->nr_behind),
				       pby_look__words(g, d, r->task), r->wait >= 0 ? ": " : "",
				       r->wait >= 0 ? g->waits.items.items[r->wait].what : "");
		if (pace.motion == PBY_MOTION_STILL && pace.holder_known)
			pby_diagnosis__evidence(d, "in %.1f s it used %.2f s of CPU time, last on CPU %d, and nobody in the line "
						"got further", pace.span_s, pace.holder_cpu_s, pace.holder_cpu);
		return true;
	}
	return false;
}

const struct pby_hang_rule pby_hang_rule_holder_runs = {
	.id = "holder-runs",
	.title = "Tasks wait for a lock whose holder runs",
	.insight = PBY_INSIGHT_CAUSE,
	.why = "The holder is not blocked: it works on something long, loops, or gets too little CPU time.",
	.advice = "Look at it again after some seconds (perf top, sysrq-l): does it move?",
	.judge = judge,
};
