// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* rcu_tasks_exit_deadlock.c: RCU-tasks waits for an exiting PID 1, which waits for the one that waits for RCU-tasks. */
#include "rules/hang/look.h"

struct parties {
	const struct pby_wait *kthread;	/* in its SRCU stage */
	const struct pby_wait *init;	/* in zap_pid_ns_processes() */
	const struct pby_wait *waiter;	/* for the grace period */
	uint32_t nr_waiters;
	bool old_gp;			/* a message names the exit stage */
};

static bool in_circle(const struct pby_graph *g, const struct pby_wait *w)
{
	for (uint32_t i = 0; w && i < g->cycles.nr; i++) {
		const struct pby_cycle *c = &g->cycles.items[i];

		for (uint32_t k = 0; k < c->waits.nr; k++)
			if (&g->waits.items.items[c->waits.items[k]] == w)
				return c->weakest >= PBY_DERIVED;
	}
	return false;
}

/* Of those who wait for the grace period, the one that the circle goes through. */
static const struct pby_wait *waiter_in_circle(struct pby_graph *g, const struct pby_wait *first)
{
	struct pby_look look = { .graph = g, .cls = PBY_WAIT_RCU_TASKS_GP };
	const struct pby_wait *w;

	while ((w = pby_look__next(&look)))
		if (in_circle(g, w))
			return w;
	return first;
}

static void find(struct pby_graph *g, struct parties *p)
{
	p->kthread = pby_look__first(g, PBY_WAIT_SRCU_GP, "tasks_rcu_exit_srcu", NULL, NULL);
	p->init = pby_look__first(g, PBY_WAIT_PIDNS_EXIT, NULL, NULL, NULL);
	p->waiter = pby_look__first(g, PBY_WAIT_RCU_TASKS_GP, "RCU-tasks grace period", NULL,
				    &p->nr_waiters);
	p->waiter = waiter_in_circle(g, p->waiter);
	p->old_gp = pby_look__note(g, PBY_NOTE_RCU_TASKS_EXIT_SRCU) != NULL;
}

static void say_missing(struct pby_diagnosis *d, const struct parties *p)
{
	if (!p->init)
		pby_diagnosis__missing(d, "an exiting task inside zap_pid_ns_processes(): PID 1 of a container, in state S, "
				       "so that no report of blocked tasks shows it", PBY_HOW_ALL_TASKS);
	if (!p->kthread)
		pby_diagnosis__missing(d, "the stack of rcu_tasks_kthread: which stage its grace period is in",
				       "cat /proc/$(pgrep rcu_tasks_kthre)/stack");
	if (!p->waiter)
		pby_diagnosis__missing(d, "the member of the pid namespace that does not die: a task in synchronize_rcu_tasks()",
				       PBY_HOW_ALL_TASKS);
	if (p->init && p->waiter && p->kthread)
		pby_diagnosis__missing(d, "whether that task is a member of the namespace of the exiting PID 1",
				       "compare NSpid of both in /proc/PID/status");
}

static bool judge(struct pby_graph *g, struct pby_diagnosis *d)
{
	struct parties p;
	bool complete;

	find(g, &p);
	/* The SRCU stage does not last: its readers are tasks that exit. Two of the three make it likely. */
	if ((p.kthread != NULL) + (p.init != NULL) + (p.waiter != NULL) < 2 && !p.kthread)
		return false;
	if (!p.waiter && !p.kthread)
		return false;
	if (p.init && !p.kthread && !p.waiter)
		return false;
	complete = in_circle(g, p.kthread) && in_circle(g, p.init);
	d->circle = complete ? PBY_CIRCLE_COMPLETE : PBY_CIRCLE_NEAR;
	d->nr_tasks = g->nr_blocked;
	d->root = p.kthread ? p.kthread->task : p.init ? p.init->task : -1;
	if (complete)
		pby_diagnosis__summary(d, "Deadlock: %s waits for an RCU-tasks grace period, that waits for the exiting "
				       "PID 1 %s, and that waits for %s to die.",
				       pby_look__words(g, d, p.waiter ? p.waiter->task : p.kthread->task),
				       pby_look__words(g, d, p.init->task),
				       pby_look__words(g, d, p.waiter ? p.waiter->task : p.kthread->task));
	else if (p.kthread)
		pby_diagnosis__summary(d, "Almost a deadlock: the RCU-tasks grace period waits for a task that exits (SRCU), "
				       "and %u task%s for the grace period; the exiting task is not %s.",
				       PBY_TASKS(p.nr_waiters), p.init ? "proven to wait for them" : "shown");
	else
		pby_diagnosis__summary(d, "Almost a deadlock: PID 1 %s of a pid namespace exits while %s waits for an "
				       "RCU-tasks grace period; the grace period's own stack is not shown.",
				       pby_look__words(g, d, p.init->task),
				       pby_look__words(g, d, p.waiter->task));
	if (p.waiter)
		pby_diagnosis__evidence(d, "%s: %s", pby_look__words(g, d, p.waiter->task), p.waiter->what);
	if (p.kthread)
		pby_diagnosis__evidence(d, "%s: __synchronize_srcu under rcu_tasks_wait_gp, so it waits for tasks between "
					"exit_tasks_rcu_start() and exit_tasks_rcu_finish()",
					pby_look__words(g, d, p.kthread->task));
	if (p.init)
		pby_diagnosis__evidence(d, "%s: %s, an SRCU reader while it waits", pby_look__words(g, d, p.init->task),
					p.init->what);
	if (p.old_gp)
		pby_diagnosis__evidence(d, "the kernel itself names exiting tasks (tasks_rcu_exit_srcu_stall)");
	if (!complete)
		say_missing(d, &p);
	return true;
}

const struct pby_hang_rule pby_hang_rule_rcu_tasks_exit_deadlock = {
	.id = "rcu-tasks-exit-deadlock",
	.title = "RCU-tasks, an exiting pid namespace and a task that detaches a probe wait for each other",
	.insight = PBY_INSIGHT_DEADLOCK,
	.why = "Detaching the last fentry/fexit program of a function, an fprobe or a function trace waits for an RCU-tasks "
	       "grace period. Until 6.8 that waited (SRCU) for exiting tasks; PID 1 of a pid namespace exits only when all its "
	       "tasks are gone; and one of those is the task that detaches.",
	.advice = "Nothing but a reboot ends it. Until then load no module and no BPF program and touch no probe: each would "
		  "hang too. To avoid it: run tracing agents in the host's pid namespace, or update to a kernel with the cure.",
	.fixed_by = {
		{ "6b70399f9ef3", "rcu-tasks: Maintain lists to eliminate RCU-tasks/do_exit() deadlocks", "6.9, 6.6.107" },
		{ "1612160b9127", "rcu-tasks: Eliminate deadlocks involving do_exit() and RCU tasks", "6.9, 6.6.107" },
		{ "28319d6dc5e2", "rcu-tasks: Fix synchronize_rcu_tasks() VS zap_pid_ns_processes() (only the later phase)",
		  "6.3, 6.1.16, 5.10.173" },
	},
	.judge = judge,
};
