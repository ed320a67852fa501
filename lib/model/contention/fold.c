// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* fold.c: puts events in order and hands each to what it is about. */
#include "model/contention/filter.h"
#include "model/contention/fold_state.h"

#include <stdlib.h>
#include <string.h>

static void or_default(uint32_t *limit, uint32_t value)
{
	if (!*limit)
		*limit = value;
}

static int make_tables(struct pby_fold *f)
{
	const struct pby_fold_limits *max = &f->limits;
	int rc = pby_slots__init(&f->lock_keys, max->locks);

	rc = rc ? rc : pby_slots__init(&f->task_keys, max->tasks);
	rc = rc ? rc : pby_slots__init(&f->site_keys, max->sites);
	rc = rc ? rc : pby_slots__init(&f->stack_keys, max->stacks);
	rc = rc ? rc : pby_slots__init(&f->symbol_keys, max->stacks * 4);
	rc = rc ? rc : pby_slots__init(&f->name_keys, max->locks * 2);
	/* Not touched before they are needed: the kernel gives pages when they are. */
	f->window = calloc(max->window, sizeof(*f->window));
	f->locks = calloc(max->locks, sizeof(*f->locks));
	f->waits = calloc(max->waits, sizeof(*f->waits));
	f->tasks = calloc(max->tasks, sizeof(*f->tasks));
	f->sites = calloc(max->sites, sizeof(*f->sites));
	f->stacks = calloc(max->stacks, sizeof(*f->stacks));
	f->symbols = calloc((size_t)max->stacks * 4, sizeof(*f->symbols));
	f->names = calloc((size_t)max->locks * 2, sizeof(*f->names));
	return rc || !f->window || !f->locks || !f->waits || !f->tasks || !f->sites || !f->stacks ||
	       !f->symbols || !f->names;
}

struct pby_fold *pby_fold__new(const struct pby_fold_limits *limits)
{
	struct pby_fold *f = calloc(1, sizeof(*f));

	if (!f)
		return NULL;
	f->limits = limits ? *limits : (struct pby_fold_limits){ 0 };
	or_default(&f->limits.locks, 8192);
	or_default(&f->limits.waits, 65536);
	or_default(&f->limits.sites, 16384);
	or_default(&f->limits.stacks, 16384);
	or_default(&f->limits.tasks, 65536);
	or_default(&f->limits.window, 512);
	f->oldest = f->newest = f->free_wait = FOLD_NONE;
	if (!make_tables(f))
		return f;
	pby_fold__free(f);
	return NULL;
}

void pby_fold__free(struct pby_fold *f)
{
	if (!f)
		return;
	fold_names__free(f);
	pby_slots__free(&f->lock_keys);
	pby_slots__free(&f->task_keys);
	pby_slots__free(&f->site_keys);
	pby_slots__free(&f->stack_keys);
	pby_slots__free(&f->symbol_keys);
	pby_slots__free(&f->name_keys);
	free(f->window);
	free(f->locks);
	free(f->waits);
	free(f->tasks);
	free(f->sites);
	free(f->stacks);
	free(f->symbols);
	free(f->names);
	free(f);
}

/* Somebody looked at a task. */
static void look(struct pby_fold *f, int32_t pid, const struct pby_lock_event *e)
{
	struct fold_task *t = fold_task__get(f, pid);

	if (!t)
		return;
	t->state = e->state;
	t->on_cpu = e->on_cpu <= PBY_YES ? e->on_cpu : PBY_MAYBE;
	t->throttled = e->throttled <= PBY_YES ? e->throttled : PBY_MAYBE;
	if (e->cpu >= 0)
		t->cpu = e->cpu;
	t->seen_ns = e->ns;
	t->stack = e->stack;
	t->user_stack = e->user_stack;
}

static void on_release(struct pby_fold *f, const struct pby_lock_event *e)
{
	uint32_t lock = fold_lock__find(f, e->lock);

	if (lock != FOLD_NONE)
		f->locks[lock].c.releases++;
}

static void on_owner(struct pby_fold *f, const struct pby_lock_event *e)
{
	uint32_t lock = fold_lock__find(f, e->lock);

	if (e->owner_pid > 0)
		look(f, e->owner_pid, e);
	if (lock != FOLD_NONE)
		fold_lock__owner(f, lock, e);
}

static void on_task(struct pby_fold *f, const struct pby_lock_event *e)
{
	look(f, e->pid, e);
}

static void on_exit_of(struct pby_fold *f, const struct pby_lock_event *e)
{
	struct fold_task *t = fold_task__get(f, e->pid);

	if (!t)
		return;
	fold_wait__lost_all(f, t, e->ns);
	t->state = 'X';
}

static void on_lost(struct pby_fold *f, const struct pby_lock_event *e)
{
	f->loss.events += e->flags;
	for (uint32_t i = 0; i < f->waits_used; i++)
		f->waits[i].before_loss = true;
}

void pby_fold__filter(struct pby_fold *f, const struct pby_contention_filter *filter)
{
	f->filter = pby_contention_filter__has_tasks(filter) ? filter : NULL;
}

/* Waits of other tasks are as if they had not been. */
static bool counts(struct pby_fold *f, const struct pby_lock_event *e)
{
	const struct fold_task *t;

	if (!f->filter || (e->type != PBY_LOCK_BEGIN && e->type != PBY_LOCK_END))
		return true;
	t = fold_task__get(f, e->pid);
	return t && pby_contention_filter__task(f->filter, e->pid, t->tgid, t->comm);
}

static void apply(struct pby_fold *f, const struct pby_lock_event *e)
{
	static void (*const by_type[PBY_LOCK_EVENT_TYPES])(struct pby_fold *, const struct pby_lock_event *) = {
		[PBY_LOCK_BEGIN] = fold_wait__begin, [PBY_LOCK_END] = fold_wait__end,
		[PBY_LOCK_RELEASE] = on_release, [PBY_LOCK_OWNER] = on_owner, [PBY_LOCK_TASK] = on_task,
		[PBY_LOCK_EXIT] = on_exit_of, [PBY_LOCK_LOST] = on_lost,
	};
	bool late = e->ns < f->applied_ns;

	if (!counts(f, e))
		return;
	f->loss.disorder += late;
	if (late && e->type == PBY_LOCK_BEGIN)
		fold_wait__late(f, e);
	else
		by_type[e->type](f, e);
	if (!late)
		f->applied_ns = e->ns;
}

static struct pby_lock_event *slot(const struct pby_fold *f, uint32_t i)
{
	uint32_t at = f->window_first + i;

	return &f->window[at < f->limits.window ? at : at - f->limits.window];
}

static void apply_first(struct pby_fold *f)
{
	struct pby_lock_event e = *slot(f, 0);

	f->window_first = f->window_first + 1 < f->limits.window ? f->window_first + 1 : 0;
	f->window_nr--;
	apply(f, &e);
}

/* Times that no clock could have shown are not taken: they would make the others absurd. */
enum { MOST_YEARS = 100 };

void pby_fold__event(struct pby_fold *f, const struct pby_lock_event *e)
{
	uint32_t i;

	if (e->type >= PBY_LOCK_EVENT_TYPES || e->ns > MOST_YEARS * UINT64_C(31557600000000000))
		return;
	if (!f->first_ns || e->ns < f->first_ns)
		f->first_ns = e->ns;
	if (e->ns > f->now_ns)
		f->now_ns = e->ns;
	if (f->window_nr == f->limits.window)
		apply_first(f);
	/* Nearly in order: its place is at the end or close to it. */
	for (i = f->window_nr++; i && slot(f, i - 1)->ns > e->ns; i--)
		*slot(f, i) = *slot(f, i - 1);
	*slot(f, i) = *e;
}

void pby_fold__flush(struct pby_fold *f)
{
	while (f->window_nr)
		apply_first(f);
}
