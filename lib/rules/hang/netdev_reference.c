// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* netdev_reference.c: a network device that somebody still holds. */
#include "rules/hang/look.h"

static bool judge(struct pby_graph *g, struct pby_diagnosis *d)
{
	const struct pby_note *note = pby_look__note(g, PBY_NOTE_UNREGISTER_NETDEV);
	struct pby_pile p;

	if (!pby_look__pile(g, d, PBY_WAIT_REF_DRAIN, "*network device*", NULL, &p) && !note)
		return false;
	if (d->nr_tasks == 0)
		d->nr_tasks = 1;
	d->circle = PBY_CIRCLE_NONE;
	pby_diagnosis__summary(d, "A network device%s%s cannot go away: somebody holds a reference of it.",
			       note && note->what ? ", " : "", note && note->what ? note->what : "");
	if (note && note->text)
		pby_diagnosis__evidence(d, "%s", note->text);
	return true;
}

const struct pby_hang_rule pby_hang_rule_netdev_reference = {
	.id = "netdev-reference",
	.title = "A network device cannot be unregistered because a reference of it leaked",
	.insight = PBY_INSIGHT_KNOWN,
	.why = "netdev_wait_allrefs() waits until the last reference is put. A leak in a protocol or driver "
	       "keeps it waiting for ever, with the network namespace behind it.",
	.advice = "Nothing but a reboot frees a leaked reference. CONFIG_NET_DEV_REFCNT_TRACKER tells who "
	          "holds it.",
	.judge = judge,
};
