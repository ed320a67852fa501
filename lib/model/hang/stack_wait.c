// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* stack_wait.c: matches the rows of knowledge against one stack. */
#include "model/hang/stack_wait.h"

#include <string.h>

#include "base/text.h"
#include "model/hang/pattern.h"

/* How many real frames may lie between the primitive and the function that explains it. */
enum { WINDOW = 2, WINDOW_SCANNED = 8 };

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
		/* "0xc000001b9ab07540 (unreliable)" and calls into what has no symbols name nothing. */
		if ((f->pc && !running) || !strncmp(f->name, "0x", 2))
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

/* A stack of leftovers without a function that sleeps: what explains it may lie deep. */
static uint32_t window(const struct pby_stack_wait *w)
{
	return w->doubtful && w->prim.kind == PBY_PRIM_HIDDEN ? WINDOW_SCANNED : WINDOW;
}

/* Finds the other elements, further out; the number of all elements, or 0. *last is the outermost one. */
static uint32_t find_all(const struct pby_stack_wait *w, const char *rest, uint32_t at, uint32_t *last)
{
	uint32_t elements;

	*last = at;
	if (!*rest)
		return 1;
	elements = pby_pattern__find(rest, w->names, at + 1, w->nr, last);
	return elements ? elements + 1 : 0;
}

static bool goes_with(const struct pby_wait_row *row, const struct pby_stack_wait *w,
		      const char *release, uint32_t dist)
{
	bool lock = pby_primitive__is_lock(w->prim.kind);

	if (!pby_release__in(release, row->since, row->until))
		return false;
	if (row->primitive && (row->primitive != w->prim.kind || (dist && !w->doubtful)))
		return false;
	if (!row->any_primitive && !pby_primitive__fits(w->prim.kind, row->cls))
		return false;
	if (row->deep)
		return !lock && w->prim.kind != PBY_PRIM_SPIN;
	/* Who takes a lock is the next frame; who waits for an event may do so in a small helper. */
	if (pby_wait_class__is_sleeping_lock(row->cls) && !row->any_primitive)
		return dist == 0;
	return dist <= window(w);
}

static int64_t score(const struct pby_wait_row *row, uint32_t dist, uint32_t elements, int fit)
{
	int64_t s = (int64_t)elements * 1000 + (fit == INT16_MAX ? 900 : fit);

	s += row->primitive ? 500 : 0;
	s -= (int64_t)dist * 100000;
	return row->deep ? s - 1000000000 : s;
}

/* Tries one row at frame "at"; keeps it in w when it is the best so far. */
static void try_row(struct pby_stack_wait *w, const struct pby_row_fit *f, uint32_t at,
		    const char *release, int64_t *best)
{
	const struct pby_wait_row *row = f->row;
	uint32_t dist = distance(w, at), last, elements;
	int64_t s;

	if (!goes_with(row, w, release, dist))
		return;
	elements = find_all(w, f->rest, at, &last);
	if (!elements)
		return;
	s = score(row, dist, elements, f->fit);
	if (w->row && s <= *best)
		return;
	*best = s;
	w->row = row;
	w->at = at;
	w->exact = f->fit == INT16_MAX;
}

static void find_row(struct pby_stack_wait *w, const struct pby_knowledge *know, const struct pby_name_rows *rows,
		     const char *release)
{
	int64_t best = 0;

	for (uint32_t i = w->prim.caller; i < w->nr; i++) {
		for (uint32_t k = 0; k < rows[i].nr_waits; k++)
			try_row(w, &know->fits.items[rows[i].start + k], i, release, &best);
		/* Nothing further out can beat a row that says more than where the task is. */
		if (w->row && !w->row->deep && distance(w, i + 1) > window(w))
			return;
	}
}

/* Whether the function that holds is named by the row, or only fits a "*". */
static bool names_holder(const struct pby_row_fit *f, const char *name)
{
	const char *last = strrchr(f->rest, ' ');

	if (!*f->rest)
		return f->fit == INT16_MAX;
	return pby_pattern__fit_any(pby_text__str(last ? last + 1 : f->rest), name) == INT16_MAX;
}

static void add_hold(struct pby_stack_wait *w, const struct pby_row_fit *f, uint32_t at)
{
	const struct pby_hold_row *row = f->row;
	uint32_t last;

	if ((row->with && at != w->prim.caller) || w->nr_holds == PBY_STACK_WAIT_HOLDS || !find_all(w, f->rest, at, &last))
		return;
	for (uint32_t k = 0; k < w->nr_holds; k++)
		if (!strcmp(w->holds[k].row->object, row->object))
			return;
	w->holds[w->nr_holds++] = (struct pby_stack_hold){
		row, (uint16_t)last, names_holder(f, w->names[last]),
		w->row && !strcmp(w->row->object, row->object) };
}

static void find_holds(struct pby_stack_wait *w, const struct pby_knowledge *know, const struct pby_name_rows *rows)
{
	for (uint32_t i = w->prim.caller; i < w->nr; i++) {
		uint32_t start = rows[i].start + rows[i].nr_waits;

		for (uint32_t k = 0; k < rows[i].nr_holds; k++)
			add_hold(w, &know->fits.items[start + k], i);
	}
}

void pby_stack_wait__judge(struct pby_stack_wait *w, struct pby_knowledge *know,
			   struct pby_stack stack, const char *release, bool running)
{
	struct pby_name_rows rows[PBY_STACK_WAIT_FRAMES];
	enum pby_primitive kinds[PBY_STACK_WAIT_FRAMES];

	*w = (struct pby_stack_wait){ 0 };
	select_frames(w, stack, running);
	for (uint32_t i = 0; i < w->nr; i++) {
		rows[i] = pby_knowledge__rows(know, w->names[i]);
		kinds[i] = rows[i].primitive;
	}
	w->prim = pby_primitive__of_kinds(kinds, w->nr, w->doubtful);
	find_row(w, know, rows, release);
	w->cls = w->row ? (enum pby_wait_class)w->row->cls : pby_primitive__class(&w->prim);
	find_holds(w, know, rows);
}
