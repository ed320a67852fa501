// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* oops_kept_locks.c: a task died in the kernel with locks held. */
#include "rules/hang/look.h"

static bool judge(struct pby_graph *g, struct pby_diagnosis *d)
{
	const struct pby_note *note = pby_look__note(g, PBY_NOTE_OOPS);
	uint32_t nr = 0;

	for (uint32_t i = 0; i < g->waits.items.nr; i++)
		nr += g->waits.items.items[i].blocked && !g->waits.items.items[i].potential &&
		      pby_wait_class__is_sleeping_lock(g->waits.items.items[i].cls) &&
		      pby_look__holder(&g->waits.items.items[i]) < 0;
	if (!note || !nr)
		return false;
	d->circle = PBY_CIRCLE_NONE;
	d->certainty = PBY_GUESSED;
	d->nr_tasks = nr;
	pby_diagnosis__summary(d, "%u task%s wait%s for locks whose holder is not shown, and the kernel oopsed before: the task that died may have "
			       "kept them.", PBY_TASKS_DO(nr));
	pby_diagnosis__evidence(d, "%s", note->text ? note->text : "oops");
	return true;
}

const struct pby_hang_rule pby_hang_rule_oops_kept_locks = {
	.id = "oops-kept-locks",
	.title = "A task died in the kernel and may have kept its locks",
	.insight = PBY_INSIGHT_CAUSE,
	.why = "A task that is killed by an oops releases no lock that it held in the kernel.",
	.advice = "Reboot. The oops is the bug to look at, not the hang.",
	.judge = judge,
};
