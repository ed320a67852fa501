// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* kretprobe_pool_cas.c: return probes of this kernel share one lock-free list. */
#include "model/kernel.h"
#include "model/rule.h"
#include "rules/kernel/kretprobe_pool.h"

static enum pby_answer judge(const struct pby_subject *s, struct pby_judgement *j)
{
	enum pby_answer answer = pby_kretprobe_pool__judge(s->kernel, PBY_POOL_CAS, j);
	uint32_t cpus;

	if (answer != PBY_FOUND)
		return answer;
	/*
	 * Published for a two-socket machine with 96 threads: kretprobe throughput peaks at 4
	 * threads (23.2 M/s), is halved at 8 and 4.1 M/s at 96.
	 */
	if (pby_fact__yes(pby_judgement__weigh(j, pby_kernel__possible_cpus(s->kernel, &cpus)))) {
		j->severity = cpus > 32 ? PBY_HIGH : cpus > 4 ? PBY_MEDIUM : PBY_LOW;
		pby_judgement__detail(j, "All CPUs exchange one cache line per call; throughput falls from about 4 CPUs on, "
				      "and this machine may have %u.", cpus);
	}
	return PBY_FOUND;
}

const struct pby_rule pby_rule_kretprobe_pool_cas = {
	.id = "kretprobe-pool-cas",
	.title = "Return probes take their instances from one lock-free list that all CPUs share",
	.severity = PBY_MEDIUM,
	.area = PBY_AREA_KERNEL,
	.needs = "BTF (struct kretprobe, struct rethook)",
	.why = "Every call of a kretprobed function does a compare-and-swap on the head of one list, at entry and at "
	       "return. The more CPUs call it, the more often that fails and the slower each call gets.",
	.advice = "Use fexit or a tracepoint for functions that many CPUs call at once; from 6.7 on the pool is per CPU.",
	.fixed_by = {
		{ "b4edb8d2d464", "lib: objpool added: ring-array based lockless MPMC", "6.7" },
		{ "4bbd93455659", "kprobes: kretprobe scalability improvement", "6.7" },
	},
	.judge = judge,
};
