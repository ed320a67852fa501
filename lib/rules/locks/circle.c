// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* circle.c: tasks wait for each other in a ring: nobody will ever get the lock. */
#include "rules/locks/look.h"

/* The circle that a waiter of the lock is in, or NULL. */
static const struct pby_cycle *circle_of(const struct pby_lock_case *k)
{
	const struct pby_graph *g = k->graph;

	for (uint32_t i = 0; i < g->cycles.nr; i++)
		for (uint32_t n = 0; n < g->cycles.items[i].waits.nr; n++) {
			int32_t task = g->waits.items.items[g->cycles.items[i].waits.items[n]].task;
			int32_t wait = k->c->tasks.items[task].waits_for;

			if (wait >= 0 && &k->c->locks.items[k->c->waiters.items[wait].lock] == k->lock)
				return &g->cycles.items[i];
		}
	return NULL;
}

/* The youngest wait of the circle: what was read in different moments may look like one for a moment. */
static uint64_t youngest_ns(const struct pby_lock_case *k, const struct pby_cycle *c)
{
	uint64_t youngest = UINT64_MAX;

	for (uint32_t n = 0; n < c->waits.nr; n++) {
		int32_t wait = k->c->tasks.items[k->graph->waits.items.items[c->waits.items[n]].task].waits_for;
		uint64_t since = wait >= 0 ? k->c->waiters.items[wait].since_ns : k->c->now_ns;
		uint64_t age = k->c->now_ns > since ? k->c->now_ns - since : 0;

		youngest = age < youngest ? age : youngest;
	}
	return youngest;
}

static enum pby_answer judge(const struct pby_lock_case *k, struct pby_lock_finding *f)
{
	const struct pby_cycle *c = circle_of(k);
	const struct pby_wait *first;

	if (!c && k->lock->depth && !k->chain->end_known) {
		pby_lock_finding__words(f, "who holds what at the end of the chain is not known");
		return PBY_UNKNOWN;
	}
	if (!c)
		return PBY_CLEAR;
	pby_lock_finding__figure(f, "tasks", c->waits.nr);
	if (c->weakest < PBY_DERIVED) {
		pby_lock_finding__words(f, "a ring of %u tasks, of which one edge is only a guess", c->waits.nr);
		return PBY_UNKNOWN;
	}
	if (youngest_ns(k, c) < PBY_SECOND_NS) {
		pby_lock_finding__words(f, "a ring of %u tasks that is younger than a second: look again", c->waits.nr);
		return PBY_UNKNOWN;
	}
	first = &k->graph->waits.items.items[c->waits.items[0]];
	pby_lock_finding__words(f, "deadlock: %u tasks wait for each other in a ring, %s among them; none of them will get "
				   "%s", c->waits.nr, pby_case__task(&k->c->tasks.items[first->task], f),
				pby_case__lock(k, f));
	return PBY_FOUND;
}

const struct pby_lock_rule pby_lock_rule_circle = {
	.id = "deadlock",
	.name = "deadlock",
	.why = "Each task of the ring has what the one before it waits for.",
	.advice = "Save the evidence (probity hang --live --json) and end one of the tasks, if it can be ended; else only a "
		  "reboot helps.",
	.judge = judge,
};
