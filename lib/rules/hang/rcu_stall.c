// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* rcu_stall.c: a CPU or a task that keeps grace periods from ending. */
#include "rules/hang/look.h"

static bool judge(struct pby_graph *g, struct pby_diagnosis *d)
{
	static const enum pby_note_kind kinds[] = { PBY_NOTE_RCU_STALL, PBY_NOTE_EXPEDITED_STALL, PBY_NOTE_RCU_TASKS_STALL,
						    PBY_NOTE_RCU_STARVED };
	const struct pby_note *note = NULL;
	const char *who = "a CPU or task that the report names";

	for (size_t i = 0; !note && i < sizeof(kinds) / sizeof(kinds[0]); i++)
		note = pby_look__note(g, kinds[i]);
	if (!note)
		return false;
	for (uint32_t i = 0; i < g->waits.items.nr && d->root < 0; i++) {
		const struct pby_wait *w = &g->waits.items.items[i];

		if (pby_look__task(g, w)->seen & (PBY_SEEN_RCU_CPU | PBY_SEEN_RCU_READER | PBY_SEEN_RCU_TASKS))
			d->root = w->task;
	}
	if (d->root >= 0)
		who = pby_arena__printf(d->arena, "%s (%s)", pby_look__words(g, d, d->root),
					g->waits.items.items[g->waits.of_task[d->root]].what);
	d->circle = PBY_CIRCLE_NONE;
	d->nr_tasks = 1 + g->nr_blocked;
	pby_diagnosis__summary(d, "No lock problem: an RCU grace period does not end because of %s.", who);
	pby_diagnosis__evidence(d, "%s", note->text ? note->text : pby_note_kind__name(note->kind));
	return true;
}

const struct pby_hang_rule pby_hang_rule_rcu_stall = {
	.id = "rcu-stall",
	.title = "An RCU grace period is stalled by a busy CPU or a preempted reader",
	.insight = PBY_INSIGHT_KNOWN,
	.why = "A grace period ends when every CPU has passed a quiescent state and every preempted reader "
	       "has gone on. A loop without rescheduling, a storm of interrupts or softirqs, or tasks that "
	       "get no CPU time keep it open; whoever calls synchronize_rcu() waits.",
	.advice = "Look at the stack of the task or CPU that the report names. If its function changes from "
	          "report to report, the machine is overloaded; if not, it loops there.",
	.judge = judge,
};
