// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* root.c: where chains end, and how many tasks are behind each end. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "model/hang/graph.h"

enum { NOT_YET = -2, BUSY = -3, CIRCLE = -1 };

struct walk {
	struct pby_graph *graph;
	int32_t *depth;		/* edges to the root */
	int32_t *root_of_task;	/* roots that have no wait of their own */
	bool *guessed;
};

const struct pby_wait_on *pby_wait__main_edge(const struct pby_wait *w)
{
	const struct pby_wait_on *best = NULL;

	for (uint32_t i = 0; i < w->on.nr; i++)
		if (w->on.items[i].task >= 0 && w->on.items[i].task != w->task &&
		    (!best || w->on.items[i].certainty > best->certainty))
			best = &w->on.items[i];
	return best;
}

static int32_t new_root(struct walk *walk, int32_t task, int32_t wait)
{
	struct pby_root *r = PBY_PUSH(&walk->graph->arena, &walk->graph->roots);

	if (!r)
		return CIRCLE;
	*r = (struct pby_root){ .task = task, .wait = wait, .id = walk->graph->roots.nr - 1,
				.deepest = wait >= 0 ? (uint32_t)wait : UINT32_MAX };
	return (int32_t)walk->graph->roots.nr - 1;
}

/* Follows the chain from wait i; remembers the root for every wait on the way. */
static int32_t follow(struct walk *walk, uint32_t *path, uint32_t i)
{
	struct pby_waits *waits = &walk->graph->waits;
	int32_t *root_of = walk->graph->root_of, root = NOT_YET, depth = 0;
	uint32_t nr = 0;
	bool guessed = false;

	for (;;) {
		const struct pby_wait_on *on;
		int32_t next;

		if (root_of[i] == BUSY || root_of[i] == CIRCLE) {
			root = CIRCLE;
			break;
		}
		if (root_of[i] != NOT_YET) {
			root = root_of[i];
			depth = walk->depth[i];
			guessed = walk->guessed[i];
			break;
		}
		root_of[i] = BUSY;
		path[nr++] = i;
		on = pby_wait__main_edge(&waits->items.items[i]);
		next = on ? waits->of_task[on->task] : -1;
		if (!on) {
			root = new_root(walk, waits->items.items[i].task, (int32_t)i);
			depth = -1;
			break;
		}
		guessed |= on->certainty == PBY_GUESSED;
		if (next < 0) {
			if (walk->root_of_task[on->task] < 0)
				walk->root_of_task[on->task] = new_root(walk, on->task, -1);
			root = walk->root_of_task[on->task];
			break;
		}
		i = (uint32_t)next;
	}
	while (nr) {
		i = path[--nr];
		root_of[i] = root;
		walk->depth[i] = ++depth;
		walk->guessed[i] = guessed;
	}
	return root;
}

static void count(struct walk *walk, uint32_t i)
{
	struct pby_graph *g = walk->graph;
	struct pby_root *r;

	if (g->root_of[i] < 0)
		return;
	r = &g->roots.items[g->root_of[i]];
	if (r->wait == (int32_t)i)
		return;
	r->nr_behind++;
	r->guessed |= walk->guessed[i];
	if ((uint32_t)walk->depth[i] > r->depth || r->deepest == UINT32_MAX) {
		r->depth = (uint32_t)walk->depth[i];
		r->deepest = i;
	}
}

static int by_weight(const void *a, const void *b)
{
	const struct pby_root *x = a, *y = b;

	if (x->nr_behind != y->nr_behind)
		return x->nr_behind < y->nr_behind ? 1 : -1;
	return x->task < y->task ? -1 : x->task > y->task;
}

/* Sorting moves the roots: the waits must follow. */
static int sort(struct pby_graph *g)
{
	int32_t *now = calloc(g->roots.nr + 1, sizeof(*now));

	if (!now)
		return -ENOMEM;
	if (g->roots.nr)
		qsort(g->roots.items, g->roots.nr, sizeof(*g->roots.items), by_weight);
	for (uint32_t r = 0; r < g->roots.nr; r++)
		now[g->roots.items[r].id] = (int32_t)r;
	for (uint32_t i = 0; i < g->waits.items.nr; i++)
		if (g->root_of[i] >= 0)
			g->root_of[i] = now[g->root_of[i]];
	free(now);
	return 0;
}

int pby_roots__find(struct pby_graph *graph)
{
	uint32_t n = graph->waits.items.nr, tasks = graph->waits.dump->tasks.nr;
	uint32_t *path = calloc(n + 1, sizeof(*path));
	struct walk walk = {
		.graph = graph, .depth = calloc(n + 1, sizeof(int32_t)),
		.root_of_task = malloc((tasks + 1) * sizeof(int32_t)),
		.guessed = calloc(n + 1, sizeof(bool)),
	};
	int rc = 0;

	graph->root_of = pby_arena__alloc(&graph->arena, (n + 1) * sizeof(*graph->root_of));
	if (!path || !walk.depth || !walk.root_of_task || !walk.guessed || !graph->root_of)
		rc = -ENOMEM;
	if (!rc) {
		memset(walk.root_of_task, 0xff, (tasks + 1) * sizeof(int32_t));
		for (uint32_t i = 0; i < n; i++)
			graph->root_of[i] = NOT_YET;
		for (uint32_t c = 0; c < graph->cycles.nr; c++)
			for (uint32_t k = 0; k < graph->cycles.items[c].waits.nr; k++)
				graph->root_of[graph->cycles.items[c].waits.items[k]] = CIRCLE;
		for (uint32_t i = 0; i < n; i++)
			if (graph->waits.items.items[i].blocked)
				follow(&walk, path, i);
		for (uint32_t i = 0; i < n; i++) {
			if (graph->root_of[i] == NOT_YET)
				graph->root_of[i] = CIRCLE;
			if (graph->waits.items.items[i].blocked)
				count(&walk, i);
		}
		rc = sort(graph);
	}
	free(path);
	free(walk.depth);
	free(walk.root_of_task);
	free(walk.guessed);
	return rc ? rc : graph->arena.failed ? -ENOMEM : 0;
}
