// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* queue_frozen.c: a block queue that is frozen or being drained. */
#include "rules/hang/look.h"

static bool judge(struct pby_graph *g, struct pby_diagnosis *d)
{
	struct pby_pile p;

	if (!pby_look__pile(g, d, PBY_WAIT_QUEUE_FREEZE, NULL, NULL, &p))
		return false;
	pby_diagnosis__summary(d, "A block queue is frozen or being drained: %u task%s wait%s, %s first (%s).", PBY_TASKS_DO(p.nr), pby_look__words(g, d, p.first->task),
			       p.first->caller ? p.first->caller : p.first->what);
	return true;
}

const struct pby_hang_rule pby_hang_rule_queue_frozen = {
	.id = "queue-frozen",
	.title = "Tasks wait for a block queue to be frozen or thawed",
	.insight = PBY_INSIGHT_CAUSE,
	.why = "Changing the elevator, removing a disk, suspending a mapped device or resetting a "
	       "controller drains the queue: new I/O waits, and the drain waits for requests in flight. A "
	       "request that the device never completes keeps both.",
	.advice = "Look for the task in blk_mq_freeze_queue_wait and for requests that do not complete "
	          "(/sys/kernel/debug/block/*/hctx*/busy).",
	.judge = judge,
};
