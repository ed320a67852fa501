// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* timeline.c: collects the waits for one lock. */
#include "model/contention/timeline.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "model/contention/contention.h"

int pby_timeline__init(struct pby_timeline *t, uint64_t lock)
{
	*t = (struct pby_timeline){ .lock = lock };
	if (pby_slots__init(&t->open, PBY_TIMELINE_OPEN) || pby_slots__init(&t->tasks, PBY_TIMELINE_OPEN))
		return -ENOMEM;
	t->open_wait = calloc(PBY_TIMELINE_OPEN, sizeof(*t->open_wait));
	t->comms = calloc(PBY_TIMELINE_OPEN, sizeof(*t->comms));
	return t->open_wait && t->comms ? 0 : -ENOMEM;
}

void pby_timeline__free(struct pby_timeline *t)
{
	pby_slots__free(&t->open);
	pby_slots__free(&t->tasks);
	free(t->open_wait);
	free(t->comms);
	pby_arena__free(&t->arena);
	*t = (struct pby_timeline){ 0 };
}

void pby_timeline__name(struct pby_timeline *t, const struct pby_lock_name *name)
{
	uint32_t place;

	if (name->type != PBY_LOCK_NAMES_TASK)
		return;
	place = pby_slots__find(&t->tasks, name->number);
	if (place == PBY_SLOT_NONE)
		place = pby_slots__take(&t->tasks, name->number);
	if (place != PBY_SLOT_NONE)
		snprintf(t->comms[place], sizeof(t->comms[place]), "%s", name->text);
}

static void begin(struct pby_timeline *t, const struct pby_lock_event *e)
{
	uint32_t place = pby_slots__find(&t->open, (uint64_t)e->pid), task;
	struct pby_timeline_wait *w;
	enum pby_lock_mode mode;

	if (place != PBY_SLOT_NONE)	/* a mutex spins, then sleeps: one wait */
		return;
	w = t->waits.nr < PBY_TIMELINE_WAITS ? PBY_PUSH(&t->arena, &t->waits) : NULL;
	if (!w) {
		t->left_out++;
		return;
	}
	pby_lcb__kind(e->flags, &mode);
	*w = (struct pby_timeline_wait){ .begin_ns = e->ns, .pid = e->pid, .mode = mode };
	task = pby_slots__find(&t->tasks, (uint64_t)e->pid);
	if (task != PBY_SLOT_NONE)
		snprintf(w->comm, sizeof(w->comm), "%s", t->comms[task]);
	place = pby_slots__take(&t->open, (uint64_t)e->pid);
	if (place != PBY_SLOT_NONE)
		t->open_wait[place] = t->waits.nr - 1;
}

static void end(struct pby_timeline *t, const struct pby_lock_event *e)
{
	uint32_t place = pby_slots__find(&t->open, (uint64_t)e->pid);
	struct pby_timeline_wait *w;

	if (place == PBY_SLOT_NONE)
		return;
	w = &t->waits.items[t->open_wait[place]];
	w->end_ns = e->ns > w->begin_ns ? e->ns : w->begin_ns + 1;
	w->failed = e->ret != 0;
	pby_slots__drop(&t->open, place);
}

void pby_timeline__event(struct pby_timeline *t, const struct pby_lock_event *e)
{
	if (e->ns > t->to_ns)
		t->to_ns = e->ns;
	if (e->lock != t->lock || (e->type != PBY_LOCK_BEGIN && e->type != PBY_LOCK_END))
		return;
	if (!t->from_ns || e->ns < t->from_ns)
		t->from_ns = e->ns;
	if (e->type == PBY_LOCK_BEGIN)
		begin(t, e);
	else
		end(t, e);
}
