// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* rcu_tasks_exit_deadlock.c: detaching an fentry program can hang tracing for ever. */
#include "model/rule.h"
#include "model/sickness.h"
#include "rules/kernel/rcu_tasks.h"

static struct pby_fact happened(struct pby_judgement *j, const struct pby_exit_deadlock *who)
{
	return (struct pby_fact){ PBY_YES, PBY_OBSERVED,
		pby_arena__printf(j->arena, "pid %d waits in %s, %s in %s, pid %d in %s", who->detacher->pid,
				  who->detacher->frame, who->grace_period->comm, who->grace_period->frame,
				  who->init->pid, who->init->frame), "/proc/PID/stack" };
}

static enum pby_answer judge(const struct pby_subject *s, struct pby_judgement *j)
{
	enum pby_answer answer = pby_rcu_tasks__exit_deadlock(s->kernel, j);
	struct pby_exit_deadlock who;

	/* Seen happening: that outweighs whatever the symbols say. */
	if (s->sickness && pby_sickness__exit_deadlock(s->sickness, &who)) {
		pby_judgement__cite(j, happened(j, &who));
		pby_judgement__detail(j, "It has happened on this machine: %s (pid %d) and %s (pid %d) wait for each other "
				      "for ever.", who.detacher->comm, who.detacher->pid, who.init->comm,
				      who.init->pid);
		return PBY_FOUND;
	}
	return answer;
}

const struct pby_rule pby_rule_rcu_tasks_exit_deadlock = {
	.id = "rcu-tasks-exit-deadlock",
	.title = "Killing PID 1 of a container can hang all tracing for ever when another process there holds an fentry or fexit link",
	.severity = PBY_CRITICAL,
	.area = PBY_AREA_KERNEL,
	.needs = "kallsyms (tasks_rcu_exit_srcu, synchronize_rcu_tasks) or BTF (task_struct.rcu_tasks_exit_list)",
	.why = "Detaching the last fentry/fexit program of a function waits for an RCU-tasks grace period. "
	       "The grace period waits for the exiting PID 1 of the pid namespace, and that waits for the process "
	       "that detaches. Nothing ends this but a reboot; then module loading, ftrace, kprobes and BPF loading hang too.",
	.advice = "Run agents that use fentry/fexit in the host's pid namespace (hostPID), or let them use kprobes; "
		  "update to a kernel with the cure.",
	.fixed_by = {
		{ "6b70399f9ef3", "rcu-tasks: Maintain lists to eliminate RCU-tasks/do_exit() deadlocks", "6.9, 6.6.107" },
		{ "1612160b9127", "rcu-tasks: Eliminate deadlocks involving do_exit() and RCU tasks", "6.9, 6.6.107" },
	},
	.judge = judge,
};
