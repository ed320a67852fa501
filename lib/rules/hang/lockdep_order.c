// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* lockdep_order.c: a report of lockdep: an order of locks that can deadlock, seen before it did. */
#include "rules/hang/look.h"

static const char *bare(const char *name)
{
	return name + (name[0] == '&');
}

static void say(const struct pby_graph *g, const struct pby_lockdep *r, struct pby_diagnosis *d)
{
	const char *who = r->task >= 0 ? pby_look__words(g, d, r->task) : "a task";

	if (r->kind == PBY_LOCKDEP_RECURSIVE && r->holding.name)
		pby_diagnosis__summary(d, "lockdep: %s was about to take %s while it held %s of the same class: a deadlock if both "
				       "are one lock, else a missing annotation.", who, bare(r->wanted.name), bare(r->holding.name));
	else if (r->holding.name)
		pby_diagnosis__summary(d, "lockdep: %s takes %s while it holds %s, and elsewhere the order is the other way round: "
				       "it can deadlock, nobody hangs by it yet.", who, bare(r->wanted.name), bare(r->holding.name));
	else
		pby_diagnosis__summary(d, "lockdep: %s wanted %s in an order that can deadlock; the report is cut before the rest.",
				       who, bare(r->wanted.name));
}

static bool judge(struct pby_graph *g, struct pby_diagnosis *d)
{
	const struct pby_dump *dump = g->waits.dump;

	for (uint32_t i = 0; i < dump->lockdeps.nr; i++) {
		const struct pby_lockdep *r = &dump->lockdeps.items[i];

		if (!r->wanted.name)
			continue;
		d->circle = PBY_CIRCLE_NEAR;
		d->certainty = PBY_STATED;
		d->root = r->task;
		d->nr_tasks = 1;
		say(g, r, d);
		if (r->wanted.at)
			pby_diagnosis__evidence(d, "wanted %s at %s", r->wanted.name, r->wanted.at);
		if (r->holding.name)
			pby_diagnosis__evidence(d, "held %s, taken at %s", r->holding.name,
						r->holding.at ? r->holding.at : "a place not shown");
		if (r->order)
			pby_diagnosis__evidence(d, "chain: %s", r->order);
		for (uint32_t k = 0; k < r->chain.nr; k++)
			pby_diagnosis__evidence(d, "#%d %s", r->chain.items[k].nr, r->chain.items[k].lock.name);
		if (r->kind == PBY_LOCKDEP_RECURSIVE && r->wanted.addr && r->holding.addr)
			pby_diagnosis__evidence(d, r->wanted.addr == r->holding.addr ? "both have the same address: one lock" :
						"their addresses differ: two locks of one class");
		pby_diagnosis__missing(d, "two tasks that stand in the two orders at the same time", PBY_HOW_BLOCKED);
		return true;
	}
	return false;
}

const struct pby_hang_rule pby_hang_rule_lockdep_order = {
	.id = "lockdep-order",
	.title = "lockdep reports an order of locks that can deadlock",
	.insight = PBY_INSIGHT_KNOWN,
	.why = "lockdep learns in which order classes of locks are taken and warns at the first contradiction, long before "
	       "two tasks meet in it. Classes are not instances: some reports are false for lack of an annotation.",
	.advice = "Nobody waits because of this report alone. Give it to those who maintain the code in the two stacks.",
	.judge = judge,
};
