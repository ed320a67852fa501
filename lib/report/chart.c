// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* chart.c: draws a quantity over the number of threads, a line for each curve. */
#include "report/chart.h"

#include <math.h>

#include "base/buf.h"
#include "base/json.h"
#include "report/html.h"

enum { WIDTH = 760, HEIGHT = 420, LEFT = 76, RIGHT = 150, TOP = 44, BOTTOM = 48, MAX_X_LABELS = 9 };

/* Told apart by people who see few colours, on white and in print: hue and lightness differ. */
static const char *const colours[] = {
	"#b3261e", "#0b57d0", "#146c2e", "#8a4fbe", "#a06000", "#00677d", "#5c5c5c", "#c2185b",
};

struct chart {
	const struct pby_quantity *q;
	double x_min, x_max;		/* of what is drawn: logarithms of threads */
	double y_min, y_max;		/* logarithms where the axis is logarithmic */
};

static double x_of(const struct chart *c, double threads)
{
	double span = c->x_max > c->x_min ? (log2(threads) - c->x_min) / (c->x_max - c->x_min) : 0;

	return LEFT + span * (WIDTH - LEFT - RIGHT);
}

static double scaled(const struct chart *c, double v)
{
	return c->q->log ? log10(v) : v;
}

static double y_of(const struct chart *c, double v)
{
	double span = (scaled(c, v) - c->y_min) / (c->y_max - c->y_min);

	return HEIGHT - BOTTOM - span * (HEIGHT - TOP - BOTTOM);
}

static double value(const struct json_object *point, const struct chart *c)
{
	return json_object_get_double(pby_json__get(point, c->q->member));
}

static bool drawable(const struct json_object *point, const struct chart *c)
{
	return pby_json__get(point, c->q->member) && (!c->q->log || value(point, c) > 0);
}

static bool measure(struct chart *c, const struct json_object *curves)
{
	double low = INFINITY, high = -INFINITY;

	c->x_min = INFINITY;
	c->x_max = 0;
	for (size_t i = 0; i < pby_json__len(curves); i++) {
		struct json_object *points = pby_json__get(pby_json__item(curves, i), "points");

		for (size_t k = 0; k < pby_json__len(points); k++) {
			struct json_object *p = pby_json__item(points, k);

			if (!drawable(p, c))
				continue;
			c->x_min = fmin(c->x_min, log2((double)pby_json__get_int(p, "threads")));
			c->x_max = fmax(c->x_max, log2((double)pby_json__get_int(p, "threads")));
			low = fmin(low, scaled(c, value(p, c)));
			high = fmax(high, scaled(c, value(p, c)));
		}
	}
	if (low > high)
		return false;
	c->y_min = c->q->log ? floor(low) : fmin(0, low);
	c->y_max = c->q->log ? ceil(high) : high * 1.08;
	if (c->y_max <= c->y_min)
		c->y_max = c->y_min + 1;
	return true;
}

/* Round numbers without the digits that a measurement has. */
static void round_number(struct pby_buf *out, double v)
{
	static const char *const suffix[] = { "", " k", " M", " G", " T" };
	int i = 0;

	for (; v >= 1000 && i < 4; i++)
		v /= 1000;
	pby_buf__addf(out, "%g%s", v, suffix[i]);
}

static void grid_line(struct pby_buf *out, const struct chart *c, double v)
{
	double y = y_of(c, v);

	pby_buf__addf(out, "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#ddd\"/>\n", LEFT, WIDTH - RIGHT, y, y);
	pby_buf__addf(out, "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">", LEFT - 8, y + 4);
	round_number(out, v);
	pby_buf__adds(out, "</text>\n");
}

/* A round number a little above v: 1, 2 or 5 times a power of ten. */
static double round_step(double v)
{
	double unit = pow(10, floor(log10(v)));

	return v <= unit ? unit : v <= 2 * unit ? 2 * unit : v <= 5 * unit ? 5 * unit : 10 * unit;
}

static void x_label(struct pby_buf *out, const struct chart *c, double threads)
{
	pby_buf__addf(out, "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%.0f</text>\n", x_of(c, threads),
		      HEIGHT - BOTTOM + 18, threads);
}

/* The first and the last number of threads, and powers of two where they leave room. */
static void x_labels(struct pby_buf *out, const struct chart *c)
{
	double apart = fmax(0.4, (c->x_max - c->x_min) / MAX_X_LABELS * 0.99);

	x_label(out, c, exp2(c->x_min));
	for (double at = ceil(c->x_min), last = c->x_min; at < c->x_max; at++) {
		if (at - last < apart || c->x_max - at < apart / 2)
			continue;
		x_label(out, c, exp2(at));
		last = at;
	}
	if (c->x_max > c->x_min)
		x_label(out, c, exp2(c->x_max));
}

static void axes(struct pby_buf *out, const struct chart *c)
{
	if (c->q->log) {
		for (double e = c->y_min; e <= c->y_max + 0.01; e++)
			grid_line(out, c, pow(10, e));
	} else {
		double step = round_step((c->y_max - c->y_min) / 5);

		for (double v = 0; v <= c->y_max; v += step)
			grid_line(out, c, v);
	}
	x_labels(out, c);
	pby_buf__addf(out, "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">threads</text>\n", (LEFT + WIDTH - RIGHT) / 2,
		      HEIGHT - 10);
}

static void name_at_end(struct pby_buf *out, const char *name, double y, const char *colour)
{
	pby_buf__addf(out, "<text x=\"%d\" y=\"%.1f\" fill=\"%s\">", WIDTH - RIGHT + 10, y, colour);
	pby_html__text(out, name);
	pby_buf__adds(out, "</text>\n");
}

/* Names stand at the ends of their lines, moved apart where they would overlap. */
static void legend(struct pby_buf *out, const struct json_object *curves, const double *end_y, size_t nr)
{
	double y[64];
	size_t order[64];

	if (nr > 64)
		nr = 64;
	for (size_t i = 0; i < nr; i++) {
		size_t k = i;

		for (; k && end_y[order[k - 1]] > end_y[i]; k--)
			order[k] = order[k - 1];
		order[k] = i;
	}
	for (size_t i = 0; i < nr; i++) {
		y[i] = end_y[order[i]];
		if (i && y[i] < y[i - 1] + 15)
			y[i] = y[i - 1] + 15;
	}
	/* What was pushed out below is pushed back up. */
	for (size_t i = nr; i-- > 0;) {
		double most = i + 1 < nr ? y[i + 1] - 15 : HEIGHT - BOTTOM;

		if (y[i] > most)
			y[i] = most;
	}
	for (size_t i = 0; i < nr; i++)
		if (end_y[order[i]] >= 0)
			name_at_end(out, pby_json__get_str(pby_json__item(curves, order[i]), "name"), y[i] + 4,
				    colours[order[i] % 8]);
}

static double curve_path(struct pby_buf *out, const struct chart *c, const struct json_object *curve, const char *colour)
{
	struct json_object *points = pby_json__get(curve, "points");
	PBY_AUTO_BUF dots = { 0 };
	double y = -1;

	pby_buf__addf(out, "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"2\" points=\"", colour);
	for (size_t k = 0; k < pby_json__len(points); k++) {
		struct json_object *p = pby_json__item(points, k);
		double x;

		if (!drawable(p, c))
			continue;
		x = x_of(c, (double)pby_json__get_int(p, "threads"));
		y = y_of(c, value(p, c));
		pby_buf__addf(out, "%.1f,%.1f ", x, y);
		pby_buf__addf(&dots, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"2.6\" fill=\"%s\"/>\n", x, y, colour);
	}
	pby_buf__addf(out, "\"/>\n%s", pby_buf__text(&dots));
	return y;
}

void pby_chart__svg(const struct json_object *curves, const struct pby_quantity *q, struct pby_buf *out)
{
	struct chart c = { .q = q };
	double end_y[64];
	size_t nr = pby_json__len(curves) < 64 ? pby_json__len(curves) : 64;

	pby_buf__addf(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" "
		      "font-family=\"system-ui, sans-serif\" font-size=\"12\" fill=\"#333\">\n"
		      "<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>\n"
		      "<text x=\"%d\" y=\"22\" font-size=\"14\" font-weight=\"600\">%s</text>\n",
		      WIDTH, HEIGHT, WIDTH, HEIGHT, LEFT, q->title);
	if (measure(&c, curves)) {
		axes(out, &c);
		for (size_t i = 0; i < nr; i++)
			end_y[i] = curve_path(out, &c, pby_json__item(curves, i), colours[i % 8]);
		legend(out, curves, end_y, nr);
	} else {
		pby_buf__addf(out, "<text x=\"%d\" y=\"60\">none in this run</text>\n", LEFT);
	}
	pby_buf__adds(out, "</svg>\n");
}
