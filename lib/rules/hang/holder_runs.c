// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* holder_runs.c: the holder of a lock is on a CPU. */
#include "model/hang/pace.h"
#include "rules/hang/look.h"

/* What was seen of it while it ran: perf's word, where it was asked, before the guess from its stack. */
static const struct pby_running *seen_running(const struct pby_dump *dump, int32_t pid)
{
	const struct pby_running *best = NULL;

	for (uint32_t i = 0; i < dump->running.nr; i++) {
		const struct pby_running *r = &dump->running.items[i];

		if (r->pid == pid && (!best || r->nr_kernel + r->nr_user))
			best = r;
	}
	return best;
}

static const char *place(struct pby_diagnosis *d, const struct pby_running *r)
{
	if (!r || r->cpu < 0)
		return "on a CPU";
	if (!r->places.nr)
		return pby_arena__printf(d->arena, "on CPU %d%s", r->cpu, r->nr_user ? ", in user space" : "");
	return pby_arena__printf(d->arena, "on CPU %d, in %s%s%s", r->cpu, r->places.items[0].function,
				 r->nr_callers ? " < " : "", r->nr_callers ? r->callers[0] : "");
}

static bool judge(struct pby_graph *g, struct pby_diagnosis *d)
{
	for (uint32_t i = 0; i < g->roots.nr; i++) {
		const struct pby_root *r = &g->roots.items[i];
		const struct pby_task *t = &g->waits.dump->tasks.items[r->task];
		const struct pby_running *running;
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
		running = seen_running(g->waits.dump, t->pid);
		pby_diagnosis__summary(d, "Convoy, no deadlock: %u task%s wait%s for %s, which runs %s%s%s.", PBY_TASKS_DO(r->nr_behind),
				       pby_look__words(g, d, r->task), place(d, running), r->wait >= 0 ? ": " : "",
				       r->wait >= 0 ? g->waits.items.items[r->wait].what : "");
		if (pace.motion == PBY_MOTION_STILL && pace.holder_known)
			pby_diagnosis__evidence(d, "in %.1f s it used %.2f s of CPU time, last on CPU %d, and nobody in the line "
						"got further", pace.span_s, pace.holder_cpu_s, pace.holder_cpu);
		if (running && running->why)
			pby_diagnosis__evidence(d, "where it runs could not be seen: %s", running->why);
		return true;
	}
	return false;
}

const struct pby_hang_rule pby_hang_rule_holder_runs = {
	.id = "holder-runs",
	.title = "Tasks wait for a lock whose holder runs",
	.insight = PBY_INSIGHT_CAUSE,
	.why = "The holder is not blocked: it works on something long, loops, or gets too little CPU time.",
	.advice = "Where does it run? probity hang --sample 5 asks the clock of its CPU. Look at it again after some seconds: does it "
		  "move?",
	.judge = judge,
};
