// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* journal_full.c: no room in a journal or log. */
#include "rules/hang/look.h"

static bool judge(struct pby_graph *g, struct pby_diagnosis *d)
{
	struct pby_pile p;

	if (!pby_look__pile(g, d, PBY_WAIT_LOG_SPACE, NULL, NULL, &p))
		return false;
	pby_diagnosis__summary(d, "No lock problem: %s waits for free space in a log or journal that nobody frees; %u task%s wait%s like it, %u behind.",
			       pby_look__words(g, d, p.first->task), PBY_TASKS_DO(p.nr), p.behind);
	return true;
}

const struct pby_hang_rule pby_hang_rule_journal_full = {
	.id = "journal-full",
	.title = "A journal or log has no free space and nobody frees any",
	.insight = PBY_INSIGHT_CAUSE,
	.why = "A transaction reserves space in the log before it starts; space is freed when old metadata "
	       "reach their place on disk. A device that does not write, a log that is too small, or a "
	       "shut-down filesystem keeps it full.",
	.advice = "Look at the thread that writes metadata back (xfsaild, jbd2, txg_sync) and at the device. "
	          "Errors of the filesystem in the log come first.",
	.judge = judge,
};
