// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* trampoline_sharers.c: programs that are no probes and share their trampoline. */
#include "rules/kernel/rcu_tasks.h"
#include "rules/probes/attached.h"

static bool test(const struct pby_subject *s, const struct pby_probe *p, struct pby_judgement *j)
{
	(void)s;
	(void)j;
	return p->kind == PBY_KIND_LSM || p->kind == PBY_KIND_STRUCT_OPS || p->kind == PBY_KIND_FMOD_RET;
}

static enum pby_answer judge(const struct pby_subject *s, struct pby_judgement *j)
{
	static const enum pby_probe_family families[] = { PBY_FAMILY_TRAMPOLINE };

	if (!s->probes)
		return PBY_NOT_APPLICABLE;
	if (pby_rcu_tasks__exit_deadlock(s->kernel, j) == PBY_FOUND) {
		j->severity = PBY_MEDIUM;
		pby_judgement__detail(j, "Detaching them can hang on this kernel as detaching fentry can: see rcu-tasks-exit-deadlock.");
	}
	return pby_attached__each(s, j, families, 1, test);
}

const struct pby_rule pby_rule_trampoline_sharers = {
	.id = "trampoline-sharers",
	.title = "LSM, struct_ops or fmod_ret programs are attached: they hang on trampolines as fentry does",
	.severity = PBY_INFO,
	.area = PBY_AREA_PROBES,
	.needs = "BPF links",
	.why = "They do not observe, they decide: an error there changes what the kernel does. They take places of the same trampolines, "
	       "and detaching them waits for the same grace periods.",
	.advice = "Count them when a trampoline is full, and treat the end of their process as you would that of a tracing agent.",
	.judge = judge,
};
