// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * wrap.c: which line continues the one before it.
 *
 * A line with a stamp of its own continues nothing. One without continues a stamped line that was
 * long enough to be broken, or any line that is visibly incomplete ("task:x state:D stack:0 pid:1",
 * "[<ffffffff81074033>] ?").
 */
#include "source/dump/wrap.h"

#include <string.h>

#include "source/dump/header.h"
#include "source/dump/shape.h"

/* Columns: nothing narrower was wrapped, nothing wider came out of wrapping. */
enum { NARROWEST = 66, WIDEST = 140 };

static uint32_t first_word(struct pby_text t)
{
	struct pby_text word;

	return pby_text__word(&t, &word) ? pby_text__len(&word) : 0;
}

static struct pby_text text_of(const struct pby_buf *b)
{
	return pby_text__of(pby_buf__text(b), b->len);
}

static void set(struct pby_wrap *w, struct pby_text a, struct pby_text b, bool blank)
{
	while (blank && !pby_text__empty(&a) && a.end[-1] == ' ')
		a.end--;
	w->joined.len = 0;
	pby_buf__add(&w->joined, a.p, pby_text__len(&a));
	if (blank)
		pby_buf__addc(&w->joined, ' ');
	pby_buf__add(&w->joined, b.p, pby_text__len(&b));
}

/*
 * An old header has no mark of its own, and a frame may go on with its module or its file: only
 * the whole shows that two lines were one.
 */
static bool makes_whole(struct pby_wrap *w, struct pby_text a, struct pby_text b)
{
	b = pby_text__trim(b);
	if (pby_shape__is_frame(b) || pby_header__is_old(b) || pby_header__is_old(pby_text__trim(a)))
		return false;
	set(w, a, b, true);
	return pby_header__is_old(pby_text__trim(text_of(&w->joined))) ||
	       (pby_shape__is_frame(a) && pby_shape__is_frame(text_of(&w->joined)));
}

static bool continues(struct pby_wrap *w, const struct pby_line *b)
{
	const struct pby_line *a = &w->line;
	struct pby_text text = text_of(&w->pending);
	uint32_t word = first_word(b->text);
	enum pby_cut cut;

	/* The word would have found room: the line was not broken here. */
	if (!word || a->foreign || a->width + 1 + word <= NARROWEST || a->width > WIDEST ||
	    pby_shape__stands_alone(b->text))
		return false;
	cut = pby_shape__cut(text);
	if (cut && !pby_header__is_old(pby_text__trim(b->text)))
		return a->stamped || cut == PBY_CUT_SYMBOL || !pby_shape__is_frame(b->text);
	/* Where lines have stamps, one without is the rest of another. */
	if (a->stamped && !pby_shape__is_whole(text))
		return true;
	return makes_whole(w, text, b->text);
}

static void count_break(struct pby_wrap *w, uint32_t column)
{
	if (column > w->widest) {
		w->nr_below += w->nr_widest;
		w->nr_widest = 0;
		w->widest = column;
	}
	if (column == w->widest)
		w->nr_widest++;
	else
		w->nr_below++;
}

static int sense(struct pby_text t)
{
	return pby_shape__is_whole(t) ? 2 : pby_shape__cut(t) == PBY_CUT_NOT;
}

/*
 * Whether the break swallowed a blank (words were moved) or nothing (cut at a column) shows in
 * which of the two makes sense, else in the breaks so far: cuts are all at the same column.
 */
static void join(struct pby_wrap *w, const struct pby_line *b)
{
	struct pby_text a = text_of(&w->pending), moved = pby_text__trim(b->text);
	bool hyphen = pby_text__ends(a, "-") && !pby_text__ends(a, " -");
	bool blank = !hyphen && !(w->nr_widest > 3 && w->nr_widest > 4 * w->nr_below);
	struct pby_buf swap;
	int with, without;

	count_break(w, w->line.width);
	set(w, a, b->text, false);
	without = sense(text_of(&w->joined));
	set(w, a, moved, true);
	with = sense(text_of(&w->joined));
	if (without > with || (without == with && !blank))
		set(w, a, b->text, false);
	swap = w->pending;
	w->pending = w->joined;
	w->joined = swap;
	w->line.width = b->width;
}

void pby_wrap__flush(struct pby_wrap *w)
{
	if (!w->has)
		return;
	w->has = false;
	w->line.text = text_of(&w->pending);
	w->line.caller = pby_text__str(w->caller);
	w->take(w->to, &w->line);
}

void pby_wrap__line(struct pby_wrap *w, const struct pby_line *line)
{
	if (w->has && !line->stamped && continues(w, line)) {
		join(w, line);
		return;
	}
	pby_wrap__flush(w);
	w->line = *line;
	w->has = true;
	w->pending.len = 0;
	pby_buf__add(&w->pending, line->text.p, pby_text__len(&line->text));
	pby_text__copy(line->caller, w->caller, sizeof(w->caller));
}

void pby_wrap__free(struct pby_wrap *w)
{
	pby_buf__free(&w->pending);
	pby_buf__free(&w->joined);
}
