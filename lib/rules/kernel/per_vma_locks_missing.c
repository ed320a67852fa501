// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* per_vma_locks_missing.c: page faults of this kernel take mmap_lock. */
#include "model/kernel.h"
#include "model/rule.h"

/* vm_lock 6.4 to 6.14, vm_refcnt from 6.15 (f35ab95ca0af) on. */
static struct pby_fact by_types(struct pby_kernel *k)
{
	struct pby_fact lock = pby_kernel__member(k, "vm_area_struct", "vm_lock");

	return pby_fact__no(lock) ? pby_kernel__member(k, "vm_area_struct", "vm_refcnt") : lock;
}

static enum pby_answer judge(const struct pby_subject *s, struct pby_judgement *j)
{
	struct pby_fact locks = by_types(s->kernel);

	if (locks.value == PBY_MAYBE)
		locks = pby_kernel__function(s->kernel, "lock_vma_under_rcu");
	if (locks.value == PBY_MAYBE)
		locks = pby_kernel__config(s->kernel, "CONFIG_PER_VMA_LOCK");
	pby_judgement__cite(j, locks);
	if (locks.value == PBY_MAYBE)
		return PBY_UNKNOWN;
	return pby_fact__yes(locks) ? PBY_CLEAR : PBY_FOUND;
}

const struct pby_rule pby_rule_per_vma_locks_missing = {
	.id = "per-vma-locks-missing",
	.title = "Page faults take the lock of the whole address space",
	.severity = PBY_LOW,
	.area = PBY_AREA_KERNEL,
	.needs = "BTF (struct vm_area_struct) or kallsyms (lock_vma_under_rcu)",
	.why = "Without per-VMA locks every page fault takes mmap_lock for reading. A uprobe registration that waits "
	       "for mmap_lock as a writer then stops all threads of that process at their next fault.",
	.advice = "Attach uprobes to processes with many threads at quiet times; prefer few registrations.",
	.fixed_by = {
		{ "0b6cc04f3db3", "mm: introduce CONFIG_PER_VMA_LOCK", "6.4" },
	},
	.judge = judge,
};
