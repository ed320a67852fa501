// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* kretprobe_pool_spinlock.c: return probes of this kernel serialise on a spinlock. */
#include "model/kernel.h"
#include "model/rule.h"
#include "rules/kernel/kretprobe_pool.h"

static enum pby_answer judge(const struct pby_subject *s, struct pby_judgement *j)
{
	enum pby_answer answer = pby_kretprobe_pool__judge(s->kernel, PBY_POOL_SPINLOCK, j);
	uint32_t cpus;

	if (answer != PBY_FOUND)
		return answer;
	/* How much it matters is a question of how many CPUs fight for the lock. */
	if (pby_fact__yes(pby_judgement__weigh(j, pby_kernel__possible_cpus(s->kernel, &cpus)))) {
		j->severity = cpus >= 16 ? PBY_HIGH : cpus >= 4 ? PBY_MEDIUM : PBY_LOW;
		pby_judgement__detail(j, "Each call of a probed function takes two locks at entry and two at return; "
				      "with %u CPUs that is %s.", cpus,
				      cpus >= 16 ? "a machine-wide bottleneck" :
				      cpus >= 4 ? "felt on busy functions" : "of little weight");
	}
	return PBY_FOUND;
}

const struct pby_rule pby_rule_kretprobe_pool_spinlock = {
	.id = "kretprobe-pool-spinlock",
	.title = "Return probes take their instances from a list under a spinlock",
	.severity = PBY_MEDIUM,
	.area = PBY_AREA_KERNEL,
	.needs = "BTF (struct kretprobe)",
	.why = "Every call of a kretprobed function takes the probe's lock and the lock of a hashed task table, "
	       "at entry and at return. Throughput falls with every CPU that calls the function.",
	.advice = "Use fexit where the kernel has it (5.5 on), or a tracepoint; keep kretprobes off hot functions.",
	.fixed_by = {
		{ "6e426e0fcd20", "kprobes: Replace rp->free_instance with freelist", "5.11" },
		{ "d741bf41d7c7", "kprobes: Remove kretprobe hash", "5.11" },
	},
	.judge = judge,
};
