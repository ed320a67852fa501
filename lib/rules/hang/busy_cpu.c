// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* busy_cpu.c: a task that does not leave its CPU. */
#include "rules/hang/look.h"

static bool judge(struct pby_graph *g, struct pby_diagnosis *d)
{
	const struct pby_note *note = pby_look__note(g, PBY_NOTE_SOFT_LOCKUP);
	int32_t w;

	if (!note)
		note = pby_look__note(g, PBY_NOTE_HARD_LOCKUP);
	if (!note)
		return false;
	d->circle = PBY_CIRCLE_NONE;
	d->root = note->task;
	d->nr_tasks = 1 + g->nr_blocked;
	w = note->task >= 0 ? g->waits.of_task[note->task] : -1;
	pby_diagnosis__summary(d, "No lock problem among sleepers: %s does not leave its CPU (%s).",
			       note->task >= 0 ? pby_look__words(g, d, note->task) : "a task",
			       w >= 0 ? g->waits.items.items[w].what : "no stack shown");
	pby_diagnosis__evidence(d, "%s", note->text ? note->text : "lockup");
	return true;
}

const struct pby_hang_rule pby_hang_rule_busy_cpu = {
	.id = "busy-cpu",
	.title = "A task does not leave its CPU",
	.insight = PBY_INSIGHT_CAUSE,
	.why = "The watchdog saw a CPU that did not schedule for many seconds: a loop in the kernel, a "
	       "spinlock that is not released, or a storm of interrupts.",
	.advice = "The stack in the lockup report shows the loop; compare two reports to see whether it moves.",
	.judge = judge,
};
