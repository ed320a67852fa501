// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* kthread_stop.c: a kernel thread that does not stop. */
#include "rules/hang/look.h"

static bool judge(struct pby_graph *g, struct pby_diagnosis *d)
{
	struct pby_pile p;

	if (!pby_look__pile(g, d, PBY_WAIT_KTHREAD_STOP, NULL, NULL, &p))
		return false;
	pby_diagnosis__summary(d, "%s waits for a kernel thread to stop (%s), and the thread does not.", pby_look__words(g, d, p.first->task), p.first->what);
	d->circle = PBY_CIRCLE_UNKNOWN;
	pby_diagnosis__missing(d, "the stack of the thread that does not stop", PBY_HOW_ALL_TASKS);
	return true;
}

const struct pby_hang_rule pby_hang_rule_kthread_stop = {
	.id = "kthread-stop",
	.title = "A kernel thread is told to stop and does not",
	.insight = PBY_INSIGHT_CAUSE,
	.why = "kthread_stop() waits until the thread's function returns. A thread that waits for a device "
	       "or for a lock that the caller has never does.",
	.advice = "Look at the stack of that thread: what it waits for is the cause.",
	.judge = judge,
};
