// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * ender_completion.c: who sleeps until a task is gone. task_struct.vfork_done is the completion that the
 * task's end (for a process: also its exec) completes: a vfork's parent sleeps on it, or kthread_stop().
 */
#include "source/live/ender.h"

void pby_ender__completions(struct pby_endings *e)
{
	const struct pby_layout *l = &e->view->layout;

	for (uint32_t i = 0; i < e->view->tasks.nr; i++) {
		const struct pby_ktask *t = &e->view->tasks.items[i];

		if (!t->vfork_done)
			continue;
		if (!(t->flags & PBY_PF_KTHREAD)) {
			pby_endings__add_completion(e, t->vfork_done, t, "is its vfork child: it has to exec or to exit");
			continue;
		}
		/* Of a kernel thread it is kthread.exited. */
		pby_endings__add_completion(e, t->vfork_done, t, "is the thread that is to stop");
		if (l->kthread_exited.there && l->kthread_parked.there)
			pby_endings__add_completion(e, t->vfork_done - l->kthread_exited.offset +
						   l->kthread_parked.offset, t, "is the thread that is to park");
	}
}
