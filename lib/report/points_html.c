// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* points_html.c: the attach points as a section of the page of probity check. */
#include <string.h>

#include "base/buf.h"
#include "base/json.h"
#include "report/html.h"
#include "report/points.h"
#include "report/points_words.h"

static void table(const struct json_object *points, struct pby_buf *out)
{
	static const char *const head[] = { "Hook", "Works", "Mechanism", "CPUs share", "Do" };

	pby_html__table(out, "names", head, 5);
	for (size_t i = 0; i < pby_json__len(points); i++) {
		const struct json_object *p = pby_json__item(points, i);
		bool no = !strcmp(pby_json__get_str(p, "works"), "no");
		PBY_AUTO_BUF works = { 0 };
		const char *cells[5];

		pby_points__works(p, &works);
		cells[0] = pby_json__get_str(p, "hook");
		cells[1] = pby_buf__text(&works);
		cells[2] = no ? pby_json__get_str(p, "because") : pby_json__get_str(p, "how");
		cells[3] = pby_points__shares(p);
		cells[4] = pby_json__get_str(p, "advice");
		pby_html__row(out, cells, 5);
	}
	pby_html__table_end(out);
}

static void particulars(const struct json_object *p, struct pby_buf *out)
{
	const struct json_object *losses = pby_json__get(p, "loses");
	PBY_AUTO_BUF trial = { 0 }, hangs = { 0 };

	pby_html__add(out, "h3", NULL, pby_json__get_str(p, "hook"));
	pby_html__labelled(out, "because", pby_json__get_str(p, "because"));
	pby_points__trial(pby_json__get(p, "probe"), &trial);
	pby_html__labelled(out, "probe", pby_buf__text(&trial));
	pby_html__labelled(out, "shares", pby_json__get_str(p, "scales"));
	for (size_t i = 0; i < pby_json__len(losses); i++) {
		PBY_AUTO_BUF text = { 0 };

		pby_points__loss(pby_json__item(losses, i), &text);
		pby_html__labelled(out, "loses", pby_buf__text(&text));
	}
	pby_points__hangs(p, &hangs);
	pby_html__labelled(out, "can hang", pby_buf__text(&hangs));
}

void pby_points__html(const struct json_object *result, struct pby_buf *out)
{
	const struct json_object *points = pby_json__get(result, "attach_points");
	const char *refusal = pby_points__refusal(result);
	PBY_AUTO_BUF text = { 0 };

	if (!pby_json__len(points))
		return;
	pby_html__add(out, "h2", NULL, "Ways to attach");
	if (*refusal)
		pby_buf__addf(&text, "Not probed: %s", refusal);
	pby_html__add(out, "p", NULL, pby_buf__text(&text));
	table(points, out);
	pby_html__fold(out, "What each shares, loses and can hang");
	for (size_t i = 0; i < pby_json__len(points); i++)
		particulars(pby_json__item(points, i), out);
	pby_html__unfold(out);
}
