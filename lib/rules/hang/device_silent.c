// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* device_silent.c: a driver waits for its device. */
#include "rules/hang/look.h"

static bool judge(struct pby_graph *g, struct pby_diagnosis *d)
{
	struct pby_pile p;

	if (!pby_look__pile(g, d, PBY_WAIT_HARDWARE, NULL, NULL, &p) && !pby_look__pile(g, d, PBY_WAIT_URB, NULL, NULL, &p))
		return false;
	pby_diagnosis__summary(d, "No lock problem: %s waits for its device (%s)%s.", pby_look__words(g, d, p.first->task),
			       p.first->what, !p.behind ? "" :
			       pby_arena__printf(d->arena, ", %u task%s behind it", PBY_TASKS(p.behind)));
	return true;
}

const struct pby_hang_rule pby_hang_rule_device_silent = {
	.id = "device-silent",
	.title = "A driver waits for a device that does not answer",
	.insight = PBY_INSIGHT_CAUSE,
	.why = "The driver sent a command and waits for an interrupt or an answer, with its own locks held; "
	       "others queue on those.",
	.advice = "Look for messages of that driver; unplug, reset or power-cycle the device if you can.",
	.judge = judge,
};
