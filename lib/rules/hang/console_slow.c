// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* console_slow.c: printing to a slow console. */
#include "rules/hang/look.h"

static bool judge(struct pby_graph *g, struct pby_diagnosis *d)
{
	struct pby_pile p;

	if (!pby_look__pile(g, d, PBY_WAIT_SEMAPHORE, "console_sem*", NULL, &p))
		return false;
	pby_diagnosis__summary(d, "Slow, not deadlocked: %u task%s wait%s for the console; %s%s.", PBY_TASKS_DO(p.nr),
			       pby_look__holder(p.first) >= 0 ? "it is with " : "its holder is not shown",
			       pby_look__holder(p.first) >= 0 ? pby_look__words(g, d, pby_look__holder(p.first)) : "");
	if (pby_look__holder(p.first) >= 0)
		d->root = pby_look__holder(p.first);
	return true;
}

const struct pby_hang_rule pby_hang_rule_console_slow = {
	.id = "console-slow",
	.title = "Tasks wait for a console that prints slowly",
	.insight = PBY_INSIGHT_CAUSE,
	.why = "Whoever holds console_sem prints what everybody logs, byte by byte to a serial port or "
	       "pixel by pixel to a framebuffer. A flood of messages keeps it there for minutes, with "
	       "tty_mutex and others behind.",
	.advice = "Lower the console log level (dmesg -n 1), stop the flood, take slow consoles out of the "
	          "command line.",
	.judge = judge,
};
