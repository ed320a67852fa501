// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * ns_member.c: whom PID 1 of a pid namespace waits for while it exits.
 *
 * zap_pid_ns_processes() kills every task of the namespace and reaps it. A task that is killed and
 * does not go away sleeps uninterruptibly: so it is among the blocked tasks. It is one for certain when
 * it is a child of that PID 1; or when every blocked user task that is shown waits, in the end, for
 * that very PID 1, and the one named is exiting: then whichever of them is the member, the circle is
 * the same one. A task that is not exiting may as well live outside: it is named, as a guess.
 */
#include <stdlib.h>
#include <string.h>

#include "model/hang/graph.h"

static bool is_candidate(const struct pby_waits *waits, const struct pby_wait *w, int32_t init)
{
	const struct pby_task *t = &waits->dump->tasks.items[w->task];

	return w->task != init && w->blocked && !w->potential && !pby_task__is_kthread(t) &&
	       w->cls != PBY_WAIT_PIDNS_EXIT && t->state != 'Z' && t->state != 'X';
}

static bool is_exiting(struct pby_waits *waits, int32_t task)
{
	const struct pby_stack_wait *s = pby_waits__stack(waits, task);

	for (uint32_t i = 0; i < s->nr; i++)
		if (!strcmp(s->names[i], "do_exit"))
			return true;
	return false;
}

static bool children(struct pby_waits *waits, struct pby_wait *w)
{
	int32_t pid = waits->dump->tasks.items[w->task].pid;

	for (uint32_t i = 0; pid >= 0 && i < waits->items.nr && w->on.nr < 4; i++) {
		const struct pby_wait *c = &waits->items.items[i];

		if (is_candidate(waits, c, w->task) &&
		    waits->dump->tasks.items[c->task].ppid == pid)
			pby_wait__on_task(waits, w, c->task, PBY_DERIVED,
					  "is its child and cannot be killed");
	}
	return w->on.nr > 0;
}

static bool by_exclusion(struct pby_waits *waits, struct pby_wait *w)
{
	int32_t best = -1;
	uint32_t nr = 0, reaching = 0;
	int best_rank = -1;
	bool *marks = pby_graph__reaching(waits, w->task, PBY_DERIVED), all;

	for (uint32_t i = 0; marks && i < waits->items.nr; i++) {
		const struct pby_wait *c = &waits->items.items[i];
		int rank;

		if (!is_candidate(waits, c, w->task))
			continue;
		nr++;
		if (!marks[i])
			continue;
		reaching++;
		rank = 2 * (c->cls == PBY_WAIT_RCU_TASKS_GP) + is_exiting(waits, c->task);
		if (rank > best_rank) {
			best_rank = rank;
			best = c->task;
		}
	}
	free(marks);
	if (best < 0)
		return false;
	all = nr == reaching && is_exiting(waits, best);
	pby_wait__on_task(waits, w, best, all ? PBY_DERIVED : PBY_GUESSED,
			  all ? "every blocked task shown waits in the end for this init" :
					   "a blocked task that waits in the end for this init");
	return true;
}

void pby_ns_members__find(struct pby_waits *waits)
{
	for (uint32_t i = 0; i < waits->items.nr; i++) {
		struct pby_wait *w = &waits->items.items[i];

		if (w->cls != PBY_WAIT_PIDNS_EXIT || !w->blocked || w->on.nr)
			continue;
		if (!children(waits, w) && !by_exclusion(waits, w))
			pby_wait__on_other(waits, w, PBY_PARTY_UNKNOWN, NULL,
					   "the member that does not die is not shown");
	}
}
