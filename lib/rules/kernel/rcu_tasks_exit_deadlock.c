// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* rcu_tasks_exit_deadlock.c: detaching an fentry program can hang tracing for ever. */
#include "model/kernel.h"
#include "model/rule.h"

/*
 * Up to 6.8 an exiting task holds the SRCU tasks_rcu_exit_srcu from exit_tasks_rcu_start() on,
 * and the grace period of RCU-tasks waits for it. PID 1 of a pid namespace then waits in
 * zap_pid_ns_processes() for its members; a member that detaches an fentry program waits for
 * the grace period. The symbol goes away with the cure, and only with it.
 */
static enum pby_answer by_symbols(const struct pby_subject *s, struct pby_judgement *j)
{
	struct pby_kernel *k = s->kernel;
	struct pby_fact list, stop;
	struct pby_version v;
	struct pby_fact version;

	list = pby_judgement__cite(j, pby_kernel__member(k, "task_struct", "rcu_tasks_exit_list"));
	if (pby_fact__no(list))
		return PBY_FOUND;
	if (!pby_fact__yes(list))
		return PBY_UNKNOWN;
	/* The list came to 6.6.60 without the fix; exit_tasks_rcu_stop went with 6.11 and 6.10.5. */
	stop = pby_judgement__cite(j, pby_kernel__function(k, "exit_tasks_rcu_stop"));
	if (pby_fact__no(stop))
		return PBY_CLEAR;
	version = pby_kernel__version(k, &v);
	if (pby_fact__yes(version) && v.exact && v.major == 6 && v.minor == 6) {
		pby_judgement__cite(j, version);
		return v.patch < 107 ? PBY_FOUND : PBY_CLEAR;
	}
	pby_judgement__missing(j, "kallsyms with data symbols (tasks_rcu_exit_srcu), or the stable number of a 6.6 kernel");
	return PBY_UNKNOWN;
}

static enum pby_answer judge(const struct pby_subject *s, struct pby_judgement *j)
{
	struct pby_kernel *k = s->kernel;
	struct pby_fact tasks, holdout, srcu;

	tasks = pby_judgement__cite(j, pby_kernel__function(k, "synchronize_rcu_tasks"));
	if (pby_fact__no(tasks))
		return PBY_NOT_APPLICABLE;
	if (!pby_fact__yes(tasks)) {
		holdout = pby_judgement__cite(j, pby_kernel__member(k, "task_struct",
								   "rcu_tasks_holdout"));
		if (pby_fact__no(holdout))
			return PBY_NOT_APPLICABLE;
		if (!pby_fact__yes(holdout))
			return PBY_UNKNOWN;
	}
	/* The whole name: fixed kernels still have tasks_rcu_exit_srcu_stall. */
	srcu = pby_judgement__cite(j, pby_kernel__data_symbol(k, "tasks_rcu_exit_srcu"));
	if (pby_fact__yes(srcu))
		return PBY_FOUND;
	if (pby_fact__no(srcu))
		return PBY_CLEAR;
	return by_symbols(s, j);
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
