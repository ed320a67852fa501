// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* ipi_lockup.c: a CPU that waits for another one to answer. */
#include "rules/hang/look.h"

static bool judge(struct pby_graph *g, struct pby_diagnosis *d)
{
	struct pby_pile p;

	if (!pby_look__pile(g, d, PBY_WAIT_IPI, NULL, NULL, &p))
		return false;
	pby_diagnosis__summary(d, "No lock problem: %s waits on its CPU for another CPU to answer a cross-call (%s); that CPU has interrupts off or is stuck.",
			       pby_look__words(g, d, p.first->task), p.first->caller ? p.first->caller : "IPI");
	pby_diagnosis__missing(d, "what the CPU that does not answer executes", PBY_HOW_CPUS);
	return true;
}

const struct pby_hang_rule pby_hang_rule_ipi_lockup = {
	.id = "ipi-lockup",
	.title = "A CPU waits for a cross-call that another CPU does not acknowledge",
	.insight = PBY_INSIGHT_KNOWN,
	.why = "TLB flushes, text patching and membarrier interrupt other CPUs and wait for them. A CPU "
	       "that keeps interrupts off, spins, or whose virtual CPU is not scheduled by the host, keeps "
	       "the caller waiting, with whatever locks it has.",
	.advice = "Look at the other CPUs in the same report (NMI backtraces): the one that spins or has "
	          "interrupts off is the cause. In a virtual machine: is the host overloaded?",
	.judge = judge,
};
