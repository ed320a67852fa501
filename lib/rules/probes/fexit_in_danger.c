// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* fexit_in_danger.c: trampolines held by a process whose container's end would hang tracing. */
#include "rules/kernel/rcu_tasks.h"
#include "rules/probes/attached.h"

/* The initial pid namespace has this inode on every kernel. */
static const uint64_t initial_pid_ns = 4026531836;

static bool test(const struct pby_subject *s, const struct pby_probe *p, struct pby_judgement *j)
{
	for (uint32_t i = 0; i < p->owners.nr; i++) {
		const struct pby_owner *o = &s->probes->owners.items[p->owners.items[i]];

		/* In the initial namespace PID 1 does not end before the machine does. */
		if (o->pid_ns && o->pid_ns != initial_pid_ns)
			return true;
		if (!o->pid_ns) {
			j->severity = PBY_HIGH;
			return true;
		}
	}
	return false;
}

static enum pby_answer judge(const struct pby_subject *s, struct pby_judgement *j)
{
	static const enum pby_probe_family families[] = { PBY_FAMILY_TRAMPOLINE };
	enum pby_answer can;

	if (!s->probes)
		return PBY_NOT_APPLICABLE;
	can = pby_rcu_tasks__exit_deadlock(s->kernel, j);
	if (can == PBY_CLEAR || can == PBY_NOT_APPLICABLE)
		return can;
	if (can == PBY_UNKNOWN) {
		pby_judgement__missing(j, "whether this kernel has the RCU-tasks deadlock (rule rcu-tasks-exit-deadlock)");
		return PBY_UNKNOWN;
	}
	return pby_attached__each(s, j, families, 1, test);
}

const struct pby_rule pby_rule_fexit_in_danger = {
	.id = "fexit-in-danger",
	.title = "A process in a container holds fentry or fexit probes on a kernel where ending that container can hang tracing",
	.severity = PBY_CRITICAL,
	.area = PBY_AREA_PROBES,
	.needs = "kallsyms or BTF, BPF links and their owners",
	.why = "This kernel has the RCU-tasks deadlock, and everything that it needs is in place: when PID 1 of that pid namespace is "
	       "killed first, the process detaches its probes while it exits, and both wait for ever.",
	.advice = "Stop the agent itself before its container's PID 1 (or make the agent PID 1), run it in the host's pid namespace, "
		  "pin its links, or use kprobes there instead.",
	.judge = judge,
};
