// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* kprobe_optimizer_cascade.c: after the RCU-tasks deadlock one kprobe more stops all BPF loading. */
#include "model/kernel.h"
#include "model/rule.h"
#include "rules/kernel/rcu_tasks.h"

/* The optimizer is work of a workqueue up to 6.12 at least, a thread of its own in 7.2. */
static struct pby_fact optimizer(struct pby_kernel *k)
{
	struct pby_fact work = pby_kernel__function(k, "kprobe_optimizer"), thread, type;

	if (pby_fact__yes(work))
		return work;
	thread = pby_kernel__function(k, "kprobe_optimizer_thread");
	if (pby_fact__yes(thread) || pby_fact__no(work))
		return pby_fact__yes(thread) ? thread : work;
	type = pby_kernel__composite(k, "optimized_kprobe");
	if (type.value == PBY_MAYBE)
		type = pby_kernel__config(k, "CONFIG_OPTPROBES");
	return type.value == PBY_MAYBE ? work : type;
}

static enum pby_answer judge(const struct pby_subject *s, struct pby_judgement *j)
{
	struct pby_fact optprobes = pby_judgement__cite(j, optimizer(s->kernel));
	enum pby_answer deadlock;

	if (pby_fact__no(optprobes))
		return PBY_NOT_APPLICABLE;
	deadlock = pby_rcu_tasks__exit_deadlock(s->kernel, j);
	if (deadlock != PBY_FOUND)
		return deadlock;
	/* Its reader takes kprobe_mutex: unread is not "on". Off, the optimizer never runs. */
	if (pby_fact__yes(pby_kernel__setting_is(s->kernel, "debug.kprobes-optimization", "0"))) {
		pby_judgement__cite(j, pby_kernel__setting(s->kernel, "debug.kprobes-optimization"));
		return PBY_CLEAR;
	}
	return pby_fact__yes(optprobes) ? PBY_FOUND : PBY_UNKNOWN;
}

const struct pby_rule pby_rule_kprobe_optimizer_cascade = {
	.id = "kprobe-optimizer-cascade",
	.title = "Once the RCU-tasks deadlock has happened, the next optimised kprobe stops all BPF loading and all kprobes",
	.severity = PBY_CRITICAL,
	.area = PBY_AREA_KERNEL,
	.needs = "kallsyms (kprobe_optimizer, tasks_rcu_exit_srcu) or BTF (struct optimized_kprobe, task_struct)",
	.why = "The kprobe optimizer waits for an RCU-tasks grace period while it holds kprobe_mutex, text_mutex and "
	       "the CPU hotplug lock. After the deadlock that grace period never ends: every new kprobe, every BPF "
	       "program load and everything else that patches kernel text then waits for ever, on the whole machine.",
	.advice = "Avoid the deadlock first (see rcu-tasks-exit-deadlock). As a stopgap switch optimisation off before "
		  "anything is stuck: sysctl -w debug.kprobes-optimization=0; kprobes inside functions then cost more.",
	.fixed_by = {
		{ "6b70399f9ef3", "rcu-tasks: Maintain lists to eliminate RCU-tasks/do_exit() deadlocks", "6.9, 6.6.107" },
		{ "1612160b9127", "rcu-tasks: Eliminate deadlocks involving do_exit() and RCU tasks", "6.9, 6.6.107" },
	},
	.judge = judge,
};
