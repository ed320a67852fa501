// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* points_text.c: the attach points as a table of one screen, or each with its particulars. */
#include <string.h>

#include "base/json.h"
#include "report/paint.h"
#include "report/points.h"
#include "report/points_words.h"

enum { HOOK = 17, WORKS = 24, MECHANISM = 35, SHARES = 11, LOSES = 7, MARGIN = 10 };

static bool is(const struct json_object *o, const char *key, const char *value)
{
	return !strcmp(pby_json__get_str(o, key), value);
}

/* A cell: text, then blanks up to the width; never cut, at least one blank. */
static void cell(struct pby_buf *out, const struct pby_style *style, enum pby_colour colour,
		 const char *text, size_t width)
{
	size_t n = strlen(text);

	pby_paint__add(out, style, colour, text);
	pby_buf__fill(out, ' ', n < width ? width - n : 1);
}

/* How many ways there are; none is only said of a hook that is known. */
static void count_cell(struct pby_buf *out, const struct pby_style *style,
		       const struct json_object *p, const char *key, size_t width)
{
	size_t n = pby_json__len(pby_json__get(p, key));
	PBY_AUTO_BUF text = { 0 };

	if (n)
		pby_buf__addf(&text, "%zu", n);
	else
		pby_buf__adds(&text, is(p, "works", "unknown") ? "?" : "-");
	cell(out, style, PBY_PLAIN, pby_buf__text(&text), width);
}

static enum pby_colour works_colour(const struct json_object *p)
{
	return is(p, "works", "yes") ? PBY_GREEN : is(p, "works", "no") ? PBY_DIM : PBY_YELLOW;
}

static void row(const struct json_object *p, const struct pby_style *style, struct pby_buf *out)
{
	PBY_AUTO_BUF works = { 0 };

	pby_points__works(p, &works);
	cell(out, style, PBY_BOLD, pby_json__get_str(p, "hook"), HOOK);
	cell(out, style, works_colour(p), pby_buf__text(&works), WORKS);
	cell(out, style, PBY_PLAIN, is(p, "works", "no") ? "-" : pby_json__get_str(p, "mechanism_text"),
	     MECHANISM);
	cell(out, style, PBY_PLAIN, pby_points__shares(p), SHARES);
	count_cell(out, style, p, "loses", LOSES);
	count_cell(out, style, p, "hangs", 1);
	while (out->len && out->data[out->len - 1] == ' ')
		out->len--;
	pby_buf__addc(out, '\n');
}

static void labelled(const char *label, const char *text, const struct pby_style *style,
		     struct pby_buf *out)
{
	if (!*text)
		return;
	pby_buf__fill(out, ' ', MARGIN);
	pby_paint__add(out, style, PBY_DIM, label);
	pby_paint__wrap(out, style, MARGIN + 2, text);
}

static void block(const struct json_object *p, const struct pby_style *style, struct pby_buf *out)
{
	const struct json_object *list = pby_json__get(p, "loses");
	PBY_AUTO_BUF because = { 0 }, trial = { 0 }, ids = { 0 };

	row(p, style, out);
	pby_buf__addf(&because, "%s (%s)", pby_json__get_str(p, "because"),
		      is(p, "works", "unknown") ? "unknown" : pby_json__get_str(p, "strength"));
	labelled("because: ", pby_buf__text(&because), style, out);
	pby_points__trial(pby_json__get(p, "probe"), &trial);
	labelled("probe: ", pby_buf__text(&trial), style, out);
	labelled("how: ", pby_json__get_str(p, "how"), style, out);
	labelled("shares: ", pby_json__get_str(p, "scales"), style, out);
	for (size_t i = 0; i < pby_json__len(list); i++) {
		PBY_AUTO_BUF loss = { 0 };

		pby_points__loss(pby_json__item(list, i), &loss);
		labelled("loses: ", pby_buf__text(&loss), style, out);
	}
	pby_points__hangs(p, &ids);
	labelled("can hang: ", pby_buf__text(&ids), style, out);
	labelled("do: ", pby_json__get_str(p, "advice"), style, out);
}

static void refusal(const struct json_object *result, const struct pby_style *style,
		    struct pby_buf *out)
{
	const char *why = pby_points__refusal(result);

	if (!*why)
		return;
	pby_paint__add(out, style, PBY_YELLOW, "not probed: ");
	pby_paint__wrap(out, style, MARGIN + 2, why);
}

void pby_points__text(const struct json_object *result, const struct pby_style *style,
		      struct pby_buf *out)
{
	const struct json_object *points = pby_json__get(result, "attach_points");
	PBY_AUTO_BUF title = { 0 };

	pby_points__title(result, &title);
	pby_paint__add(out, style, PBY_BOLD, pby_buf__text(&title));
	pby_buf__addc(out, '\n');
	refusal(result, style, out);
	cell(out, style, PBY_DIM, "hook", HOOK);
	cell(out, style, PBY_DIM, "works", WORKS);
	cell(out, style, PBY_DIM, "mechanism", MECHANISM);
	cell(out, style, PBY_DIM, "shares", SHARES);
	cell(out, style, PBY_DIM, "loses", LOSES);
	pby_paint__add(out, style, PBY_DIM, "hangs");
	pby_buf__addc(out, '\n');
	for (size_t i = 0; i < pby_json__len(points); i++)
		(style->verbose ? block : row)(pby_json__item(points, i), style, out);
	if (!style->verbose)
		pby_buf__adds(out, "probity check --points -v says what each loses and can hang, and what to do.\n");
}
