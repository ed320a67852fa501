// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* fuse_silent.c: a FUSE server that does not answer. */
#include "rules/hang/look.h"

static bool judge(struct pby_graph *g, struct pby_diagnosis *d)
{
	struct pby_pile p;

	if (!pby_look__pile(g, d, PBY_WAIT_FUSE_REPLY, NULL, NULL, &p))
		return false;
	pby_diagnosis__summary(d, "No lock problem: a FUSE server does not answer; %u task%s wait%s for it, %u more behind.", PBY_TASKS_DO(p.nr), p.behind);
	return true;
}

const struct pby_hang_rule pby_hang_rule_fuse_silent = {
	.id = "fuse-silent",
	.title = "A FUSE server does not answer",
	.insight = PBY_INSIGHT_KNOWN,
	.why = "A request to a FUSE filesystem waits, interruptibly (state S), until the server in user "
	       "space answers; after a signal it waits uninterruptibly. The server may have died, or may "
	       "itself wait for what this filesystem serves.",
	.advice = "echo 1 > /sys/fs/fuse/connections/N/abort ends all requests of the connection (N is the "
	          "minor number of the mount's device). Then restart the server.",
	.judge = judge,
};
