// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* bench_bars.c: the costs of bench hooks as bars, so that a factor looks the same everywhere. */
#include <math.h>

#include "base/json.h"
#include "report/bench_parts.h"
#include "report/bench_words.h"
#include "report/html.h"

enum { WIDTH = 760, LEFT = 170, RIGHT = 90, TOP = 60, ROW = 22, BAR = 13, BOTTOM = 34 };

struct axis {
	double low, high;	/* powers of ten */
	double unit;		/* that values are divided by: of an emulator only ratios are drawn */
};

static double x_of(const struct axis *a, double v)
{
	double at = (log10(v) - a->low) / (a->high - a->low);

	return LEFT + fmin(1, fmax(0, at)) * (WIDTH - LEFT - RIGHT);
}

/* The empty program's cost of a row, or 0. */
static double cost_of(const struct json_object *row, const struct axis *a, double *error)
{
	const struct json_object *body = pby_bench_words__body(row, "empty");
	double net;

	if (!body)
		body = pby_json__item(pby_json__get(row, "bodies"), 0);
	net = pby_json__get_double(body, "net_ns");
	*error = pby_json__get_double(body, "error_ns") / a->unit;
	return pby_bench_words__usable(body) && net > 0 ? net / a->unit : 0;
}

static int measure(const struct json_object *rows, struct axis *a)
{
	double low = INFINITY, high = -INFINITY, error;
	int nr = 0;

	for (size_t i = 0; i < pby_json__len(rows); i++) {
		double v = cost_of(pby_json__item(rows, i), a, &error);

		if (!(v > 0))
			continue;
		low = fmin(low, log10(v));
		high = fmax(high, log10(v));
		nr++;
	}
	a->low = floor(low - 0.05);
	a->high = fmax(ceil(high), a->low + 1);
	return nr;
}

static void grid(struct pby_buf *out, const struct axis *a, int bottom)
{
	for (double e = a->low; e <= a->high + 0.01; e++) {
		double x = x_of(a, pow(10, e));

		pby_buf__addf(out, "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\" stroke=\"#ddd\"/>\n", x, x, TOP - 8, bottom);
		pby_buf__addf(out, "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%g</text>\n", x, bottom + 18, pow(10, e));
	}
}

static void bar(struct pby_buf *out, const struct json_object *row, const struct axis *a, int y)
{
	double error, v = cost_of(row, a, &error), x = x_of(a, v);
	PBY_AUTO_BUF figure = { 0 };

	pby_bench_words__ns(v, &figure);
	pby_buf__addf(out, "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">", LEFT - 8, y + BAR - 2);
	pby_html__text(out, pby_json__get_str(row, "name"));
	pby_buf__adds(out, "</text>\n");
	pby_buf__addf(out, "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"#0b57d0\"/>\n", LEFT, y, x - LEFT, BAR);
	if (v > error)
		pby_buf__addf(out, "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\" stroke=\"#111\" stroke-width=\"2\"/>\n",
			      x_of(a, v - error), x_of(a, v + error), y + BAR / 2, y + BAR / 2);
	pby_buf__addf(out, "<text x=\"%.1f\" y=\"%d\">%s</text>\n", x_of(a, v + error) + 6, y + BAR - 2, pby_buf__text(&figure));
}

void pby_bench_hooks__svg(const struct json_object *result, struct pby_buf *out)
{
	const struct json_object *rows = pby_json__get(result, "rows");
	const char *unit_name;
	struct axis a = { .unit = pby_bench_words__unit(result, &unit_name) };
	bool ratios = a.unit > 0;
	int nr, y = TOP;

	if (!ratios)
		a.unit = 1;
	nr = measure(rows, &a);
	pby_buf__addf(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" "
		      "font-family=\"system-ui, sans-serif\" font-size=\"12\" fill=\"#333\">\n"
		      "<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>\n"
		      "<text x=\"20\" y=\"22\" font-size=\"14\" font-weight=\"600\">cost of a hit beyond the call, empty program, ",
		      WIDTH, TOP + nr * ROW + BOTTOM, WIDTH, TOP + nr * ROW + BOTTOM);
	if (ratios)
		pby_buf__adds(out, "as a multiple of ");
	pby_html__text(out, ratios ? unit_name : "ns");
	pby_buf__adds(out, "</text>\n");
	if (nr)
		grid(out, &a, TOP + nr * ROW);
	for (size_t i = 0; i < pby_json__len(rows); i++) {
		const struct json_object *row = pby_json__item(rows, i);
		double error;

		if (!(cost_of(row, &a, &error) > 0))
			continue;
		bar(out, row, &a, y);
		y += ROW;
	}
	pby_buf__adds(out, "</svg>\n");
}
