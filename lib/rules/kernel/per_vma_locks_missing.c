// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* per_vma_locks_missing.c: page faults of this kernel take mmap_lock. */
#include "model/kernel.h"
#include "model/rule.h"

static enum pby_answer judge(const struct pby_subject *s, struct pby_judgement *j)
{
	/* vm_lock 6.4 to 6.14, vm_refcnt from 6.15 (f35ab95ca0af) on. */
	struct pby_fact lock = pby_judgement__cite(j, pby_kernel__member(s->kernel, "vm_area_struct",
									"vm_lock"));
	struct pby_fact ref;

	if (pby_fact__yes(lock))
		return PBY_CLEAR;
	ref = pby_judgement__cite(j, pby_kernel__member(s->kernel, "vm_area_struct", "vm_refcnt"));
	if (pby_fact__yes(ref))
		return PBY_CLEAR;
	return pby_fact__no(lock) && pby_fact__no(ref) ? PBY_FOUND : PBY_UNKNOWN;
}

const struct pby_rule pby_rule_per_vma_locks_missing = {
	.id = "per-vma-locks-missing",
	.title = "Page faults take the lock of the whole address space",
	.severity = PBY_LOW,
	.area = PBY_AREA_KERNEL,
	.needs = "BTF (struct vm_area_struct)",
	.why = "Without per-VMA locks every page fault takes mmap_lock for reading. A uprobe registration that waits "
	       "for mmap_lock as a writer then stops all threads of that process at their next fault.",
	.advice = "Attach uprobes to processes with many threads at quiet times; prefer few registrations.",
	.fixed_by = {
		{ "0b6cc04f3db3", "mm: introduce CONFIG_PER_VMA_LOCK", "6.4" },
	},
	.judge = judge,
};
