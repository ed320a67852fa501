// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* fprobe_shared_pool.c: all functions of one kretprobe.multi share one pool of instances. */
#include "model/kernel.h"
#include "model/rule.h"
#include "rules/kernel/presence.h"

/* Return probes of fprobe stand on rethook up to 6.13, then on fgraph: 4346ba160409 (6.14). */
static struct pby_fact on_rethook(struct pby_kernel *k)
{
	struct pby_fact f = pby_kernel__member(k, "fprobe", "rethook"), graph;

	if (f.value != PBY_MAYBE)
		return f;
	graph = pby_kernel__function(k, "fprobe_fgraph_entry");
	if (graph.value == PBY_MAYBE)
		graph = pby_kernel__since(k, 6, 14);
	if (graph.value != PBY_MAYBE)
		graph.value = pby_fact__yes(graph) ? PBY_NO : PBY_YES;
	return graph;
}

static enum pby_answer judge(const struct pby_subject *s, struct pby_judgement *j)
{
	struct pby_fact fprobe = pby_judgement__cite(j, pby_presence__fprobe(s->kernel)), rethook;
	uint32_t cpus;

	if (fprobe.value != PBY_YES)
		return pby_fact__no(fprobe) ? PBY_NOT_APPLICABLE : PBY_UNKNOWN;
	rethook = pby_judgement__cite(j, on_rethook(s->kernel));
	if (rethook.value != PBY_YES)
		return pby_fact__no(rethook) ? PBY_CLEAR : PBY_UNKNOWN;
	if (pby_fact__yes(pby_judgement__weigh(j, pby_kernel__possible_cpus(s->kernel, &cpus))))
		pby_judgement__detail(j, "A link over N functions holds %u x N calls at a time here, wherever in those "
				      "functions they wait: one that sleeps takes the instances of all.", 2 * cpus);
	return PBY_FOUND;
}

const struct pby_rule pby_rule_fprobe_shared_pool = {
	.id = "fprobe-shared-pool",
	.title = "All functions of a kretprobe.multi share one pool, and one that sleeps empties it for all",
	.severity = PBY_MEDIUM,
	.area = PBY_AREA_KERNEL,
	.needs = "BTF (struct fprobe)",
	.why = "kretprobe.multi and kprobe.session take their return instances from one pool of functions x CPUs x 2. "
	       "Tasks that sleep in one of the functions use it up, and returns from the others are lost too, with "
	       "nothing but a counter to show it.",
	.advice = "Leave functions that sleep or wait out of kretprobe.multi patterns; use fexit for them. From 6.14 on each "
		  "task has a stack of its own.",
	.fixed_by = {
		{ "4346ba160409", "fprobe: Rewrite fprobe on function-graph tracer", "6.14" },
	},
	.judge = judge,
};
