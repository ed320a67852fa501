// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* frozen_filesystem.c: writers of a frozen filesystem. */
#include "rules/hang/look.h"

static bool judge(struct pby_graph *g, struct pby_diagnosis *d)
{
	struct pby_pile p;
	int32_t freezer;

	if (!pby_look__pile(g, d, -1, "superblock's freeze level*|the superblock to be thawed", NULL, &p))
		return false;
	freezer = pby_look__frame(g, "freeze_super|thaw_super*");
	pby_diagnosis__summary(d, "A frozen filesystem: %u task%s want%s to write and wait until it is thawed%s%s.", PBY_TASKS_DO(p.nr),
			       freezer >= 0 ? "; freezing or thawing: " : "", freezer >= 0 ? pby_look__words(g, d, freezer) : "");
	if (freezer < 0)
		pby_diagnosis__missing(d, "which filesystem, and who froze it: fsfreeze, an LVM or backup snapshot that did not end",
				       "the frozen one does not answer `touch`; then: fsfreeze -u MOUNTPOINT");
	return true;
}

const struct pby_hang_rule pby_hang_rule_frozen_filesystem = {
	.id = "frozen-filesystem",
	.title = "Writers wait for a frozen filesystem",
	.insight = PBY_INSIGHT_KNOWN,
	.why = "fsfreeze, LVM snapshots and backup agents freeze a filesystem: everybody who writes sleeps, "
	       "uninterruptibly, until it is thawed. If the one who froze it died or itself writes there, "
	       "nobody thaws it.",
	.advice = "Thaw it: fsfreeze -u MOUNTPOINT (or xfs_freeze -u); for a device-mapper device dmsetup "
	          "resume NAME. SysRq j thaws all.",
	.judge = judge,
};
