// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* hang_svg.c: the wait-for graph drawn in columns: waiters left, the root of all waiting right. */
#include <string.h>

#include "base/buf.h"
#include "base/json.h"
#include "report/hang_graph.h"
#include "report/hang_views.h"
#include "report/html.h"

/* In user units; a letter of the label's face is about LETTER wide. */
enum { BOX_W = 180, BOX_H = 36, GAP_X = 170, GAP_Y = 24, MARGIN = 16, LETTER = 6, LABEL_MAX = 27 };

static const char style[] =
	"<style>.hang-graph{font:12px system-ui,sans-serif}"
	".hang-graph rect{fill:none;stroke:currentColor;stroke-width:1.2}"
	".hang-graph .root{stroke:#d97706;stroke-width:2.5}.hang-graph .cycle{stroke:#dc2626;stroke-width:2.5}"
	".hang-graph .outside{stroke-dasharray:4 3}.hang-graph text{fill:currentColor}"
	".hang-graph .want{font-size:10px;opacity:.8}"
	".hang-graph path{fill:none;stroke:currentColor;stroke-width:1.2}"
	".hang-graph .derived{stroke-dasharray:7 3}.hang-graph .guessed{stroke-dasharray:2 3}"
	".hang-graph path.cycle{stroke:#dc2626;stroke-width:2}"
	".hang-graph marker path{fill:currentColor;stroke:none}.hang-graph marker .cycle{fill:#dc2626}</style>";

/* Arrow heads cannot take the colour of their line: there is one of each. */
static const char heads[] =
	"<defs><marker id=\"hang-tip\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\" "
	"markerHeight=\"7\" orient=\"auto\"><path d=\"M0 0L8 4L0 8z\"/></marker>"
	"<marker id=\"hang-tip-cycle\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"5\" "
	"markerHeight=\"5\" orient=\"auto\"><path class=\"cycle\" d=\"M0 0L8 4L0 8z\"/></marker></defs>\n";

static const char *const role_names[] = {
	[PBY_BOX_WAITER] = "waiter", [PBY_BOX_ROOT] = "root", [PBY_BOX_CYCLE] = "cycle",
	[PBY_BOX_OUTSIDE] = "outside",
};

static int left_of(const struct pby_drawing *d, const struct pby_box *b)
{
	return MARGIN + (int)(d->columns - 1 - b->column) * (BOX_W + GAP_X);
}

static int top_of(const struct pby_box *b)
{
	return MARGIN + (int)b->row * (BOX_H + GAP_Y);
}

/* A label cut to fit its box; a cut inside a character of several bytes is moved before it. */
static void fitting(struct pby_buf *out, const char *text)
{
	PBY_AUTO_BUF cut = { 0 };
	size_t len = strlen(text);

	if (len > LABEL_MAX) {
		len = LABEL_MAX - 1;
		while (len && ((unsigned char)text[len] & 0xc0) == 0x80)
			len--;
		pby_buf__add(&cut, text, len);
		pby_buf__adds(&cut, "\342\200\246");
		text = pby_buf__text(&cut);
	}
	pby_html__text(out, text);
}

static void draw_box(const struct pby_drawing *d, const struct pby_box *b, struct pby_buf *out)
{
	int x = left_of(d, b), y = top_of(b);

	pby_buf__adds(out, "<g>");
	if (b->detail) {
		pby_buf__adds(out, "<title>");
		pby_html__text(out, b->detail);
		pby_buf__adds(out, "</title>");
	}
	pby_buf__addf(out, "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"7\"/>"
			   "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">",
		      role_names[b->role], x, y, BOX_W, BOX_H, x + BOX_W / 2, y + BOX_H / 2 + 4);
	fitting(out, b->label);
	pby_buf__adds(out, "</text></g>\n");
}

static bool goes_round(const struct pby_drawing *d, const struct pby_arrow *a)
{
	return d->boxes.items[a->to].column >= d->boxes.items[a->from].column;
}

/* To the right from box to box; inside a column, and backwards, around the right side. */
static void draw_arrow(const struct pby_drawing *d, const struct pby_arrow *a, uint32_t nr,
		       struct pby_buf *out)
{
	const struct pby_box *from = &d->boxes.items[a->from], *to = &d->boxes.items[a->to];
	int x1 = left_of(d, from) + BOX_W, y1 = top_of(from) + BOX_H / 2;
	int x2 = left_of(d, to), y2 = top_of(to) + BOX_H / 2;
	bool round = goes_round(d, a);
	int bend = round ? 40 + (int)(nr % 4) * 12 : GAP_X / 2;

	if (round) {
		x2 += BOX_W;
		y2 += a->from == a->to ? 12 : 6;
	}
	pby_buf__addf(out, "<path class=\"%s%s\" marker-end=\"url(#hang-tip%s)\" d=\"M%d %dC%d %d %d %d %d %d\"/>"
			   "<text class=\"want\" x=\"%d\" y=\"%d\">",
		      a->evidence, a->in_cycle ? " cycle" : "", a->in_cycle ? "-cycle" : "", x1, y1, x1 + bend, y1,
		      round ? x2 + bend : x2 - bend, y2, round ? x2 : x2 - 2, y2,
		      round ? x1 + bend : x1 + 8, round ? (y1 + y2) / 2 - 4 : y1 - 5);
	fitting(out, a->label);
	pby_buf__adds(out, "</text>\n");
}

void pby_hang__svg(const struct json_object *result, struct pby_buf *out)
{
	struct pby_drawing d;
	int width, height, beside = 0;

	if (!pby_drawing__make(&d, result) || !d.boxes.nr) {
		pby_drawing__free(&d);
		return;
	}
	for (uint32_t i = 0; i < d.arrows.nr && !beside; i++)
		beside = goes_round(&d, &d.arrows.items[i]) ? 80 + LABEL_MAX * LETTER : 0;
	width = 2 * MARGIN + (int)d.columns * BOX_W + (int)(d.columns - 1) * GAP_X + beside;
	height = 2 * MARGIN + (int)d.rows * (BOX_H + GAP_Y);
	pby_buf__addf(out, "<svg class=\"hang-graph\" xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" "
			   "viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\">\n<title>", width, height, width, height);
	pby_html__text(out, pby_json__get_str(result, "verdict"));
	pby_buf__addf(out, "</title>%s\n%s", style, heads);
	for (uint32_t i = 0; i < d.arrows.nr; i++)
		draw_arrow(&d, &d.arrows.items[i], i, out);
	for (uint32_t i = 0; i < d.boxes.nr; i++)
		draw_box(&d, &d.boxes.items[i], out);
	if (d.left_out)
		pby_buf__addf(out, "<text x=\"%d\" y=\"%d\">and %u waits more</text>\n", MARGIN, height - 12, d.left_out);
	pby_buf__adds(out, "</svg>\n");
	pby_drawing__free(&d);
}
