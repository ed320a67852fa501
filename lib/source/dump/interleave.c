// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * interleave.c: two stacks whose lines alternate in a text without caller ids.
 *
 * A header that arrives before the open stack has ended means one of two things: that stack was
 * cut, or two CPUs print at once. Which one shows when something arrives that the new section cannot
 * have: a frame before its own "Call Trace:", a second "Call Trace:", a frame that is no innermost
 * one. From then on a frame goes where its caller was seen to call it in stacks that were not mixed,
 * else to the stack that did not get the last one.
 */
#include <string.h>

#include "source/dump/draft.h"

bool pby_interleave__begin(struct pby_parser *p, struct pby_stream *s, uint32_t seen)
{
	const uint32_t sleepers = PBY_SEEN_DUMP | PBY_SEEN_HUNG;
	struct pby_draft empty = s->other;

	/* A third stack at once is beyond what can be told apart. */
	if (!(seen & sleepers) || !(s->draft.task.seen & sleepers) || s->other.kind ||
	    s->draft.kind != PBY_DRAFT_TASK || s->draft.closed || s->draft.ended ||
	    pby_draft__at_end(p, &s->draft))
		return false;
	s->other = s->draft;
	s->draft = (struct pby_draft){ .frames = empty.frames, .cap = empty.cap };
	s->mixed = false;
	return true;
}

bool pby_interleave__swap(struct pby_stream *s, int32_t pid)
{
	struct pby_draft older = s->other;

	if (older.kind != PBY_DRAFT_TASK || older.header || older.task.pid != pid || pid < 0)
		return false;
	s->other = s->draft;
	s->draft = older;
	return true;
}

/* Names at which the saved stack of a sleeping task begins. */
static bool is_innermost(const struct pby_parser *p, uint32_t frame)
{
	static const char *const first[] = {
		"__schedule", "schedule", "context_switch", "__switch_to", "__schedule_loop", "dump_stack",
		"__dump_stack", "dump_stack_lvl", "show_stack", "dump_backtrace", "unwind_backtrace",
	};
	const char *name = p->stacks.frames.items[frame].name;

	for (size_t i = 0; i < sizeof(first) / sizeof(first[0]); i++) {
		if (!strcmp(name, first[i]))
			return true;
	}
	return false;
}

static bool is_done(const struct pby_parser *p, const struct pby_draft *d)
{
	return d->closed || d->ended || pby_draft__is_full(p, d);
}

/* Whether the last frame of a stack was seen to be called by this one. */
static bool follows(const struct pby_parser *p, const struct pby_draft *d, uint32_t frame)
{
	return d->nr && pby_stacks__was_pair(&p->stacks, d->frames[d->nr - 1], frame);
}

static struct pby_draft *pick_mixed(struct pby_parser *p, struct pby_stream *s, uint32_t frame)
{
	struct pby_draft *old = &s->other, *new = &s->draft;
	bool to_old = follows(p, old, frame), to_new = follows(p, new, frame);

	if (!old->nr || !new->nr)
		return is_innermost(p, frame) == !old->nr ? old : new;
	if (to_old != to_new)
		return to_old ? old : new;
	return s->turn_old ? old : new;
}

struct pby_draft *pby_interleave__pick(struct pby_parser *p, struct pby_stream *s, uint32_t frame)
{
	struct pby_draft *old = &s->other, *new = &s->draft, *pick;

	if (is_done(p, old)) {
		pby_draft__finish(p, old, false);
		return new;
	}
	if (is_done(p, new))
		return s->mixed ? old : new;
	if (old->trace && !new->trace) {
		s->mixed = true;
		pick = old;
	} else if (!old->trace && !old->nr) {
		return new;
	} else if (!s->mixed && !new->nr && !is_innermost(p, frame)) {
		s->mixed = true;
		pick = old;
	} else if (s->mixed) {
		pick = pick_mixed(p, s, frame);
	} else {
		if (new->nr)
			pby_draft__finish(p, old, false);
		return new;
	}
	old->mixed = new->mixed = true;
	s->turn_old = pick == new;
	return pick;
}

struct pby_draft *pby_interleave__mark(struct pby_parser *p, struct pby_stream *s, bool begins)
{
	struct pby_draft *old = &s->other, *new = &s->draft;

	/* The older one may be merged already while the marks behind its last frame still come. */
	if (!old->kind)
		return !begins && s->mixed && !pby_draft__is_full(p, new) ? NULL : new;
	if (begins) {
		if (!new->trace || old->trace || new->nr)
			return new;
		s->mixed = true;
		return old;
	}
	if (is_done(p, new) && !is_done(p, old))
		return new;
	return s->mixed || is_done(p, old) ? old : new;
}
