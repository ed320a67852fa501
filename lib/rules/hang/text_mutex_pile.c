// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* text_mutex_pile.c: a queue on one lock of tracing. */
#include "rules/hang/look.h"

static bool judge(struct pby_graph *g, struct pby_diagnosis *d)
{
	struct pby_pile p;

	if (!pby_look__pile(g, d, PBY_WAIT_MUTEX, "text_mutex", NULL, &p))
		return false;
	pby_diagnosis__summary(d, "%u task%s queue%s on text_mutex; %s%s.", PBY_TASKS_DO(p.nr),
			       pby_look__holder(p.first) >= 0 ? "it is with " : "its holder is not shown",
			       pby_look__holder(p.first) >= 0 ? pby_look__words(g, d, pby_look__holder(p.first)) : "");
	d->circle = PBY_CIRCLE_UNKNOWN;
	if (pby_look__holder(p.first) < 0)
		pby_diagnosis__missing(d, "the holder of text_mutex", PBY_HOW_ALL_TASKS);
	else
		d->root = pby_look__holder(p.first);
	return true;
}

const struct pby_hang_rule pby_hang_rule_text_mutex_pile = {
	.id = "text-mutex-pile",
	.title = "Whoever patches kernel text queues on text_mutex",
	.insight = PBY_INSIGHT_CAUSE,
	.why = "text_mutex is taken to load a BPF program (its JIT image), to switch static keys and to arm "
	       "kprobes. When its holder waits, every load of a BPF program hangs uninterruptibly.",
	.advice = "Load no BPF program. Look at what the holder waits for: an IPI that a CPU does not answer, "
	          "or a grace period.",
	.judge = judge,
};
