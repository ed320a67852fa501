// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* uprobe_nop5_two_traps.c: a uprobe on a 5-byte nop, as USDT has them, costs two exceptions. */
#include "model/kernel.h"
#include "model/rule.h"
#include "rules/kernel/presence.h"

/*
 * 610f6e14c29d ("uprobes/x86: Add support to emulate NOP instructions") (6.16) left no name
 * behind. Optimised uprobes (6.18) stand on it; uprobe_task.ri_pool (6.14) is older than it.
 */
static struct pby_fact emulated(struct pby_kernel *k)
{
	struct pby_fact newer = pby_kernel__function(k, "arch_uprobe_optimize"), older, since;

	if (pby_fact__yes(newer))
		return newer;
	older = pby_kernel__member(k, "uprobe_task", "ri_pool");
	if (pby_fact__no(older))
		return pby_fact__inferred(older);
	since = pby_kernel__since(k, 6, 16);
	return since.value == PBY_MAYBE ? newer.value == PBY_MAYBE ? newer : since : since;
}

static enum pby_answer judge(const struct pby_subject *s, struct pby_judgement *j)
{
	struct pby_fact x86 = pby_kernel__x86_64(s->kernel), uprobes, nop;

	if (!pby_fact__yes(x86)) {
		pby_judgement__cite(j, x86);
		return pby_fact__no(x86) ? PBY_NOT_APPLICABLE : PBY_UNKNOWN;
	}
	uprobes = pby_judgement__cite(j, pby_presence__uprobes(s->kernel));
	if (uprobes.value != PBY_YES)
		return pby_fact__no(uprobes) ? PBY_NOT_APPLICABLE : PBY_UNKNOWN;
	nop = pby_judgement__cite(j, emulated(s->kernel));
	if (nop.value == PBY_MAYBE)
		return PBY_UNKNOWN;
	return pby_fact__yes(nop) ? PBY_CLEAR : PBY_FOUND;
}

const struct pby_rule pby_rule_uprobe_nop5_two_traps = {
	.id = "uprobe-nop5-two-traps",
	.title = "A uprobe on a 5-byte nop costs two exceptions per hit",
	.severity = PBY_LOW,
	.area = PBY_AREA_KERNEL,
	.needs = "BTF (uprobe_task.ri_pool), kallsyms (arch_uprobe_optimize) and, from 6.14 to 6.17, the version",
	.why = "This kernel emulates only the one-byte nop. Over any longer one it runs the saved instruction out of line "
	       "in single-step mode, a second exception for each hit, and a hit costs several times as much. USDT "
	       "probes built for newer kernels, which optimise 5-byte nops, are slowest here.",
	.advice = "For probes on hot paths use a function entry that begins with push (emulated everywhere), or build USDT "
		  "probes with the one-byte nop.",
	.fixed_by = {
		{ "610f6e14c29d", "uprobes/x86: Add support to emulate NOP instructions", "6.16" },
	},
	.judge = judge,
};
