// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* event_mutex_pile.c: a queue on one lock of tracing. */
#include "rules/hang/look.h"

static bool judge(struct pby_graph *g, struct pby_diagnosis *d)
{
	struct pby_pile p;

	if (!pby_look__pile(g, d, PBY_WAIT_MUTEX, "event_mutex", NULL, &p))
		return false;
	pby_diagnosis__summary(d, "%u task%s queue%s on event_mutex; %s%s.", PBY_TASKS_DO(p.nr),
			       pby_look__holder(p.first) >= 0 ? "it is with " : "its holder is not shown",
			       pby_look__holder(p.first) >= 0 ? pby_look__words(g, d, pby_look__holder(p.first)) : "");
	d->circle = PBY_CIRCLE_UNKNOWN;
	if (pby_look__holder(p.first) < 0)
		pby_diagnosis__missing(d, "the holder of event_mutex", PBY_HOW_ALL_TASKS);
	else
		d->root = pby_look__holder(p.first);
	return true;
}

const struct pby_hang_rule pby_hang_rule_event_mutex_pile = {
	.id = "event-mutex-pile",
	.title = "Users of tracing queue on event_mutex",
	.insight = PBY_INSIGHT_CAUSE,
	.why = "event_mutex is one for all trace events: perf_event_open on tracepoints and probes, "
	       "tracefs, and every kprobe or uprobe made or removed. Whoever has it over a grace period, a "
	       "static key or a slow registration stops them all.",
	.advice = "Stop starting tracers. Look at what the holder waits for: that is the cause.",
	.judge = judge,
};
