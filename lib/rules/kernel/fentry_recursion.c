// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* fentry_recursion.c: nothing stops an fentry program from running inside itself. */
#include "model/kernel.h"
#include "model/rule.h"
#include "rules/kernel/presence.h"

static enum pby_answer judge(const struct pby_subject *s, struct pby_judgement *j)
{
	struct pby_fact tramp = pby_presence__old_trampolines(s->kernel), active;

	if (pby_fact__no(tramp)) {
		pby_judgement__cite(j, tramp);
		return PBY_NOT_APPLICABLE;
	}
	active = pby_kernel__member(s->kernel, "bpf_prog", "active");
	if (active.value == PBY_MAYBE && pby_fact__yes(pby_kernel__since(s->kernel, 5, 12)))
		active = pby_kernel__since(s->kernel, 5, 12);
	pby_judgement__cite(j, active);
	if (pby_fact__yes(active))
		return PBY_CLEAR;
	return pby_fact__yes(tramp) && pby_fact__no(active) ? PBY_FOUND : PBY_UNKNOWN;
}

const struct pby_rule pby_rule_fentry_recursion = {
	.id = "fentry-recursion",
	.title = "fentry and fexit programs have no guard against running inside themselves",
	.severity = PBY_HIGH,
	.area = PBY_AREA_KERNEL,
	.needs = "BTF (struct bpf_prog, struct bpf_trampoline)",
	.why = "When a helper that the program calls leads back to the traced function, the program runs again, and again, "
	       "until the kernel stack overflows. Kprobes and newer kernels refuse the second entry.",
	.advice = "Do not attach fentry or fexit to functions that BPF helpers and maps use: memory allocation, spinlocks, "
		  "the scheduler, copying from user space. Use kprobes for those.",
	.fixed_by = {
		{ "ca06f55b9002", "bpf: Add per-program recursion prevention mechanism", "5.12" },
	},
	.judge = judge,
};
