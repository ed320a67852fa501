// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* look.h: questions that several diagnoses ask of a graph. */
#ifndef PBY_HANG_LOOK_H
#define PBY_HANG_LOOK_H

#include "model/hang/hang.h"

/* A set of blocked waits, by class and by object; either may be left out (-1, NULL). */
struct pby_look {
	struct pby_graph *graph;
	int cls;
	const char *object;	/* pattern of object names */
	const char *frame;	/* pattern of a function in the stack */
	uint32_t next;
};

/* The next blocked wait of the set, or NULL. */
const struct pby_wait *pby_look__next(struct pby_look *look);
/* The first one, and how many there are. */
const struct pby_wait *pby_look__first(struct pby_graph *graph, int cls, const char *object,
				       const char *frame, uint32_t *nr);

const struct pby_task *pby_look__task(const struct pby_graph *graph, const struct pby_wait *w);
/* A task whose stack has such a function, blocked or not: its index, or -1. */
int32_t pby_look__frame(struct pby_graph *graph, const char *frame);
/* The function in the task's stack that fits, or NULL. */
const char *pby_look__function(struct pby_graph *graph, int32_t task, const char *frame);
/* Blocked tasks that wait, over any number of edges, for that one. */
uint32_t pby_look__behind(const struct pby_graph *graph, int32_t task);
const struct pby_note *pby_look__note(const struct pby_graph *graph, enum pby_note_kind kind);
/* Words for a task, in the diagnosis' arena. */
const char *pby_look__words(const struct pby_graph *graph, struct pby_diagnosis *d, int32_t task);

/* All blocked waits of one kind, seen together. */
struct pby_pile {
	const struct pby_wait *first;	/* the one with most tasks behind it */
	uint32_t nr;			/* waits of the kind */
	uint32_t behind;		/* other blocked tasks that wait for the first one */
};

/*
 * Gathers them (cls -1, NULLs: any), fills nr_tasks, root, circle NONE and evidence of d. False: there
 * are none.
 */
bool pby_look__pile(struct pby_graph *graph, struct pby_diagnosis *d, int cls, const char *object,
		    const char *frame, struct pby_pile *pile);
/* The task on whom the wait is, with the strongest edge; -1: none that is shown. */
int32_t pby_look__holder(const struct pby_wait *w);

/* "1 task", "2 tasks" as arguments of "%u task%s". */
#define PBY_TASKS(n) (unsigned int)(n), (n) == 1 ? "" : "s"
/* The same with a verb: "%u task%s wait%s". */
#define PBY_TASKS_DO(n) PBY_TASKS(n), (n) == 1 ? "s" : ""

/* How to see tasks that sleep in another state than D. */
#define PBY_HOW_ALL_TASKS "echo t > /proc/sysrq-trigger; dmesg (all tasks, also those in S and I)"
#define PBY_HOW_BLOCKED "echo w > /proc/sysrq-trigger; dmesg (all blocked tasks)"
#define PBY_HOW_CPUS "echo l > /proc/sysrq-trigger; dmesg (what each CPU does)"
#define PBY_HOW_LOCKS "echo d > /proc/sysrq-trigger; dmesg (locks held; needs CONFIG_LOCKDEP)"

#endif
