// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* kprobe_optimizer_cascade.c: the kprobe optimizer holds its locks over a grace period that does not end. */
#include "rules/hang/look.h"

static bool judge(struct pby_graph *g, struct pby_diagnosis *d)
{
	uint32_t nr;
	const struct pby_wait *opt = pby_look__first(g, PBY_WAIT_RCU_TASKS_GP, NULL, "kprobe_optimizer*", &nr);

	if (!opt)
		return false;
	d->root = opt->task;
	d->nr_tasks = 1 + pby_look__behind(g, opt->task);
	pby_diagnosis__summary(d, "The kprobe optimizer (%s) waits for an RCU-tasks grace period and holds kprobe_mutex, text_mutex and "
			       "the CPU hotplug lock meanwhile: %u task%s behind it, and every kprobe and BPF load that follows.",
			       pby_look__words(g, d, opt->task), PBY_TASKS(d->nr_tasks - 1));
	pby_diagnosis__evidence(d, "%s: %s", pby_look__words(g, d, opt->task), opt->what);
	return true;
}

const struct pby_hang_rule pby_hang_rule_kprobe_optimizer_cascade = {
	.id = "kprobe-optimizer-cascade",
	.title = "The kprobe optimizer keeps its locks over an RCU-tasks grace period that does not end",
	.insight = PBY_INSIGHT_CAUSE,
	.why = "kprobe_optimizer() waits for RCU-tasks with kprobe_mutex, text_mutex and the CPU hotplug "
	       "lock held. When the grace period stands still, so does everything that patches kernel text.",
	.advice = "Find out what keeps the grace period: a task that never sleeps, or the exit deadlock. Load "
	          "no BPF program and arm no kprobe: it would hang too.",
	.fixed_by = {
		{ "6b70399f9ef3", "rcu-tasks: Maintain lists to eliminate RCU-tasks/do_exit() deadlocks", "6.9, 6.6.107" },
		{ "1612160b9127", "rcu-tasks: Eliminate deadlocks involving do_exit() and RCU tasks", "6.9, 6.6.107" },
	},
	.judge = judge,
};
