// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* rcu_tasks.c: decides by symbols, then by types, then by the version of a 6.6 kernel. */
#include "rules/kernel/rcu_tasks.h"

#include "model/kernel.h"

/*
 * Up to 6.8 an exiting task holds the SRCU tasks_rcu_exit_srcu from exit_tasks_rcu_start() on,
 * and the grace period of RCU-tasks waits for it. PID 1 of a pid namespace then waits in
 * zap_pid_ns_processes() for its members; a member that detaches an fentry program waits for
 * the grace period. The symbol goes away with the cure, and only with it.
 */

/* Only a 6.6 kernel is told apart by its number: the cure came with 6.6.107, the members with 6.6.60. */
static enum pby_answer by_stable_number(struct pby_kernel *k, struct pby_judgement *j)
{
	struct pby_version v;
	struct pby_fact version = pby_kernel__version(k, &v);

	if (pby_fact__yes(version) && v.exact && v.major == 6 && v.minor == 6) {
		pby_judgement__cite(j, version);
		return v.patch < 107 ? PBY_FOUND : PBY_CLEAR;
	}
	pby_judgement__missing(j, "kallsyms with data symbols (tasks_rcu_exit_srcu), or the stable number of a 6.6 kernel");
	return PBY_UNKNOWN;
}

/* Nothing of the kernel itself could be read. */
static enum pby_answer by_version(struct pby_kernel *k, struct pby_judgement *j)
{
	struct pby_fact cured = pby_kernel__since(k, 6, 9);
	struct pby_version v;

	if (cured.value == PBY_MAYBE)
		return PBY_UNKNOWN;
	pby_kernel__version(k, &v);
	if (pby_fact__no(cured) && v.major == 6 && v.minor == 6)
		return by_stable_number(k, j);
	pby_judgement__cite(j, cured);
	return pby_fact__yes(cured) ? PBY_CLEAR : PBY_FOUND;
}

static enum pby_answer by_types(struct pby_kernel *k, struct pby_judgement *j)
{
	struct pby_fact list, stop;

	list = pby_judgement__cite(j, pby_kernel__member(k, "task_struct", "rcu_tasks_exit_list"));
	if (pby_fact__no(list))
		return PBY_FOUND;
	if (!pby_fact__yes(list))
		return by_version(k, j);
	/* 9855c37edf00 took exit_tasks_rcu_stop away (6.11, 6.10.5): later than the cure. */
	stop = pby_judgement__cite(j, pby_kernel__function(k, "exit_tasks_rcu_stop"));
	if (pby_fact__no(stop))
		return PBY_CLEAR;
	return by_stable_number(k, j);
}

/* Is RCU-tasks more than an alias of RCU here? It needs a preemptible kernel. */
static struct pby_fact present(struct pby_kernel *k)
{
	struct pby_fact first = pby_kernel__function(k, "synchronize_rcu_tasks"), f = first;

	if (f.value == PBY_MAYBE)
		f = pby_kernel__member(k, "task_struct", "rcu_tasks_holdout");
	if (f.value == PBY_MAYBE)
		f = pby_kernel__config(k, "CONFIG_TASKS_RCU");
	return f.value == PBY_MAYBE ? first : f;
}

enum pby_answer pby_rcu_tasks__exit_deadlock(struct pby_kernel *k, struct pby_judgement *j)
{
	struct pby_fact tasks = pby_judgement__cite(j, present(k)), srcu;

	if (tasks.value == PBY_MAYBE)
		return PBY_UNKNOWN;
	if (pby_fact__no(tasks))
		return PBY_NOT_APPLICABLE;
	/* The whole name: fixed kernels still have tasks_rcu_exit_srcu_stall. */
	srcu = pby_judgement__cite(j, pby_kernel__data_symbol(k, "tasks_rcu_exit_srcu"));
	if (pby_fact__yes(srcu))
		return PBY_FOUND;
	if (pby_fact__no(srcu))
		return PBY_CLEAR;
	return by_types(k, j);
}
