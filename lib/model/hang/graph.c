// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* graph.c: builds the wait-for graph of a dump, step by step. */
#include "model/hang/graph.h"

#include <errno.h>
#include <stdlib.h>

static bool leads(const struct pby_waits *waits, const struct pby_wait *w, int32_t task,
		  enum pby_certainty least, const bool *marks)
{
	for (uint32_t i = 0; i < w->on.nr; i++) {
		const struct pby_wait_on *on = &w->on.items[i];
		int32_t next;

		if (on->task < 0 || on->certainty < least)
			continue;
		next = waits->of_task[on->task];
		if (on->task == task || (next >= 0 && marks[next]))
			return true;
	}
	return false;
}

bool *pby_graph__reaching(const struct pby_waits *waits, int32_t task, enum pby_certainty least)
{
	bool *marks = calloc(waits->items.nr + 1, sizeof(*marks)), changed = marks != NULL;

	/* As many rounds as the longest chain has edges: few. */
	while (changed) {
		changed = false;
		for (uint32_t i = 0; i < waits->items.nr; i++)
			if (!marks[i] && leads(waits, &waits->items.items[i], task, least, marks))
				marks[i] = changed = true;
	}
	return marks;
}

/* Of a big dump's tasks few are blocked, and every rule looks at those only. */
static int collect_blocked(struct pby_graph *graph)
{
	const struct pby_waits *waits = &graph->waits;

	for (uint32_t i = 0; i < waits->items.nr; i++)
		graph->nr_blocked += waits->items.items[i].blocked;
	graph->blocked = pby_arena__alloc(&graph->arena, (graph->nr_blocked + 1) * sizeof(*graph->blocked));
	if (!graph->blocked)
		return -ENOMEM;
	for (uint32_t i = 0, nr = 0; i < waits->items.nr; i++)
		if (waits->items.items[i].blocked)
			graph->blocked[nr++] = i;
	return 0;
}

int pby_graph__build(struct pby_graph *graph, const struct pby_dump *dump)
{
	int rc;

	*graph = (struct pby_graph){ 0 };
	rc = pby_waits__find(&graph->waits, dump);
	if (!rc)
		rc = pby_queues__find(&graph->queues, &graph->waits);
	if (rc)
		return rc;
	pby_queues__blame(&graph->queues, &graph->waits);
	pby_enders__find(&graph->waits);
	pby_ns_members__find(&graph->waits);
	if (graph->waits.arena.failed)
		return -ENOMEM;
	rc = collect_blocked(graph);
	if (!rc)
		rc = pby_cycles__find(graph);
	return rc ? rc : pby_roots__find(graph);
}

void pby_graph__free(struct pby_graph *graph)
{
	pby_queues__free(&graph->queues);
	pby_waits__free(&graph->waits);
	pby_arena__free(&graph->arena);
	*graph = (struct pby_graph){ 0 };
}
