// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* reclaim_throttled.c: tasks that wait for memory. */
#include "rules/hang/look.h"

static bool judge(struct pby_graph *g, struct pby_diagnosis *d)
{
	struct pby_pile p;

	if (!pby_look__pile(g, d, PBY_WAIT_RECLAIM, NULL, NULL, &p))
		return false;
	pby_diagnosis__summary(d, "No lock problem: %u task%s wait%s for memory (%s first: %s), %u more behind.", PBY_TASKS_DO(p.nr), pby_look__words(g, d, p.first->task),
			       p.first->what, p.behind);
	return true;
}

const struct pby_hang_rule pby_hang_rule_reclaim_throttled = {
	.id = "reclaim-throttled",
	.title = "Tasks are throttled by memory reclaim",
	.insight = PBY_INSIGHT_CAUSE,
	.why = "Direct reclaim waits for dirty pages to be written, for kswapd, or for the limits of a "
	       "cgroup. Locks taken before the allocation (mmap_lock, i_rwsem) wait with it.",
	.advice = "Free memory or raise the limit: look at /proc/pressure/memory, memory.events of the cgroup, "
	          "and whether the disk that takes dirty or swapped pages answers.",
	.judge = judge,
};
