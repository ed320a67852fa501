// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* hang_engine.c: runs every diagnosis over a wait-for graph and decides the verdict. */
#include <errno.h>
#include <stdlib.h>

#include "model/hang/hang.h"

#define RULE(name) extern const struct pby_hang_rule pby_hang_rule_##name;
#include "rules/hang/hang.def"
#undef RULE

const struct pby_hang_rule *const pby_hang_rules[] = {
#define RULE(name) &pby_hang_rule_##name,
#include "rules/hang/hang.def"
#undef RULE
};

const size_t pby_nr_hang_rules = sizeof(pby_hang_rules) / sizeof(pby_hang_rules[0]);

static void run_rules(struct pby_hang *hang)
{
	for (size_t i = 0; i < pby_nr_hang_rules; i++) {
		struct pby_diagnosis d = {
			.rule = pby_hang_rules[i], .arena = &hang->arena, .summary = "",
			.certainty = PBY_DERIVED, .root = -1, .order = (uint32_t)i,
		}, *slot;

		if (!pby_hang_rules[i]->judge(&hang->graph, &d))
			continue;
		slot = PBY_PUSH(&hang->arena, &hang->diagnoses);
		if (slot)
			*slot = d;
	}
}

/* Deadlocks first, then what explains more tasks with more insight. */
static int by_weight(const void *a, const void *b)
{
	const struct pby_diagnosis *x = a, *y = b;
	bool dx = x->circle == PBY_CIRCLE_COMPLETE, dy = y->circle == PBY_CIRCLE_COMPLETE;
	uint64_t wx, wy;

	if (dx != dy)
		return dy - dx;
	/* A rule that knows the pitfall counts more than one that names the shape of the queue. */
	wx = (uint64_t)(x->nr_tasks + 1) << (2 * x->rule->insight);
	wy = (uint64_t)(y->nr_tasks + 1) << (2 * y->rule->insight);
	if (!dx && wx != wy)
		return wx < wy ? 1 : -1;
	return x->order < y->order ? -1 : x->order > y->order;
}

static bool any_running(const struct pby_graph *g)
{
	const struct pby_dump *dump = g->waits.dump;

	for (uint32_t i = 0; i < dump->notes.nr; i++)
		switch (dump->notes.items[i].kind) {
		case PBY_NOTE_SOFT_LOCKUP: case PBY_NOTE_HARD_LOCKUP: case PBY_NOTE_RCU_STALL:
		case PBY_NOTE_EXPEDITED_STALL: case PBY_NOTE_RCU_TASKS_STALL:
		case PBY_NOTE_RCU_STARVED:
			return true;
		default:
			break;
		}
	return false;
}

/* Does the end of a chain say why it stands still? */
static bool is_explained(const struct pby_graph *g, const struct pby_root *root)
{
	const struct pby_task *t = &g->waits.dump->tasks.items[root->task];
	const struct pby_wait *w;

	if (root->wait < 0)
		return pby_task__runs(t) || (t->nr_held_stated > 0 && !t->held.nr);
	w = &g->waits.items.items[root->wait];
	switch (pby_wait_class__kind(w->cls)) {
	case PBY_WAITS_IO:
	case PBY_WAITS_OUTSIDE:
	case PBY_WAITS_IDLE:
		return true;
	case PBY_WAITS_LOCK:
		/* Who spins, spins for somebody on another CPU: a busy machine, no circle of sleepers. */
		return w->cls == PBY_WAIT_SPINLOCK && any_running(g);
	case PBY_WAITS_RCU:
		return w->cls == PBY_WAIT_RCU_GP || w->cls == PBY_WAIT_RCU_EXPEDITED_GP ||
		       w->cls == PBY_WAIT_RCU_BARRIER;
	default:
		for (uint32_t i = 0; i < w->on.nr; i++)
			if (w->on.items[i].kind == PBY_PARTY_USER ||
			    w->on.items[i].kind == PBY_PARTY_DEVICE)
				return true;
		return false;
	}
}

static enum pby_circle circle_of(struct pby_hang *hang)
{
	const struct pby_graph *g = &hang->graph;

	for (uint32_t i = 0; i < g->cycles.nr; i++)
		if (g->cycles.items[i].weakest >= PBY_DERIVED)
			return PBY_CIRCLE_COMPLETE;
	for (uint32_t i = 0; i < hang->diagnoses.nr; i++)
		if (hang->diagnoses.items[i].circle == PBY_CIRCLE_NEAR)
			return PBY_CIRCLE_NEAR;
	if (g->cycles.nr)
		return PBY_CIRCLE_NEAR;
	if (hang->diagnoses.nr && hang->diagnoses.items[0].circle == PBY_CIRCLE_NONE)
		return PBY_CIRCLE_NONE;
	if (g->roots.nr)
		return is_explained(g, &g->roots.items[0]) ? PBY_CIRCLE_NONE : PBY_CIRCLE_UNKNOWN;
	return any_running(g) ? PBY_CIRCLE_NONE : PBY_CIRCLE_UNKNOWN;
}

/* What no other look at a core would show either. */
static const char nothing_more[] = "every task and its stack was looked at, and nothing in this memory names it";

static void collect_missing(struct pby_hang *hang)
{
	bool whole = hang->graph.waits.dump->whole;

	for (uint32_t i = 0; i < hang->diagnoses.nr; i++) {
		struct pby_diagnosis *d = &hang->diagnoses.items[i];

		for (uint32_t k = 0; k < d->missing.nr; k++) {
			struct pby_missing *m = PBY_PUSH(&hang->arena, &hang->missing);

			if (whole)
				d->missing.items[k].how = nothing_more;
			if (m)
				*m = d->missing.items[k];
		}
	}
}

/* No diagnosis fits: what the end of the longest line waits for. */
static const char *end_of_chain(struct pby_hang *hang)
{
	const struct pby_graph *g = &hang->graph;
	const struct pby_root *r = g->roots.nr ? &g->roots.items[0] : NULL;
	const struct pby_wait *w = r && r->wait >= 0 ? &g->waits.items.items[r->wait] : NULL;
	const char *who;

	if (!w)
		return "Tasks are blocked, and what they wait for is not shown.";
	who = pby_task__words(&hang->arena, &g->waits.dump->tasks.items[r->task]);
	return pby_arena__printf(&hang->arena, "%u blocked task%s: %s waits for %s; nothing in the text says why that takes so long.",
				 g->nr_blocked, g->nr_blocked == 1 ? "" : "s", who, w->what);
}

static const char *sentence(struct pby_hang *hang)
{
	const struct pby_dump *dump = hang->graph.waits.dump;

	if (hang->diagnoses.nr)
		return hang->diagnoses.items[0].summary;
	if (!dump->tasks.nr)
		return "No task in the input: nothing can be said of who waits.";
	if (!hang->graph.nr_blocked && dump->blind)
		return pby_arena__printf(&hang->arena, "Who waits for whom cannot be seen; %s.", dump->scope);
	if (!hang->graph.nr_blocked && dump->partial)
		return pby_arena__printf(&hang->arena, "Nobody is seen blocked, but not all was looked at; %s.", dump->scope);
	if (!hang->graph.nr_blocked && dump->scope)
		return pby_arena__printf(&hang->arena, "Nobody is blocked now; %s.", dump->scope);
	if (!hang->graph.nr_blocked)
		return "No blocked task in the input.";
	return end_of_chain(hang);
}

int pby_hang__judge(struct pby_hang *hang, const struct pby_dump *dump)
{
	int rc;

	*hang = (struct pby_hang){ 0 };
	rc = pby_graph__build(&hang->graph, dump);
	if (rc)
		return rc;
	if (hang->graph.roots.nr)
		hang->pace = pby_pace__of(&hang->graph, &hang->graph.roots.items[0]);
	run_rules(hang);
	if (hang->diagnoses.nr)
		qsort(hang->diagnoses.items, hang->diagnoses.nr, sizeof(*hang->diagnoses.items),
		      by_weight);
	hang->circle = circle_of(hang);
	hang->sentence = sentence(hang);
	collect_missing(hang);
	return hang->arena.failed ? -ENOMEM : 0;
}
