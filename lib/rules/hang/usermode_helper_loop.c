// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* usermode_helper_loop.c: a program started by the kernel waits for a lock of somebody who may wait for it. */
#include <stdlib.h>

#include "model/hang/pattern.h"
#include "rules/hang/look.h"

enum { NOT_ASKED, NO, YES };

/* Many tasks have the same stack: each different one is asked once. */
static bool stack_starts_helpers(struct pby_graph *g, int32_t task, uint8_t *answer)
{
	if (*answer == NOT_ASKED)
		*answer = pby_look__function(g, task, "call_usermodehelper_exec_work|call_usermodehelper_exec_sync|"
					     "wait_for_helper|__call_usermodehelper") ? YES : NO;
	return *answer == YES;
}

/* A worker that starts helpers, by its list of locks or its work: then its children are helpers. */
static bool starts_helpers(struct pby_graph *g, const struct pby_task *t, int32_t task, uint8_t *of_stacks)
{
	for (uint32_t i = 0; i < t->held.nr; i++)
		if (pby_pattern__match("(work_completion)(&sub_info->work)", t->held.items[i].name))
			return true;
	return stack_starts_helpers(g, task, &of_stacks[t->frames.id]);
}

enum { MAX_STARTERS = 32 };

/* The workers that start helpers: there are few, so that every waiting task can be compared with them. */
static uint32_t find_starters(struct pby_graph *g, int32_t starters[MAX_STARTERS])
{
	const struct pby_dump *dump = g->waits.dump;
	uint8_t *of_stacks = calloc(dump->nr_stacks + 1, sizeof(*of_stacks));
	uint32_t nr = 0;

	for (uint32_t i = 0; of_stacks && i < dump->tasks.nr && nr < MAX_STARTERS; i++)
		if (dump->tasks.items[i].pid > 0 && starts_helpers(g, &dump->tasks.items[i], (int32_t)i, of_stacks))
			starters[nr++] = (int32_t)i;
	free(of_stacks);
	return nr;
}

static int32_t parent_of(const struct pby_dump *dump, const struct pby_task *t, const int32_t *starters,
			 uint32_t nr)
{
	for (uint32_t i = 0; i < nr; i++)
		if (dump->tasks.items[starters[i]].pid == t->ppid)
			return starters[i];
	return -1;
}

static bool judge(struct pby_graph *g, struct pby_diagnosis *d)
{
	const struct pby_dump *dump = g->waits.dump;
	struct pby_look look = { .graph = g, .cls = -1 };
	int32_t starters[MAX_STARTERS];
	uint32_t nr = find_starters(g, starters);
	const struct pby_wait *w;

	while (nr && (w = pby_look__next(&look))) {
		const struct pby_task *t = pby_look__task(g, w);
		int32_t parent = parent_of(dump, t, starters, nr), holder = -1;

		if (parent < 0)
			continue;
		for (uint32_t i = 0; i < w->on.nr; i++)
			if (w->on.items[i].task >= 0 && g->waits.of_task[w->on.items[i].task] < 0)
				holder = w->on.items[i].task;
		if (holder < 0)
			continue;
		d->circle = PBY_CIRCLE_NEAR;
		d->certainty = PBY_GUESSED;
		d->root = holder;
		d->nr_tasks = 1 + pby_look__behind(g, holder);
		pby_diagnosis__summary(d, "Almost a deadlock: %s, a program that the kernel started and waits for, needs %s of %s, "
				       "whose stack is not shown: if that one waits for the program, it is a circle.",
				       pby_look__words(g, d, w->task), w->object.name ? w->object.name : "a lock",
				       pby_look__words(g, d, holder));
		pby_diagnosis__evidence(d, "%s is a child of %s, which runs the work of a usermode helper",
					pby_look__words(g, d, w->task), pby_look__words(g, d, parent));
		for (uint32_t i = 0; i < dump->tasks.items[holder].held.nr; i++)
			pby_diagnosis__evidence(d, "%s holds %s, taken at %s", pby_look__words(g, d, holder),
						dump->tasks.items[holder].held.items[i].name,
						dump->tasks.items[holder].held.items[i].at ?
						dump->tasks.items[holder].held.items[i].at : "a place not shown");
		pby_diagnosis__missing(d, pby_arena__printf(d->arena, "the stack of %s, which has %s", pby_look__words(g, d, holder),
				       w->object.name ? w->object.name : "the lock"), PBY_HOW_ALL_TASKS);
		return true;
	}
	return false;
}

const struct pby_hang_rule pby_hang_rule_usermode_helper_loop = {
	.id = "usermode-helper-loop",
	.title = "A program started by the kernel waits for a lock that its starter's side may hold",
	.insight = PBY_INSIGHT_DEADLOCK,
	.why = "The kernel starts modprobe or another helper and waits for it with locks held; the helper, on its way in or out, "
	       "needs one of those locks.",
	.advice = "Killing the helper does not help when it waits uninterruptibly. Find out which event makes the kernel start "
		  "helpers there (process accounting, core_pattern, uevent_helper, request_module) and switch it off.",
	.judge = judge,
};
