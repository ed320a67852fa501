// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* graph.h: who waits for whom: edges, cycles, and the roots behind which the others queue. */
#ifndef PBY_GRAPH_H
#define PBY_GRAPH_H

#include "model/hang/queue.h"
#include "model/hang/wait.h"

/* Waits that close a circle, in the order of the edges: each waits for the next, the last for the first. */
struct pby_cycle {
	PBY_VEC(uint32_t) waits;	/* indexes into pby_waits.items */
	enum pby_certainty weakest;	/* of its edges: DERIVED or better is a complete cycle */
	double apart_s;			/* its members were seen so far apart that they may not have waited at once; else 0 */
};

/* The end of chains: a task that waits for no task that is shown, or of which nothing more is known. */
struct pby_root {
	int32_t task;		/* index into the dump's tasks */
	int32_t wait;		/* its wait, or -1: it has no stack */
	uint32_t nr_behind;	/* blocked tasks whose chain ends here, without itself */
	uint32_t depth;		/* longest chain to it, in edges */
	uint32_t deepest;	/* wait at which that chain begins */
	bool guessed;		/* some chain to it rests on a guess */
	uint32_t id;		/* before they were sorted */
};

struct pby_graph {
	struct pby_arena arena;
	struct pby_waits waits;
	struct pby_queues queues;
	PBY_VEC(struct pby_cycle) cycles;	/* complete ones first */
	PBY_VEC(struct pby_root) roots;		/* most tasks behind first */
	uint32_t *blocked;			/* waits that are blocked, in their order */
	uint32_t nr_blocked;
	int32_t *root_of;			/* root of each wait, or -1: it is in a cycle, or not blocked */
};

/* Everything, in one go. 0 or -ENOMEM. The dump must outlive the graph; free it in any case. */
int pby_graph__build(struct pby_graph *graph, const struct pby_dump *dump);
void pby_graph__free(struct pby_graph *graph);

/* Adds an edge to a task; one that is there already is returned. NULL without memory. */
struct pby_wait_on *pby_wait__on_task(struct pby_waits *waits, struct pby_wait *w, int32_t task,
				      enum pby_certainty certainty, const char *why);
/* Adds an end of the chain that is no task of the dump. */
void pby_wait__on_other(struct pby_waits *waits, struct pby_wait *w, enum pby_party_kind kind,
			const char *what, const char *why);

/* Who ends the waits that are not for locks (ender.c), and members of pid namespaces (ns_member.c). */
void pby_enders__find(struct pby_waits *waits);
void pby_ns_members__find(struct pby_waits *waits);

/* The edge that a chain follows: the strongest one to another task; NULL when there is none. */
const struct pby_wait_on *pby_wait__main_edge(const struct pby_wait *w);

/* cycle.c, root.c */
int pby_cycles__find(struct pby_graph *graph);
int pby_roots__find(struct pby_graph *graph);

/*
 * Which waits lead, by edges of at least that certainty, to a task: a flag for each of
 * pby_waits.items, to be freed with free(). NULL without memory.
 */
bool *pby_graph__reaching(const struct pby_waits *waits, int32_t task, enum pby_certainty least);

#endif
