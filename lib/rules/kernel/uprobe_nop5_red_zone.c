// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* uprobe_nop5_red_zone.c: an optimised uprobe writes below the stack pointer of the probed function. */
#include "model/kernel.h"
#include "model/rule.h"

static enum pby_answer judge(const struct pby_subject *s, struct pby_judgement *j)
{
	struct pby_fact call = pby_judgement__cite(j, pby_kernel__function(s->kernel,
									  "__x64_sys_uprobe"));
	struct pby_fact tramps;

	if (pby_fact__no(call))
		return PBY_NOT_APPLICABLE;
	/* The nop10 form of 7.2 keeps its trampolines elsewhere and moves rsp over the red zone. */
	tramps = pby_judgement__cite(j, pby_kernel__member(s->kernel, "uprobes_state", "head_tramps"));
	if (pby_fact__no(tramps))
		return PBY_CLEAR;
	if (pby_fact__yes(call) && pby_fact__yes(tramps))
		return PBY_FOUND;
	return PBY_UNKNOWN;
}

const struct pby_rule pby_rule_uprobe_nop5_red_zone = {
	.id = "uprobe-nop5-red-zone",
	.title = "An optimised uprobe on a 5-byte nop can overwrite data of the probed process",
	.severity = PBY_HIGH,
	.area = PBY_AREA_KERNEL,
	.needs = "kallsyms or BTF (__x64_sys_uprobe) and BTF (uprobes_state.head_tramps)",
	.why = "The kernel replaces the nop by a call, which pushes its return address to just below the stack "
	       "pointer. On x86-64 a function that calls nothing may keep variables there (the red zone): a probed process "
	       "can compute wrong results or crash. Whether a stable kernel got a repair could not be verified.",
	.advice = "Do not put uprobes or USDT probes on 5-byte nops inside leaf functions of programs that you did not build "
		  "with -mno-red-zone; function entries are safe. 7.2 uses a form that leaves the red zone alone.",
	.broken_by = {
		{ "ba2bfc97b462", "uprobes/x86: Add support to optimize uprobes", "6.18" },
	},
	.judge = judge,
};
