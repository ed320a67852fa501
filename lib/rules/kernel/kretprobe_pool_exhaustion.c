// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* kretprobe_pool_exhaustion.c: a return probe holds a fixed number of calls; those above it are lost. */
#include "model/kernel.h"
#include "model/rule.h"
#include "rules/kernel/kretprobe_pool.h"

static enum pby_answer judge(const struct pby_subject *s, struct pby_judgement *j)
{
	struct pby_maxactive max;

	switch (pby_kretprobe_pool__of(s->kernel, j)) {
	case PBY_POOL_UNKNOWN:
		return PBY_UNKNOWN;
	case PBY_POOL_NONE:
		return PBY_NOT_APPLICABLE;
	default:
		break;
	}
	max = pby_kretprobe_pool__maxactive(s->kernel, j);
	if (max.most && max.most < 10)
		j->severity = PBY_MEDIUM;
	if (max.most && max.least == max.most)
		pby_judgement__detail(j, "A return probe set by BPF or perf holds %u calls at a time here; "
				      "the %uth task that sleeps in the probed function is not seen.",
				      max.most, max.most + 1);
	else if (max.most)
		pby_judgement__detail(j, "A return probe set by BPF or perf holds between %u and %u calls at a time "
				      "here (which, depends on a fix that its version does not show).",
				      max.least, max.most);
	return PBY_FOUND;
}

const struct pby_rule pby_rule_kretprobe_pool_exhaustion = {
	.id = "kretprobe-pool-exhaustion",
	.title = "Return probes on functions that sleep silently lose events",
	.severity = PBY_LOW,
	.area = PBY_AREA_KERNEL,
	.needs = "BTF (struct kretprobe); for the number: possible CPUs, kallsyms (preempt_schedule), version",
	.why = "Each call of a kretprobed function needs an instance from a small fixed pool until it returns. When "
	       "many tasks sleep inside the function the pool is empty, and further calls are not seen: no error, no "
	       "event, only a counter. BPF and perf cannot make the pool larger.",
	.advice = "Use fexit, or an entry probe with a tracepoint, for functions that sleep or wait. Where it must be a "
		  "kretprobe, create it through tracefs with a size: echo 'r4096:name function' > kprobe_events.",
	.fixed_by = {
		{ "3b7ddab8a19a", "kprobes: kretprobe events missing on 2-core KVM guest", "6.2, 6.1.3 (at least 10)" },
	},
	.judge = judge,
};
