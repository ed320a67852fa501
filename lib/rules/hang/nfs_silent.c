// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* nfs_silent.c: an NFS server that does not answer. */
#include "rules/hang/look.h"

static bool judge(struct pby_graph *g, struct pby_diagnosis *d)
{
	const struct pby_note *note = pby_look__note(g, PBY_NOTE_SERVER_SILENT);
	struct pby_pile p;

	if (!pby_look__pile(g, d, PBY_WAIT_NFS_RPC, NULL, NULL, &p))
		return false;
	pby_diagnosis__summary(d, "No lock problem: an NFS server%s%s does not answer; %u task%s wait%s for it, %u more behind.",
			       note && note->what ? " " : "", note && note->what ? note->what : "", PBY_TASKS_DO(p.nr), p.behind);
	if (note && note->text)
		pby_diagnosis__evidence(d, "%s", note->text);
	return true;
}

const struct pby_hang_rule pby_hang_rule_nfs_silent = {
	.id = "nfs-silent",
	.title = "An NFS server does not answer",
	.insight = PBY_INSIGHT_KNOWN,
	.why = "RPCs of a hard mount are repeated for ever. Most of these waits are killable and never "
	       "reported by the hung-task detector; locks taken above them (i_rwsem) are not.",
	.advice = "Check the server and the network (rpcdebug, ss -t, /proc/self/mountstats). The waiting "
	          "tasks can be killed; umount -f -l ends the rest.",
	.judge = judge,
};
