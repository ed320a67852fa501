// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* hang.h: the judgement over a wait-for graph: is it a circle, what is it, what is missing. */
#ifndef PBY_HANG_H
#define PBY_HANG_H

#include "model/hang/graph.h"
#include "model/hang/pace.h"
#include "model/rule.h"

/* Is there a circle of waits? */
enum pby_circle {
	PBY_CIRCLE_UNKNOWN,	/* a holder is not shown, or nothing is */
	PBY_CIRCLE_NONE,	/* the chains end at something else: a device, a busy CPU, a server */
	PBY_CIRCLE_NEAR,	/* all but one edge is there, or the order is proven and not the wait */
	PBY_CIRCLE_COMPLETE,	/* each edge at least derived, each object the same */
};

const char *pby_circle__name(enum pby_circle circle);	/* "unknown", "none", "near", "complete" */

/* What would decide, and how to get it from the machine. */
struct pby_missing {
	const char *what;	/* "the stack of modprobe 785, which has acct->lock" */
	const char *how;	/* "echo t > /proc/sysrq-trigger" */
};

/* How far a rule looks into a hang: the more it explains, the higher. */
enum pby_insight {
	PBY_INSIGHT_SHAPE,	/* what kind of queue it is */
	PBY_INSIGHT_CAUSE,	/* which part of the system does not answer, or is slow */
	PBY_INSIGHT_KNOWN,	/* a known pitfall, with what to do */
	PBY_INSIGHT_DEADLOCK,	/* a circle */
};

struct pby_diagnosis {
	const struct pby_hang_rule *rule;
	struct pby_arena *arena;
	const char *summary;	/* what happened on this machine, one sentence */
	enum pby_circle circle;	/* what it says of the circle; UNKNOWN: nothing */
	enum pby_certainty certainty;
	uint32_t nr_tasks;	/* tasks that it explains */
	int32_t root;		/* task at the root, or -1 */
	uint32_t order;		/* of the rule among the rules */
	PBY_VEC(const char *) evidence;
	PBY_VEC(struct pby_missing) missing;
};

struct pby_hang_rule {
	const char *id;		/* lower-case words with dashes; never changes */
	const char *title;	/* one sentence without a full stop */
	enum pby_insight insight;
	const char *why;	/* how it comes about */
	const char *advice;	/* what to do now, on the machine */
	struct pby_commit fixed_by[6];
	const char *sources[2];	/* where that is written */
	/* Pure: true when it is this, and d is filled. */
	bool (*judge)(struct pby_graph *graph, struct pby_diagnosis *d);
};

/* Every rule, in the order of hang.def. */
extern const struct pby_hang_rule *const pby_hang_rules[];
extern const size_t pby_nr_hang_rules;

struct pby_hang {
	struct pby_arena arena;
	struct pby_graph graph;
	enum pby_circle circle;
	const char *sentence;		/* the verdict */
	struct pby_pace pace;		/* of the line behind the heaviest root */
	const char *convoy;		/* the longest queue in words, or NULL */
	PBY_VEC(struct pby_diagnosis) diagnoses;	/* the one that explains most first */
	PBY_VEC(struct pby_missing) missing;
};

/* Builds the graph and runs every rule. 0 or -ENOMEM. The dump must outlive it; free it in any case. */
int pby_hang__judge(struct pby_hang *hang, const struct pby_dump *dump);
void pby_hang__free(struct pby_hang *hang);

/* For rules: each formats into the diagnosis' arena. */
void pby_diagnosis__summary(struct pby_diagnosis *d, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
void pby_diagnosis__evidence(struct pby_diagnosis *d, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
void pby_diagnosis__missing(struct pby_diagnosis *d, const char *what, const char *how);

/* "repro 568", "rcu_tasks_kthre": a task as one would say it. In the arena. */
const char *pby_task__words(struct pby_arena *arena, const struct pby_task *task);

#endif
