// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* uprobe_mmap_lock.c: every hit of a uprobe takes the mmap_lock of the process. */
#include "model/kernel.h"
#include "model/rule.h"
#include "rules/kernel/presence.h"

/*
 * e0925f2dc4de ("uprobes: add speculative lockless VMA-to-inode-to-uprobe resolution") (6.14) is
 * inlined and leaves no name behind. mm_lock_seq as a seqcount_t is necessary, but stable 6.12.88
 * has it alone; uprobe_task.ri_pool came in the same merge window. So: both, or not.
 */
static enum pby_answer judge(const struct pby_subject *s, struct pby_judgement *j)
{
	struct pby_fact uprobes = pby_judgement__cite(j, pby_presence__uprobes(s->kernel));
	struct pby_fact seq, pool, since;

	if (uprobes.value != PBY_YES)
		return pby_fact__no(uprobes) ? PBY_NOT_APPLICABLE : PBY_UNKNOWN;
	seq = pby_judgement__cite(j, pby_kernel__member_is(s->kernel, "mm_struct", "mm_lock_seq",
							  "seqcount_t"));
	if (pby_fact__no(seq))
		return PBY_FOUND;
	if (pby_fact__yes(seq)) {
		pool = pby_fact__inferred(pby_kernel__member(s->kernel, "uprobe_task", "ri_pool"));
		pby_judgement__cite(j, pool);
		return pby_fact__yes(pool) ? PBY_CLEAR : PBY_FOUND;
	}
	since = pby_judgement__cite(j, pby_kernel__since(s->kernel, 6, 14));
	if (since.value == PBY_MAYBE)
		return PBY_UNKNOWN;
	return pby_fact__yes(since) ? PBY_CLEAR : PBY_FOUND;
}

const struct pby_rule pby_rule_uprobe_mmap_lock = {
	.id = "uprobe-mmap-lock",
	.title = "Each hit of a uprobe takes the mmap_lock of the process",
	.severity = PBY_LOW,
	.area = PBY_AREA_KERNEL,
	.needs = "BTF (mm_struct.mm_lock_seq, uprobe_task.ri_pool)",
	.why = "A thread that hits a uprobe takes mmap_lock for reading to find out which probe it was. It slows down with "
	       "every mmap, munmap or page fault of its neighbours, and stops while somebody holds or awaits that lock as "
	       "a writer: setting a second uprobe in the same process is enough.",
	.advice = "Keep uprobes off hot paths of processes with many threads; set all probes of a process at one time, before "
		  "the load. From 6.14 on hits look without the lock, and take it only beside a writer.",
	.fixed_by = {
		{ "e0925f2dc4de", "uprobes: add speculative lockless VMA-to-inode-to-uprobe resolution", "6.14" },
	},
	.judge = judge,
};
