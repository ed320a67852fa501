// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* mmap_lock_queue.c: readers of one address space, ps among them, behind a queued writer. */
#include "rules/hang/look.h"

static bool judge(struct pby_graph *g, struct pby_diagnosis *d)
{
	struct pby_pile p;

	if (!pby_look__pile(g, d, -1, "mmap_lock", "*", &p))
		return false;
	pby_diagnosis__summary(d, "%u task%s wait%s for the mmap_lock of a process (%s first)%s%s: ps, faults and uprobes of that process stand behind a queued writer.",
			       PBY_TASKS_DO(p.nr), pby_look__words(g, d, p.first->task), pby_look__holder(p.first) >= 0 ? ", behind " : "",
			       pby_look__holder(p.first) >= 0 ? pby_look__words(g, d, pby_look__holder(p.first)) : "");
	if (p.nr < 2)
		return false;
	d->circle = pby_look__holder(p.first) >= 0 ? PBY_CIRCLE_NONE : PBY_CIRCLE_UNKNOWN;
	if (pby_look__holder(p.first) < 0)
		pby_diagnosis__missing(d, "who has the mmap_lock: look for a running or sleeping task of this process (same tgid)",
				       PBY_HOW_ALL_TASKS);
	return true;
}

const struct pby_hang_rule pby_hang_rule_mmap_lock_queue = {
	.id = "mmap-lock-queue",
	.title = "Tasks queue on the mmap_lock of one process",
	.insight = PBY_INSIGHT_CAUSE,
	.why = "An rwsem lets no new reader in while a writer is queued. One slow reader or writer of an "
	       "address space, and one writer behind it, stop page faults, firing uprobes and everybody who "
	       "reads /proc/PID/cmdline, maps or smaps of that process.",
	.advice = "Do not run ps, top or anything that reads cmdline of that process (use /proc/PID/comm and "
	          "stat). Find the task that has the lock and what it waits for.",
	.judge = judge,
};
