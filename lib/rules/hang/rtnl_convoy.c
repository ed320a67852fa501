// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* rtnl_convoy.c: network configuration behind one holder of rtnl_mutex. */
#include "rules/hang/look.h"

static bool judge(struct pby_graph *g, struct pby_diagnosis *d)
{
	struct pby_pile p;

	if (!pby_look__pile(g, d, PBY_WAIT_MUTEX, "rtnl_mutex", NULL, &p))
		return false;
	pby_diagnosis__summary(d, "Convoy on rtnl_mutex: %u task%s of network configuration wait; %s%s.", PBY_TASKS(p.nr),
			       pby_look__holder(p.first) >= 0 ? "it is with " : "its holder is not shown",
			       pby_look__holder(p.first) >= 0 ? pby_look__words(g, d, pby_look__holder(p.first)) : "");
	d->circle = PBY_CIRCLE_UNKNOWN;
	if (pby_look__holder(p.first) >= 0) {
		int32_t holder = pby_look__holder(p.first), w = g->waits.of_task[holder];

		d->root = holder;
		if (w >= 0)
			pby_diagnosis__evidence(d, "%s, the holder: %s", pby_look__words(g, d, holder), g->waits.items.items[w].what);
	} else {
		pby_diagnosis__missing(d, "the holder of rtnl_mutex: often netns cleanup or a driver, waiting for RCU or its device",
				       PBY_HOW_ALL_TASKS);
	}
	return true;
}

const struct pby_hang_rule pby_hang_rule_rtnl_convoy = {
	.id = "rtnl-convoy",
	.title = "Network configuration queues on rtnl_mutex",
	.insight = PBY_INSIGHT_CAUSE,
	.why = "rtnl_mutex is one for all network namespaces. Whoever unregisters a device holds it over "
	       "grace periods; a driver holds it while it talks to its device.",
	.advice = "Look at what the holder waits for. A grace period that takes long points to a busy CPU; a "
	          "driver to its hardware.",
	.judge = judge,
};
