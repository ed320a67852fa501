// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* ender_rcu.c: which tasks hold up the grace period that a kernel thread of RCU waits for. */
#include "source/live/ender.h"

/* The kernel thread that a static struct names. */
static const struct pby_ktask *kthread_of(const struct pby_kview *view, const char *symbol, const struct pby_field *f)
{
	uint64_t at = pby_kview__symbol(view, symbol);

	return at && f->there ? pby_ktasks__at(&view->tasks, pby_kview__word(view, at, f)) : NULL;
}

void pby_ender__rcu(struct pby_endings *e)
{
	const struct pby_layout *l = &e->view->layout;
	const struct pby_ktask *tasks = kthread_of(e->view, "rcu_tasks", &l->rcu_tasks_kthread);
	const struct pby_ktask *trace = kthread_of(e->view, "rcu_tasks_trace", &l->rcu_tasks_kthread);
	const struct pby_ktask *rcu = kthread_of(e->view, "rcu_state", &l->rcu_state_kthread);

	for (uint32_t i = 0; i < e->view->tasks.nr; i++) {
		const struct pby_ktask *t = &e->view->tasks.items[i];

		if (t->rcu_tasks_holdout)
			pby_endings__add(e, tasks, t, "is a holdout of RCU-tasks: it has not slept or left the kernel since");
		if (t->trc_reader_nesting)
			pby_endings__add(e, trace, t, "is inside a section that RCU-tasks-trace waits for");
		if (t->rcu_blocked_node)
			pby_endings__add(e, rcu, t, "was preempted inside a read-side section of RCU");
	}
}
