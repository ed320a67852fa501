// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * interleave.c: two stacks whose lines alternate in a text without caller ids.
 *
 * A header that arrives before the open stack has ended means one of two things: that stack was
 * cut, or two CPUs print at once. Which one shows when a frame arrives that the new section cannot
 * have: one before its own "Call Trace:", or one that is no innermost frame.
 */
#include <string.h>

#include "source/dump/draft.h"

bool pby_interleave__begin(struct pby_parser *p, struct pby_stream *s, uint32_t seen)
{
	const uint32_t sleepers = PBY_SEEN_DUMP | PBY_SEEN_HUNG;
	struct pby_draft empty = s->other;

	/* A third stack at once is beyond what can be told apart. */
	if (!(seen & sleepers) || !(s->draft.task.seen & sleepers) || s->other.kind || s->draft.kind != PBY_DRAFT_TASK || !s->draft.header || s->draft.closed ||
	    !s->draft.trace || pby_draft__at_end(p, &s->draft))
		return false;
	s->other = s->draft;
	s->draft = (struct pby_draft){ .frames = empty.frames, .cap = empty.cap };
	s->mixed = false;
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

struct pby_draft *pby_interleave__pick(struct pby_parser *p, struct pby_stream *s, uint32_t frame)
{
	struct pby_draft *old = &s->other, *new = &s->draft, *pick;

	if (pby_draft__at_end(p, old) || old->closed) {
		pby_draft__finish(p, old, false);
		return new;
	}
	if (!new->trace) {
		s->mixed = true;
		pick = old;
	} else if (!new->nr) {
		pick = is_innermost(p, frame) ? new : old;
		s->mixed |= pick == old;
	} else if (s->mixed) {
		/* Strict alternation is the best guess that is left. */
		pick = s->turn_old ? old : new;
	} else {
		pby_draft__finish(p, old, false);
		return new;
	}
	s->turn_old = pick == new;
	return pick;
}

struct pby_draft *pby_interleave__mark(struct pby_parser *p, struct pby_stream *s, bool begins)
{
	if (!s->other.kind)
		return &s->draft;
	if (begins)
		return &s->draft;
	if (pby_draft__at_end(p, &s->draft) && !pby_draft__at_end(p, &s->other))
		return &s->draft;
	return s->mixed || pby_draft__at_end(p, &s->other) ? &s->other : &s->draft;
}
