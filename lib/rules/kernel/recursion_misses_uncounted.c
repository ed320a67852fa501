// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* recursion_misses_uncounted.c: runs skipped by the recursion guard appear in no counter. */
#include "model/kernel.h"
#include "model/rule.h"

static enum pby_answer judge(const struct pby_subject *s, struct pby_judgement *j)
{
	struct pby_fact runs = pby_kernel__function(s->kernel, "trace_call_bpf"), field, counted;

	if (pby_fact__no(runs)) {
		pby_judgement__cite(j, runs);
		return PBY_NOT_APPLICABLE;
	}
	field = pby_judgement__cite(j, pby_kernel__member(s->kernel, "bpf_prog_info",
							 "recursion_misses"));
	if (pby_fact__no(field))
		return PBY_FOUND;
	/* dd8657894c11 changed only code; this member is of the same series and went to no stable kernel. */
	counted = pby_kernel__member(s->kernel, "bpf_link_info", "kprobe_multi.missed");
	if (counted.value == PBY_MAYBE)
		counted = pby_kernel__since(s->kernel, 6, 7);
	pby_judgement__cite(j, pby_fact__inferred(counted));
	if (counted.value == PBY_MAYBE)
		return PBY_UNKNOWN;
	return pby_fact__yes(counted) ? PBY_CLEAR : PBY_FOUND;
}

const struct pby_rule pby_rule_recursion_misses_uncounted = {
	.id = "recursion-misses-uncounted",
	.title = "Kprobe and tracepoint programs skipped by the recursion guard are not counted",
	.severity = PBY_LOW,
	.area = PBY_AREA_KERNEL,
	.needs = "BTF (struct bpf_prog_info, struct bpf_link_info)",
	.why = "While one kprobe or tracepoint program runs on a CPU, every other one that would start there is skipped: a probe "
	       "hit inside another probe's program is lost. This kernel does not count that: recursion_misses is absent, or "
	       "stays 0 for such programs.",
	.advice = "Do not read recursion_misses = 0 as proof that nothing was lost. Keep programs short and off functions that "
		  "other programs call; fentry programs have a guard of their own that counts (5.12 on).",
	.fixed_by = {
		{ "9ed9e9ba2337", "bpf: Count the number of times recursion was prevented", "5.12 (fentry and fexit only)" },
		{ "dd8657894c11", "bpf: Count missed stats in trace_call_bpf", "6.7" },
	},
	.judge = judge,
};
