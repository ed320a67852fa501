// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* self_deadlock.c: a task that waits for a lock that it holds itself. */
#include "rules/hang/look.h"

static bool judge(struct pby_graph *g, struct pby_diagnosis *d)
{
	for (uint32_t i = 0; i < g->cycles.nr; i++) {
		const struct pby_cycle *c = &g->cycles.items[i];
		const struct pby_wait *w = &g->waits.items.items[c->waits.items[0]];
		const char *words;

		if (c->waits.nr != 1)
			continue;
		words = pby_look__words(g, d, w->task);
		d->circle = c->weakest >= PBY_DERIVED ? PBY_CIRCLE_COMPLETE : PBY_CIRCLE_NEAR;
		d->certainty = c->weakest;
		d->root = w->task;
		d->nr_tasks = 1 + pby_look__behind(g, w->task);
		pby_diagnosis__summary(d, "%s: %s waits for %s, which it holds itself; %u task%s behind it.",
				       c->weakest >= PBY_DERIVED ? "Deadlock with itself" : "Perhaps a deadlock with itself",
				       words, w->what, PBY_TASKS(d->nr_tasks - 1));
		for (uint32_t k = 0; k < w->on.nr; k++)
			if (w->on.items[k].task == w->task && w->on.items[k].why)
				pby_diagnosis__evidence(d, "%s: %s (%s)", words, w->on.items[k].why,
							pby_certainty__name(w->on.items[k].certainty));
		if (c->weakest < PBY_DERIVED)
			pby_diagnosis__missing(d, "the address of the lock, to know that both are the same one",
					       PBY_HOW_LOCKS);
		return true;
	}
	return false;
}

const struct pby_hang_rule pby_hang_rule_self_deadlock = {
	.id = "self-deadlock",
	.title = "A task waits for a lock that it holds itself",
	.insight = PBY_INSIGHT_DEADLOCK,
	.why = "Kernel locks are not recursive: a function that takes a lock was called again, often through a callback, "
	       "by a function that has it.",
	.advice = "Nothing but a reboot ends it. Keep the stack: the two places that take the lock are both in it.",
	.judge = judge,
};
