// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* lock_circle.c: tasks that wait for each other in a circle: the ABBA of two locks, and longer ones. */
#include <string.h>

#include "base/buf.h"
#include "rules/hang/look.h"

static const struct pby_wait *wait_at(const struct pby_graph *g, const struct pby_cycle *c, uint32_t i)
{
	return &g->waits.items.items[c->waits.items[i % c->waits.nr]];
}

static void chain(const struct pby_graph *g, const struct pby_cycle *c, struct pby_diagnosis *d,
		  struct pby_buf *out)
{
	for (uint32_t i = 0; i < c->waits.nr && i < 6; i++) {
		const struct pby_wait *w = wait_at(g, c, i);

		pby_buf__addf(out, "%s%s waits for %s", i ? ", " : "", pby_look__words(g, d, w->task),
			      w->object.name ? w->object.name : w->what);
	}
	if (c->waits.nr > 6)
		pby_buf__addf(out, ", and %u more", c->waits.nr - 6);
}

/* The edge that is only guessed, and what would prove it. */
static void say_missing(const struct pby_graph *g, const struct pby_cycle *c, struct pby_diagnosis *d)
{
	if (c->apart_s > 0)
		pby_diagnosis__missing(d, pby_arena__printf(d->arena, "proof that they waited at once: their reports are %.0f s apart",
				       c->apart_s), PBY_HOW_BLOCKED);
	for (uint32_t i = 0; i < c->waits.nr; i++) {
		const struct pby_wait *w = wait_at(g, c, i), *to = wait_at(g, c, i + 1);

		for (uint32_t k = 0; k < w->on.nr; k++)
			if (w->on.items[k].task == to->task && w->on.items[k].certainty == PBY_GUESSED)
				pby_diagnosis__missing(d, pby_arena__printf(d->arena, "proof that %s has the very %s that %s waits for",
					pby_look__words(g, d, to->task), w->object.name ? w->object.name : "thing",
					pby_look__words(g, d, w->task)), PBY_HOW_LOCKS);
	}
}

/* A circle that another rule knows by name. */
static bool is_known(const struct pby_graph *g, const struct pby_cycle *c)
{
	for (uint32_t i = 0; i < c->waits.nr; i++) {
		const struct pby_wait *w = wait_at(g, c, i);

		if (w->object.name && !strcmp(w->object.name, "tasks_rcu_exit_srcu"))
			return true;
	}
	return false;
}

static bool judge(struct pby_graph *g, struct pby_diagnosis *d)
{
	for (uint32_t i = 0; i < g->cycles.nr; i++) {
		const struct pby_cycle *c = &g->cycles.items[i];
		PBY_AUTO_BUF words = { 0 };
		bool complete = c->weakest >= PBY_DERIVED;

		if (c->waits.nr < 2 || is_known(g, c))
			continue;
		chain(g, c, d, &words);
		d->circle = complete ? PBY_CIRCLE_COMPLETE : PBY_CIRCLE_NEAR;
		d->certainty = c->weakest;
		d->root = wait_at(g, c, 0)->task;
		d->nr_tasks = 1 + pby_look__behind(g, d->root);
		pby_diagnosis__summary(d, "%s of %u tasks: %s.", complete ? "Deadlock" : "Perhaps a deadlock",
				       c->waits.nr, pby_buf__text(&words));
		for (uint32_t k = 0; k < c->waits.nr && k < 8; k++) {
			const struct pby_wait *w = wait_at(g, c, k), *to = wait_at(g, c, k + 1);

			for (uint32_t e = 0; e < w->on.nr; e++)
				if (w->on.items[e].task == to->task)
					pby_diagnosis__evidence(d, "%s -> %s: %s (%s)", pby_look__words(g, d, w->task),
								pby_look__words(g, d, to->task),
								w->on.items[e].why ? w->on.items[e].why : w->what,
								pby_certainty__name(w->on.items[e].certainty));
		}
		if (!complete)
			say_missing(g, c, d);
		return true;
	}
	return false;
}

const struct pby_hang_rule pby_hang_rule_lock_circle = {
	.id = "lock-circle",
	.title = "Tasks wait for each other in a circle",
	.insight = PBY_INSIGHT_DEADLOCK,
	.why = "Two or more tasks took locks in different orders, and each has what the next one wants.",
	.advice = "Nothing but a reboot ends a circle of uninterruptible waits; a task in an interruptible or killable one can "
		  "be killed. Keep the stacks: the orders in which they took the locks are the bug.",
	.judge = judge,
};
