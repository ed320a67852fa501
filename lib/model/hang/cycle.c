// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* cycle.c: circles in the graph, by Tarjan's components, without recursion. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "model/hang/graph.h"

struct search {
	struct pby_graph *graph;
	enum pby_certainty least;
	uint32_t *index, *low, *stack, *path, *edge;
	bool *on_stack;
	bool *taken;		/* waits of circles found before */
	uint32_t next, nr_stack;
};

static int32_t target(const struct search *s, uint32_t wait, uint32_t edge)
{
	const struct pby_waits *waits = &s->graph->waits;
	const struct pby_wait_on *on = &waits->items.items[wait].on.items[edge];
	int32_t to;

	if (on->task < 0 || on->certainty < s->least || waits->items.items[wait].potential)
		return -1;
	/* Who waits for a lock in a circle never wakes up again; waits that poll may, and still never end. */
	if (waits->dump->tasks.items[waits->items.items[wait].task].ran &&
	    pby_wait_class__is_sleeping_lock(waits->items.items[wait].cls))
		return -1;
	to = waits->of_task[on->task];
	return to >= 0 && waits->items.items[to].blocked ? to : -1;
}

/* One round trip inside a component: breadth first from its first wait back to itself. */
static bool round_trip(struct search *s, const uint32_t *members, uint32_t nr,
		       struct pby_cycle *cycle)
{
	struct pby_graph *g = s->graph;
	uint32_t n = g->waits.items.nr, head = 0, tail = 0, start = members[0], at;
	uint32_t *queue = calloc(n ? n : 1, sizeof(*queue)), *from = calloc(n ? n : 1, sizeof(*from));
	bool *inside = calloc(n ? n : 1, sizeof(*inside)), found = false;

	if (!queue || !from || !inside)
		goto out;
	for (uint32_t i = 0; i < nr; i++)
		inside[members[i]] = true;
	for (uint32_t i = 0; i < n; i++)
		from[i] = UINT32_MAX;
	queue[tail++] = start;
	while (head < tail && !found) {
		at = queue[head++];
		for (uint32_t e = 0; e < g->waits.items.items[at].on.nr && !found; e++) {
			int32_t to = target(s, at, e);

			if (to < 0 || !inside[to] || from[to] != UINT32_MAX)
				continue;
			from[to] = at;
			found = (uint32_t)to == start;
			if (!found)
				queue[tail++] = (uint32_t)to;
		}
	}
	/* Backwards along from[], so that the order comes out reversed: put it right. */
	at = start;
	do {
		uint32_t *slot = found ? PBY_PUSH(&g->arena, &cycle->waits) : NULL;

		if (!slot) {
			found = false;
			break;
		}
		at = from[at];
		*slot = at;
	} while (at != start);
	for (uint32_t i = 0, k = cycle->waits.nr; found && i + 1 < k; i++) {
		uint32_t swap = cycle->waits.items[--k];

		cycle->waits.items[k] = cycle->waits.items[i];
		cycle->waits.items[i] = swap;
	}
out:
	free(queue);
	free(from);
	free(inside);
	return found;
}

/*
 * A log of days has reports of many hangs. Who was seen blocked for 120 seconds at 130 and who was at 900 did
 * not prove to wait at once; the detector looks every two minutes, and reports all who still wait.
 */
static double apart_by(const struct pby_graph *g, const struct pby_cycle *cycle, bool clock)
{
	/* A list of all tasks takes its time on a serial console, and shows one moment all the same. */
	enum { ROUND_S = 150, LIST_S = 600 };
	double latest_begin = -1, earliest_end = -1, slack = LIST_S;

	for (uint32_t i = 0; i < cycle->waits.nr; i++) {
		const struct pby_wait *w = &g->waits.items.items[cycle->waits.items[i]];
		const struct pby_task *t = &g->waits.dump->tasks.items[w->task];
		double first = clock ? t->first_clock_s : t->first_s, last = clock ? t->last_clock_s : t->last_s;
		double begin = last - t->blocked_s;

		if (last < 0 || (clock && last <= 0))
			continue;
		if (t->blocked_s > 0)
			slack = ROUND_S;
		/* Seen twice in the same place: it waited all the time between. */
		if (!t->moved && first >= 0 && first < begin)
			begin = first;
		if (begin > latest_begin)
			latest_begin = begin;
		if (earliest_end < 0 || last < earliest_end)
			earliest_end = last;
	}
	return earliest_end >= 0 && latest_begin > earliest_end + slack ? latest_begin - earliest_end : 0;
}

static double apart(const struct pby_graph *g, const struct pby_cycle *cycle)
{
	double by_kernel = apart_by(g, cycle, false), by_logger = apart_by(g, cycle, true);

	return by_kernel > by_logger ? by_kernel : by_logger;
}

static void component(struct search *s, const uint32_t *members, uint32_t nr)
{
	struct pby_cycle cycle = { .weakest = s->least }, *slot;
	bool self = false;

	for (uint32_t i = 0; i < nr; i++)
		if (s->taken[members[i]])
			return;
	for (uint32_t e = 0; e < s->graph->waits.items.items[members[0]].on.nr; e++)
		self |= target(s, members[0], e) == (int32_t)members[0];
	if ((nr == 1 && !self) || !round_trip(s, members, nr, &cycle))
		return;
	cycle.apart_s = apart(s->graph, &cycle);
	if (cycle.apart_s > 0)
		cycle.weakest = PBY_GUESSED;
	slot = PBY_PUSH(&s->graph->arena, &s->graph->cycles);
	if (slot)
		*slot = cycle;
	for (uint32_t i = 0; i < nr; i++)
		s->taken[members[i]] = true;
}

static void visit(struct search *s, uint32_t root)
{
	uint32_t depth = 0;

	s->path[0] = root;
	s->edge[0] = 0;
	s->index[root] = s->low[root] = ++s->next;
	s->stack[s->nr_stack++] = root;
	s->on_stack[root] = true;
	for (;;) {
		uint32_t v = s->path[depth];

		if (s->edge[depth] < s->graph->waits.items.items[v].on.nr) {
			int32_t to = target(s, v, s->edge[depth]++);

			if (to < 0)
				continue;
			if (!s->index[to]) {
				s->index[to] = s->low[to] = ++s->next;
				s->stack[s->nr_stack++] = (uint32_t)to;
				s->on_stack[to] = true;
				s->path[++depth] = (uint32_t)to;
				s->edge[depth] = 0;
			} else if (s->on_stack[to] && s->index[to] < s->low[v]) {
				s->low[v] = s->index[to];
			}
			continue;
		}
		if (s->low[v] == s->index[v]) {
			uint32_t first = s->nr_stack;

			do
				s->on_stack[s->stack[--first]] = false;
			while (s->stack[first] != v);
			component(s, &s->stack[first], s->nr_stack - first);
			s->nr_stack = first;
		}
		if (!depth)
			return;
		depth--;
		if (s->low[v] < s->low[s->path[depth]])
			s->low[s->path[depth]] = s->low[v];
	}
}

int pby_cycles__find(struct pby_graph *graph)
{
	static const enum pby_certainty rounds[] = { PBY_STATED, PBY_DERIVED, PBY_GUESSED };
	uint32_t n = graph->waits.items.nr + 1;
	struct search s = { .graph = graph };
	uint32_t *words = calloc(n, 5 * sizeof(*words));
	bool *flags = calloc(n, 2 * sizeof(*flags));
	int rc = words && flags ? 0 : -ENOMEM;

	s.index = words;
	s.low = words + n;
	s.stack = words + 2 * n;
	s.path = words + 3 * n;
	s.edge = words + 4 * n;
	s.on_stack = flags;
	s.taken = flags + n;
	for (size_t r = 0; !rc && r < sizeof(rounds) / sizeof(rounds[0]); r++) {
		s.least = rounds[r];
		s.next = 0;
		memset(s.index, 0, n * sizeof(*s.index));
		for (uint32_t i = 0; i + 1 < n; i++)
			if (!s.index[i] && graph->waits.items.items[i].blocked)
				visit(&s, i);
	}
	free(words);
	free(flags);
	return rc ? rc : graph->arena.failed ? -ENOMEM : 0;
}
