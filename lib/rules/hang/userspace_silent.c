// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* userspace_silent.c: a program in user space that the kernel asked and that does not answer. */
#include "rules/hang/look.h"

static bool judge(struct pby_graph *g, struct pby_diagnosis *d)
{
	const struct pby_wait *first = NULL;
	uint32_t nr = 0;
	struct pby_look look = { .graph = g, .cls = -1 };
	const struct pby_wait *w;

	/* Monitors of userfaultfd, seccomp supervisors, fanotify listeners, automount, upcalls. */
	while ((w = pby_look__next(&look))) {
		if (!w->row || w->row->ender != PBY_END_USER || !w->row->always || w->cls == PBY_WAIT_FUSE_REPLY ||
		    w->cls == PBY_WAIT_FREEZER)
			continue;
		if (!nr++)
			first = w;
	}
	if (!nr)
		return false;
	d->circle = PBY_CIRCLE_NONE;
	d->root = first->task;
	d->nr_tasks = nr + pby_look__behind(g, first->task);
	pby_diagnosis__summary(d, "No lock problem: %s waits for %s, a program in user space that does not answer.",
			       pby_look__words(g, d, first->task), first->row->who);
	pby_diagnosis__evidence(d, "%s: %s", pby_look__words(g, d, first->task), first->what);
	return true;
}

const struct pby_hang_rule pby_hang_rule_userspace_silent = {
	.id = "userspace-silent",
	.title = "The kernel asked a program in user space, and it does not answer",
	.insight = PBY_INSIGHT_CAUSE,
	.why = "userfaultfd, seccomp notification, fanotify permission events, autofs, core dump handlers "
	       "and key or firmware upcalls stop a task until a program answers.",
	.advice = "Find that program: is it stopped, blocked or dead? When it ends, most of these waits end.",
	.judge = judge,
};
