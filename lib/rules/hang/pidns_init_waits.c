// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* pidns_init_waits.c: PID 1 of a container that cannot end because one of its processes cannot. */
#include "rules/hang/look.h"

static bool judge(struct pby_graph *g, struct pby_diagnosis *d)
{
	struct pby_pile p;

	if (!pby_look__pile(g, d, PBY_WAIT_PIDNS_EXIT, NULL, NULL, &p))
		return false;
	pby_diagnosis__summary(d, "PID 1 %s of a pid namespace exits and waits for its last task%s%s.",
			       pby_look__words(g, d, p.first->task), pby_look__holder(p.first) >= 0 ? ", " : "",
			       pby_look__holder(p.first) >= 0 ? pby_look__words(g, d, pby_look__holder(p.first)) : "");
	d->circle = PBY_CIRCLE_UNKNOWN;
	if (pby_look__holder(p.first) < 0)
		pby_diagnosis__missing(d, "the task of that namespace that does not die: it sleeps uninterruptibly", PBY_HOW_BLOCKED);
	return true;
}

const struct pby_hang_rule pby_hang_rule_pidns_init_waits = {
	.id = "pidns-init-waits",
	.title = "PID 1 of a pid namespace waits for a task that does not die",
	.insight = PBY_INSIGHT_CAUSE,
	.why = "zap_pid_ns_processes() kills all tasks of the namespace and reaps them; one that sleeps "
	       "uninterruptibly keeps the container in being.",
	.advice = "Find the member that sleeps in D (compare NSpid in /proc/PID/status) and what it waits for: "
	          "that is the cause.",
	.judge = judge,
};
