// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* uprobe_register_rwsem.c: hits of a uprobe wait while that probe is being set or removed. */
#include "model/kernel.h"
#include "model/rule.h"
#include "rules/kernel/presence.h"

static enum pby_answer judge(const struct pby_subject *s, struct pby_judgement *j)
{
	struct pby_fact uprobes = pby_judgement__cite(j, pby_presence__uprobes(s->kernel)), list;

	if (uprobes.value != PBY_YES)
		return pby_fact__no(uprobes) ? PBY_NOT_APPLICABLE : PBY_UNKNOWN;
	/* struct uprobe_consumer * under the rwsem up to 6.11, a list under (S)RCU since. */
	list = pby_kernel__member_is(s->kernel, "uprobe", "consumers", "list_head");
	if (list.value == PBY_MAYBE)
		list = pby_kernel__since(s->kernel, 6, 12);
	pby_judgement__cite(j, list);
	if (list.value == PBY_MAYBE)
		return PBY_UNKNOWN;
	return pby_fact__yes(list) ? PBY_CLEAR : PBY_FOUND;
}

const struct pby_rule pby_rule_uprobe_register_rwsem = {
	.id = "uprobe-register-rwsem",
	.title = "Every process that hits a uprobe waits while that uprobe is being set or removed",
	.severity = PBY_LOW,
	.area = PBY_AREA_KERNEL,
	.needs = "BTF (struct uprobe)",
	.why = "Each hit takes the probe's register_rwsem for reading; setting or removing a probe at the same place "
	       "holds it for writing while it walks all processes that map the file. If it gets stuck in one of them, "
	       "every process that runs over the probe stops there.",
	.advice = "Do not set and remove probes in libc or other libraries that every process runs through while the machine is "
		  "under load; keep one long-lived probe instead of many short-lived ones.",
	.fixed_by = {
		{ "cc01bd044e6a", "uprobes: travers uprobe's consumer list locklessly under SRCU protection", "6.12" },
	},
	.judge = judge,
};
