// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* kernfs_drain.c: the removal of a sysfs or cgroup file waits for somebody inside it. */
#include "rules/hang/look.h"

static bool judge(struct pby_graph *g, struct pby_diagnosis *d)
{
	struct pby_pile p;

	if (!pby_look__pile(g, d, PBY_WAIT_KERNFS_ACTIVE, NULL, NULL, &p))
		return false;
	pby_diagnosis__summary(d, "%s removes a sysfs or cgroup file and waits for those who are inside it%s%s.",
			       pby_look__words(g, d, p.first->task), pby_look__holder(p.first) >= 0 ? ": " : "",
			       pby_look__holder(p.first) >= 0 ? pby_look__words(g, d, pby_look__holder(p.first)) : "");
	d->circle = PBY_CIRCLE_UNKNOWN;
	if (pby_look__holder(p.first) < 0)
		pby_diagnosis__missing(d, "a task inside the file's read or write: kernfs_fop_write_iter or kernfs_fop_read_iter in its stack",
				       PBY_HOW_ALL_TASKS);
	return true;
}

const struct pby_hang_rule pby_hang_rule_kernfs_drain = {
	.id = "kernfs-drain",
	.title = "The removal of a sysfs file waits for a reader or writer of that file",
	.insight = PBY_INSIGHT_CAUSE,
	.why = "A read or write of a sysfs file keeps an active reference; removing the file waits for it. "
	       "When the writer needs a lock that the remover has, both hang.",
	.advice = "Look at what the task inside the file waits for.",
	.judge = judge,
};
