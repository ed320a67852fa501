// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* stacks_missing.c: complaints of the kernel without the stacks that belong to them. */
#include "rules/hang/look.h"

static bool judge(struct pby_graph *g, struct pby_diagnosis *d)
{
	uint32_t nr = 0;

	for (uint32_t i = 0; i < g->waits.items.nr; i++) {
		const struct pby_wait *w = &g->waits.items.items[i];

		if (!w->blocked || w->cls != PBY_WAIT_UNKNOWN || pby_look__task(g, w)->frames.nr)
			continue;
		if (!nr++)
			d->root = w->task;
		if (nr <= 3)
			pby_diagnosis__evidence(d, "%s is reported as blocked, without a stack", pby_look__words(g, d, w->task));
	}
	if (!nr)
		return false;
	d->circle = PBY_CIRCLE_UNKNOWN;
	d->nr_tasks = nr;
	pby_diagnosis__summary(d, "%u task%s %s blocked, and the text does not have %s.", PBY_TASKS(nr),
			       nr == 1 ? "is" : "are", nr == 1 ? "its stack" : "their stacks");
	pby_diagnosis__missing(d, "the stacks: the console's log level may have kept them back, the kernel's ring has them",
			       "dmesg; journalctl -k; " PBY_HOW_BLOCKED);
	return true;
}

const struct pby_hang_rule pby_hang_rule_stacks_missing = {
	.id = "stacks-missing",
	.title = "Blocked tasks are reported without their stacks",
	.insight = PBY_INSIGHT_SHAPE,
	.why = "The complaint is an error message and the stack is information: a console with a low log "
	       "level, or a filter, shows one without the other.",
	.advice = "Take the whole log of the kernel, or the list of blocked tasks while the machine hangs.",
	.judge = judge,
};
