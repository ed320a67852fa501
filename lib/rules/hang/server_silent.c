// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* server_silent.c: a peer on the network that does not answer. */
#include "rules/hang/look.h"

static bool judge(struct pby_graph *g, struct pby_diagnosis *d)
{
	struct pby_pile p;

	if (!pby_look__pile(g, d, PBY_WAIT_NET, NULL, NULL, &p))
		return false;
	pby_diagnosis__summary(d, "No lock problem: %u task%s wait%s for a peer on the network (%s).", PBY_TASKS_DO(p.nr), p.first->what);
	return true;
}

const struct pby_hang_rule pby_hang_rule_server_silent = {
	.id = "server-silent",
	.title = "A peer on the network does not answer",
	.insight = PBY_INSIGHT_CAUSE,
	.why = "Ceph, SMB, 9p, AFS, cluster filesystems and network block devices wait for servers; a lost "
	       "connection keeps the caller, with its locks.",
	.advice = "Check the peer and the connection (ss -tni); for mounts umount -f -l.",
	.judge = judge,
};
