// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* stack_wait.c: matches the rows of knowledge against one stack. */
#include "model/hang/stack_wait.h"

#include <string.h>

#include "base/text.h"
#include "model/hang/pattern.h"

/* How many real frames may lie between the primitive and the function that explains it. */
enum { WINDOW = 2 };

static bool version(const char *text, uint64_t *major, uint64_t *minor)
{
	struct pby_text t = pby_text__str(text);

	return pby_text__u64(&t, major) && pby_text__eat(&t, ".") && pby_text__u64(&t, minor);
}

bool pby_release__in(const char *release, const char *since, const char *until)
{
	uint64_t major, minor, a, b;

	if (!release || !version(release, &major, &minor))
		return true;
	if (since && version(since, &a, &b) && (major < a || (major == a && minor < b)))
		return false;
	return !(until && version(until, &a, &b) && (major > a || (major == a && minor > b)));
}

/* Leftovers and interrupts are no part of why a task sleeps; when all are "?", they are all there is. */
static void select_frames(struct pby_stack_wait *w, struct pby_stack stack, bool running)
{
	bool reliable = false;

	for (uint32_t i = 0; i < stack.nr; i++)
		reliable |= !stack.items[i].unreliable && !stack.items[i].interrupt &&
			    !stack.items[i].pc;
	w->doubtful = stack.nr && !reliable;
	for (uint32_t i = 0; i < stack.nr && w->nr < PBY_STACK_WAIT_FRAMES; i++) {
		const struct pby_frame *f = &stack.items[i];

		if ((f->unreliable && reliable) || (f->interrupt && !w->doubtful))
			continue;
		if (f->pc && !running)
			continue;
		w->names[w->nr] = f->name;
		w->inlined[w->nr++] = f->inlined;
	}
}

/* Real frames between the primitive and frame i. */
static uint32_t distance(const struct pby_stack_wait *w, uint32_t i)
{
	uint32_t d = 0;

	for (uint32_t k = w->prim.caller; k < i; k++)
		d += !w->inlined[k];
	return d;
}

/* How well a frame fits the row's first element: exact ones beat those with a "*". */
static int fit_first(const char *frames, const char *name)
{
	struct pby_text rest = pby_text__str(frames), first;

	pby_text__word(&rest, &first);
	return pby_pattern__fit_any(first, name);
}

static bool goes_with(const struct pby_wait_row *row, const struct pby_stack_wait *w,
		      const char *release, uint32_t dist)
{
	bool lock = pby_primitive__is_lock(w->prim.kind);

	if (!pby_release__in(release, row->since, row->until))
		return false;
	if (!row->any_primitive && !pby_primitive__fits(w->prim.kind, row->cls))
		return false;
	if (row->deep)
		return !lock && w->prim.kind != PBY_PRIM_SPIN;
	/* Who takes a lock is the next frame; who waits for an event may do so in a small helper. */
	if (pby_wait_class__is_sleeping_lock(row->cls) && !row->any_primitive)
		return dist == 0;
	return dist <= WINDOW;
}

static int64_t score(const struct pby_wait_row *row, uint32_t dist, uint32_t elements, int fit)
{
	int64_t s = (int64_t)elements * 1000 + (fit == INT16_MAX ? 900 : fit);

	s -= (int64_t)dist * 100000;
	return row->deep ? s - 1000000000 : s;
}

/* Tries one row at frame i; keeps it in w when it is the best so far. */
static void try_row(struct pby_stack_wait *w, const struct pby_wait_row *row, uint32_t i,
		    const char *release, int64_t *best)
{
	uint32_t dist = distance(w, i), first, last, elements;
	int fit = fit_first(row->frames, w->names[i]);
	int64_t s;

	if (fit < 0 || !goes_with(row, w, release, dist))
		return;
	elements = pby_pattern__find(row->frames, w->names, i, w->nr, true, &first, &last);
	if (!elements)
		return;
	s = score(row, dist, elements, fit);
	if (w->row && s <= *best)
		return;
	*best = s;
	w->row = row;
	w->at = i;
	w->exact = fit == INT16_MAX;
}

static void find_row(struct pby_stack_wait *w, const struct pby_knowledge *know,
		     const char *release)
{
	int64_t best = 0;

	for (uint32_t i = w->prim.caller; i < w->nr; i++) {
		const char *name = w->names[i];
		uint32_t link = pby_map__get(&know->waits_by_frame, name, strlen(name));

		for (; link != PBY_MAP_NONE; link = know->links.items[link].next)
			try_row(w, know->links.items[link].row, i, release, &best);
		for (uint32_t g = 0; g < know->glob_waits.nr; g++)
			try_row(w, know->glob_waits.items[g], i, release, &best);
		/* Nothing further out can beat a row that says more than where the task is. */
		if (w->row && !w->row->deep && distance(w, i + 1) > WINDOW)
			return;
	}
}

/* Whether the function that holds is named by the row, or only fits a "*". */
static bool names_holder(const char *frames, const char *name)
{
	const char *last = strrchr(frames, ' ');

	return pby_pattern__fit_any(pby_text__str(last ? last + 1 : frames), name) == INT16_MAX;
}

static void add_hold(struct pby_stack_wait *w, const struct pby_hold_row *row, uint32_t i)
{
	uint32_t first, last;

	if (fit_first(row->frames, w->names[i]) < 0 || w->nr_holds == PBY_STACK_WAIT_HOLDS)
		return;
	if (!pby_pattern__find(row->frames, w->names, i, w->nr, true, &first, &last))
		return;
	/*
	 * Who waits for the lock does not have it, though an outer frame says that it is taken there.
	 * A task that takes a lock twice is shown by lists and blocker lines only.
	 */
	if (w->row && !strcmp(w->row->object, row->object))
		return;
	for (uint32_t k = 0; k < w->nr_holds; k++)
		if (!strcmp(w->holds[k].row->object, row->object))
			return;
	w->holds[w->nr_holds++] = (struct pby_stack_hold){
		row, (uint16_t)last, names_holder(row->frames, w->names[last]) };
}

static void find_holds(struct pby_stack_wait *w, const struct pby_knowledge *know)
{
	for (uint32_t i = w->prim.caller; i < w->nr; i++) {
		const char *name = w->names[i];
		uint32_t link = pby_map__get(&know->holds_by_frame, name, strlen(name));

		for (; link != PBY_MAP_NONE; link = know->links.items[link].next)
			add_hold(w, know->links.items[link].row, i);
		for (uint32_t g = 0; g < know->glob_holds.nr; g++)
			add_hold(w, know->glob_holds.items[g], i);
	}
}

void pby_stack_wait__judge(struct pby_stack_wait *w, const struct pby_knowledge *know,
			   struct pby_stack stack, const char *release, bool running)
{
	*w = (struct pby_stack_wait){ 0 };
	select_frames(w, stack, running);
	w->prim = pby_primitive__of(w->names, w->nr);
	find_row(w, know, release);
	w->cls = w->row ? (enum pby_wait_class)w->row->cls : pby_primitive__class(&w->prim);
	find_holds(w, know);
}
