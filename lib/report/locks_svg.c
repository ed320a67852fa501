// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * locks_svg.c: the queue of one lock over time. A bar for each wait, as deep in the picture as the
 * queue was; below it a strip of who was let in: readers and writers in colours, batches as blocks.
 */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/json.h"
#include "model/contention/verdict.h"
#include "report/html.h"
#include "report/locks.h"

enum { WIDTH = 1160, LEFT = 20, TOP = 64, LANES_HEIGHT = 420, STRIP = 30, AXIS = 24, LANES = 512, TICKS = 8 };

static const char style[] =
	"<style>.locks{font:12px system-ui,sans-serif}.locks text{fill:#1f2937}.locks .dim{fill:#6b7280;font-size:11px}"
	".locks .read{fill:#3b82f6}.locks .write{fill:#f97316}.locks .failed{fill:#9ca3af}"
	".locks .open{stroke:#b91c1c;stroke-width:1.5}.locks .in{font-size:10px;fill:#fff}"
	".locks line{stroke:#d1d5db}.locks .back{fill:#fff}</style>\n";

struct picture {
	const struct json_object *waits;
	struct pby_buf *out;
	double from, span;
	uint32_t lanes, *lane_of;
	double lane_height;
};

static double at(const struct picture *p, const struct json_object *w, const char *key)
{
	return (double)pby_json__get_int(w, key) - p->from;
}

static double x_of(const struct picture *p, double ns)
{
	return LEFT + ns / p->span * (WIDTH - 2 * LEFT);
}

static bool is_open(const struct json_object *w)
{
	return !pby_json__get(w, "end_ns");
}

static double end_of(const struct picture *p, const struct json_object *w)
{
	return is_open(w) ? p->span : at(p, w, "end_ns");
}

/* Each wait gets the topmost lane that is free when it begins. */
static bool lay_out(struct picture *p)
{
	double *free_at = calloc(LANES, sizeof(*free_at));
	size_t nr = pby_json__len(p->waits);

	p->lane_of = calloc(nr + 1, sizeof(*p->lane_of));
	for (size_t i = 0; free_at && p->lane_of && i < nr; i++) {
		const struct json_object *w = pby_json__item(p->waits, i);
		uint32_t lane = 0;

		while (lane + 1 < LANES && free_at[lane] > at(p, w, "begin_ns"))
			lane++;
		free_at[lane] = end_of(p, w);
		p->lane_of[i] = lane;
		p->lanes = lane + 1 > p->lanes ? lane + 1 : p->lanes;
	}
	p->lane_height = p->lanes ? (double)LANES_HEIGHT / p->lanes : 1;
	p->lane_height = p->lane_height > 18 ? 18 : p->lane_height;
	free(free_at);
	return p->lane_of != NULL;
}

static const char *class_of(const struct json_object *w)
{
	if (pby_json__get_bool(w, "failed"))
		return "failed";
	return !strcmp(pby_json__get_str(w, "mode"), "read") ? "read" : "write";
}

static void bar(const struct picture *p, size_t i)
{
	const struct json_object *w = pby_json__item(p->waits, i);
	double x = x_of(p, at(p, w, "begin_ns")), width = x_of(p, end_of(p, w)) - x, y = TOP + p->lane_of[i] * p->lane_height;
	char waited[32];

	pby_buf__addf(p->out, "<rect class=\"%s%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"><title>",
		      class_of(w), is_open(w) ? " open" : "", x, y, width < 0.6 ? 0.6 : width,
		      p->lane_height > 3 ? p->lane_height - 1 : p->lane_height);
	pby_html__text(p->out, pby_json__get_str(w, "comm"));
	pby_buf__addf(p->out, " %lld, to %s, %s%s</title></rect>\n", (long long)pby_json__get_int(w, "pid"),
		      pby_json__get_str(w, "mode"),
		      pby_ns__words((uint64_t)(end_of(p, w) - at(p, w, "begin_ns")), waited, sizeof(waited)),
		      is_open(w) ? ", still waiting" : pby_json__get_bool(w, "failed") ? ", gave up" : "");
}

struct grant {
	double ns;
	bool read;
};

static int by_time(const void *a, const void *b)
{
	const struct grant *x = a, *y = b;

	return x->ns < y->ns ? -1 : x->ns > y->ns;
}

static void block(const struct picture *p, const struct grant *first, double until, uint32_t nr, double y)
{
	double x = x_of(p, first->ns), width = x_of(p, until) - x;

	pby_buf__addf(p->out, "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%d\"><title>%u %s%s let in"
			      "</title></rect>\n", first->read ? "read" : "write", x, y, width < 0.6 ? 0.6 : width, STRIP - 8, nr,
		      first->read ? "reader" : "writer", nr == 1 ? "" : "s");
	if (width > 22)
		pby_buf__addf(p->out, "<text class=\"in\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">%u</text>\n",
			      x + width / 2, y + 15, nr);
}

/* Who was let in: a block for each row of readers or of writers, until the next one begins. */
static void strip(const struct picture *p, double y)
{
	size_t nr = pby_json__len(p->waits), n = 0;
	struct grant *grants = calloc(nr + 1, sizeof(*grants));
	size_t first = 0;

	for (size_t i = 0; grants && i < nr; i++) {
		const struct json_object *w = pby_json__item(p->waits, i);

		if (!is_open(w) && !pby_json__get_bool(w, "failed"))
			grants[n++] = (struct grant){ at(p, w, "end_ns"), !strcmp(pby_json__get_str(w, "mode"), "read") };
	}
	if (grants)
		qsort(grants, n, sizeof(*grants), by_time);
	for (size_t i = 1; i <= n && grants; i++) {
		if (i < n && grants[i].read == grants[first].read)
			continue;
		block(p, &grants[first], i < n ? grants[i].ns : grants[n - 1].ns + p->span / 200, (uint32_t)(i - first), y);
		first = i;
	}
	free(grants);
}

static void axis(const struct picture *p, double y)
{
	for (int i = 0; i <= TICKS; i++) {
		double ns = p->span * i / TICKS, x = x_of(p, ns);
		char text[32];

		pby_buf__addf(p->out, "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%.1f\"/><text class=\"dim\" x=\"%.1f\" y=\"%.1f\" "
				      "text-anchor=\"%s\">%s</text>\n", x, TOP - 4, x, y, x, y + 16,
			      i == 0 ? "start" : i == TICKS ? "end" : "middle",
			      i ? pby_ns__words((uint64_t)ns, text, sizeof(text)) : "0");
	}
}

static void legend(const struct picture *p, const struct json_object *timeline)
{
	static const struct {
		const char *cls, *text;
	} rows[] = { { "read", "waits to read" }, { "write", "waits to write, or alone" }, { "failed", "gave up" },
		     { "failed open", "still waits (red edge)" } };
	int x = LEFT;

	pby_buf__addf(p->out, "<text x=\"%d\" y=\"20\" font-size=\"15\" font-weight=\"600\">", LEFT);
	pby_html__text(p->out, pby_json__get_str(timeline, "name"));
	pby_buf__addf(p->out, "</text><text class=\"dim\" x=\"%d\" y=\"20\" text-anchor=\"end\">%zu waits, up to %u at a time</text>\n",
		      WIDTH - LEFT, pby_json__len(p->waits), p->lanes);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		pby_buf__addf(p->out, "<rect class=\"%s\" x=\"%d\" y=\"34\" width=\"12\" height=\"12\"/><text x=\"%d\" y=\"44\">%s"
				      "</text>\n", rows[i].cls, x, x + 17, rows[i].text);
		x += 40 + 7 * (int)strlen(rows[i].text);
	}
	pby_buf__addf(p->out, "<text class=\"dim\" x=\"%d\" y=\"44\">strip below: who was let in, in batches</text>\n", x);
}

void pby_locks__svg(const struct json_object *result, struct pby_buf *out)
{
	const struct json_object *timeline = pby_json__get(result, "timeline");
	struct picture p = { .waits = pby_json__get(timeline, "waits"), .out = out };
	double y;

	if (!timeline)
		return;
	p.from = (double)pby_json__get_int(timeline, "from_ns");
	p.span = (double)pby_json__get_int(timeline, "to_ns") - p.from;
	p.span = p.span > 0 ? p.span : 1;
	if (!lay_out(&p))
		return;
	y = TOP + (p.lanes ? p.lanes * p.lane_height : 10) + 10;
	pby_buf__addf(out, "<svg class=\"locks\" xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" viewBox=\"0 0 %d %.0f\" "
			   "width=\"%d\" height=\"%.0f\">\n<title>", WIDTH, y + STRIP + AXIS, WIDTH, y + STRIP + AXIS);
	pby_html__text(out, pby_json__get_str(timeline, "name"));
	pby_buf__addf(out, "</title>%s<rect class=\"back\" width=\"100%%\" height=\"100%%\"/>\n", style);
	legend(&p, timeline);
	axis(&p, y + STRIP - 8);
	for (size_t i = 0; i < pby_json__len(p.waits); i++)
		bar(&p, i);
	strip(&p, y);
	if (pby_json__get_int(timeline, "left_out"))
		pby_buf__addf(out, "<text class=\"dim\" x=\"%d\" y=\"%.0f\">and %lld waits more that are not drawn</text>\n", LEFT,
			      y - 2, (long long)pby_json__get_int(timeline, "left_out"));
	pby_buf__adds(out, "</svg>\n");
	free(p.lane_of);
}
