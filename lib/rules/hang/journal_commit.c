// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* journal_commit.c: a transaction that does not commit. */
#include "rules/hang/look.h"

#include "model/hang/pattern.h"

static bool is_committer(const struct pby_task *t)
{
	return pby_pattern__match("jbd2/*|kjournald|xfsaild*|btrfs-transacti*|txg_sync*|segctord|jfsCommit", t->comm);
}

static bool judge(struct pby_graph *g, struct pby_diagnosis *d)
{
	struct pby_pile p;
	int32_t holder;

	if (!pby_look__pile(g, d, PBY_WAIT_JOURNAL, NULL, NULL, &p))
		return false;
	holder = pby_look__holder(p.first);
	d->circle = PBY_CIRCLE_UNKNOWN;
	if (holder < 0 && is_committer(pby_look__task(g, p.first))) {
		pby_diagnosis__summary(d, "%u task%s wait%s for a journal to commit; %s waits for %s, and who ends that is not shown.",
				       PBY_TASKS_DO(p.nr), pby_look__words(g, d, p.first->task), p.first->what);
		pby_diagnosis__missing(d, "who has a handle of the transaction open: it may run, or sleep in another state than D", PBY_HOW_ALL_TASKS);
		return true;
	}
	pby_diagnosis__summary(d, "%u task%s wait%s for a journal to commit; %s%s.", PBY_TASKS_DO(p.nr),
			       holder >= 0 ? "the commit is with " : "the thread that commits is not shown",
			       holder >= 0 ? pby_look__words(g, d, holder) : "");
	if (holder >= 0 && g->waits.of_task[holder] >= 0)
		pby_diagnosis__evidence(d, "%s: %s", pby_look__words(g, d, holder),
					g->waits.items.items[g->waits.of_task[holder]].what);
	if (holder < 0)
		pby_diagnosis__missing(d, "the stack of the journal's thread (jbd2/DEV, xfsaild/DEV, btrfs-transaction)", PBY_HOW_BLOCKED);
	return true;
}

const struct pby_hang_rule pby_hang_rule_journal_commit = {
	.id = "journal-commit",
	.title = "Tasks wait for a journal transaction to be committed",
	.insight = PBY_INSIGHT_SHAPE,
	.why = "A commit waits for open handles to close and for its blocks to reach the disk; everybody "
	       "who syncs or wants a new handle waits for the commit.",
	.advice = "Look at the journal thread: if it waits for a buffer, the disk is slow or silent; if it "
	          "waits for handles, find the task with an open one.",
	.judge = judge,
};
