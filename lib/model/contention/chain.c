// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* chain.c: from the waiter that waits for longest, over the edges of the wait-for graph, to the root. */
#include "model/contention/verdict.h"

/* The waiter whose chain is shown: the one that waits for longest. */
static int32_t longest(const struct pby_contention *c, const struct pby_contended *lock)
{
	int32_t best = -1;

	for (uint32_t i = 0; i < lock->queue.nr; i++) {
		const struct pby_contending *w = &c->waiters.items[lock->queue.items[i]];

		/* A chain starts at what holds the task up now, not at a wait that something else interrupts. */
		if (c->tasks.items[w->task].waits_for != (int32_t)lock->queue.items[i])
			continue;
		if (best < 0 || w->since_ns < c->waiters.items[best].since_ns)
			best = (int32_t)lock->queue.items[i];
	}
	return best;
}

static bool in_chain(const struct pby_lock_chain *chain, int32_t task)
{
	for (uint32_t i = 0; i < chain->links.nr; i++)
		if ((int32_t)chain->links.items[i].task == task)
			return true;
	return false;
}

/* What the last task of the chain does, in words. */
static void describe_end(struct pby_lock_chain *chain, const struct pby_contention *c, const struct pby_graph *g,
			 struct pby_arena *arena)
{
	const struct pby_lock_link *last = &chain->links.items[chain->links.nr - 1];
	const struct pby_contender *t = &c->tasks.items[last->task];
	const struct pby_wait *w = last->wait >= 0 ? &g->waits.items.items[last->wait] : NULL;

	chain->end_known = true;
	if (chain->circle)
		chain->end = "waits for one before it: a circle";
	else if (last->lock >= 0 && c->locks.items[last->lock].owner.kind == PBY_OWNER_READERS)
		chain->end = pby_arena__printf(arena, "waits for %s, which %llu reader%s, and who they are the kernel does not keep",
					       pby_contended__words(&c->locks.items[last->lock], arena),
					       (unsigned long long)c->locks.items[last->lock].owner.nr_readers,
					       c->locks.items[last->lock].owner.nr_readers == 1 ? " has" : "s have");
	else if (last->lock >= 0) {
		chain->end = pby_arena__printf(arena, "waits for %s, whose holder is not known",
					       pby_contended__words(&c->locks.items[last->lock], arena));
		chain->end_known = false;
	} else if (t->throttled == PBY_YES)
		chain->end = "has no CPU: its cgroup used up its quota";
	else if (t->state == 'R' && t->on_cpu == PBY_NO)
		chain->end = "is ready to run and has no CPU";
	else if (t->on_cpu == PBY_YES)
		chain->end = w && w->caller ? pby_arena__printf(arena, "runs on CPU %d in %s", t->cpu, w->caller) : "runs";
	else if (w && w->cls != PBY_WAIT_UNKNOWN)
		chain->end = pby_arena__printf(arena, "waits for %s: %s", pby_wait_class__meaning(w->cls), w->what);
	else if (w && w->caller)
		chain->end = pby_arena__printf(arena, "%s in %s", t->state == 'R' ? "is ready to run" : "sleeps", w->caller);
	else {
		chain->end = t->state ? pby_arena__printf(arena, "is in state %c, and its stack is not known", t->state)
				      : "is all that is known: nobody looked at it";
		chain->end_known = false;
	}
}

void pby_lock_chain__find(struct pby_lock_chain *chain, const struct pby_contention *c, const struct pby_graph *graph,
			  uint32_t lock, struct pby_arena *arena)
{
	int32_t waiter = longest(c, &c->locks.items[lock]), task;

	*chain = (struct pby_lock_chain){ .end = "" };
	if (waiter < 0)
		return;
	task = (int32_t)c->waiters.items[waiter].task;
	while (task >= 0 && !(chain->circle = in_chain(chain, task))) {
		int32_t wait = graph->waits.of_task[task], waits_for = c->tasks.items[task].waits_for;
		const struct pby_wait_on *on = wait >= 0 ? pby_wait__main_edge(&graph->waits.items.items[wait]) : NULL;
		struct pby_lock_link *link = PBY_PUSH(arena, &chain->links);

		if (!link)
			return;
		*link = (struct pby_lock_link){
			.task = (uint32_t)task, .wait = wait,
			.lock = waits_for >= 0 ? (int32_t)c->waiters.items[waits_for].lock : -1,
			.certainty = on ? on->certainty : PBY_GUESSED, .why = on ? on->why : NULL,
		};
		task = on ? on->task : -1;
	}
	describe_end(chain, c, graph, arena);
}
