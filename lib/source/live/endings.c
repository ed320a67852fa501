// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* endings.c: pairs of tasks that memory proves, once each. */
#include "source/live/ender.h"

/* A completion with more sleepers than that is a torn list. */
enum { MAX_SLEEPERS = 1024 };

void pby_endings__add(struct pby_endings *e, const struct pby_ktask *waiter, const struct pby_ktask *ender,
		     const char *why)
{
	struct pby_ending *x;

	if (!waiter || !ender || waiter == ender)
		return;
	x = PBY_PUSH(e->arena, &e->memory->endings);
	if (x)
		*x = (struct pby_ending){ waiter->pid, ender->pid, pby_arena__strdup(e->arena, why) };
}

void pby_endings__add_completion(struct pby_endings *e, uint64_t completion, const struct pby_ktask *ender,
				const char *why)
{
	const struct pby_layout *l = &e->view->layout;
	uint64_t head = completion + l->completion_list.offset, node = 0;

	if (!l->completion_list.there || !l->swait_task.there || !pby_kview__sound_list(e->view, head))
		return;
	pby_kmem__u64(&e->view->mem, head, &node);
	for (int nr = 0; node && node != head && nr < MAX_SLEEPERS; nr++) {
		uint64_t entry = node - l->swait_list.offset;
		const struct pby_ktask *waiter;

		waiter = pby_ktasks__at(&e->view->tasks, pby_kview__word(e->view, entry, &l->swait_task));
		/* Who sleeps on a completion has its entry on its own stack. */
		if (!waiter || !pby_ktask__owns(waiter, node))
			return;
		pby_endings__add(e, waiter, ender, why);
		if (!pby_kmem__u64(&e->view->mem, node, &node))
			return;
	}
}

void pby_endings__find(struct pby_endings *e)
{
#define ENDER(what) pby_ender__##what(e);
#include "source/live/enders.def"
#undef ENDER
}
