// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* uprobe_registration_chain.c: setting one uprobe can make every fork of the machine wait. */
#include "model/rule.h"
#include "rules/kernel/presence.h"

static enum pby_answer judge(const struct pby_subject *s, struct pby_judgement *j)
{
	/* No kernel up to 7.2 does without the chain: having uprobes is having it. */
	struct pby_fact uprobes = pby_judgement__cite(j, pby_presence__uprobes(s->kernel));

	if (uprobes.value != PBY_YES)
		return pby_fact__no(uprobes) ? PBY_NOT_APPLICABLE : PBY_UNKNOWN;
	return PBY_FOUND;
}

const struct pby_rule pby_rule_uprobe_registration_chain = {
	.id = "uprobe-registration-chain",
	.title = "One slow process can make a uprobe registration hold up forks and tracing on the whole machine",
	.severity = PBY_INFO,
	.area = PBY_AREA_KERNEL,
	.needs = "kallsyms (uprobe_register) or BTF (struct uprobe)",
	.why = "To set or remove a uprobe the kernel takes, one inside the other, event_mutex (perf and tracefs probes), "
	       "the probe's register_rwsem, dup_mmap_sem, and the mmap_lock of every process that maps the file. If one "
	       "of those processes keeps its mmap_lock, every fork waits, and with perf or tracefs probes everything that "
	       "needs event_mutex. All kernels are so.",
	.advice = "Set and remove uprobes rarely, and not while a process that maps the file is stuck; prefer uprobe.multi "
		  "links (6.6 on), which do not take event_mutex. When forks hang, look for a task in register_for_each_vma.",
	.judge = judge,
};
