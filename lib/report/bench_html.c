// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* bench_html.c: a page with the charts of a result and its table. */
#include <string.h>

#include "base/buf.h"
#include "base/json.h"
#include "report/bench.h"
#include "report/bench_words.h"
#include "report/html.h"

enum { TABLE_WIDTH = 94 };

static void head(const struct json_object *result, struct pby_buf *out)
{
	PBY_AUTO_BUF title = { 0 }, machine = { 0 }, caution = { 0 };

	pby_buf__addf(&title, "bench %s", pby_json__get_str(result, "what"));
	if (pby_json__get(result, "machine"))
		pby_bench_words__machine(result, &machine);
	pby_bench_words__caution(result, &caution);
	pby_html__begin(out, pby_buf__text(&title));
	pby_html__add(out, "p", "kicker", pby_buf__text(&title));
	pby_html__add(out, "h1", NULL, machine.len ? pby_buf__text(&machine) : "two results compared");
	pby_html__add(out, "p", "lede", pby_buf__text(&caution));
}

void pby_bench__html(const struct json_object *result, struct pby_buf *out)
{
	const struct pby_style style = { .width = TABLE_WIDTH, .verbose = true };
	PBY_AUTO_BUF table = { 0 }, footer = { 0 };

	head(result, out);
	for (int i = 0; ; i++) {
		PBY_AUTO_BUF name = { 0 }, svg = { 0 };

		if (!pby_bench__svg(result, i, &name, &svg))
			break;
		/* Names in it are escaped where it is drawn. */
		pby_html__open(out, "figure", NULL);
		pby_buf__adds(out, pby_buf__text(&svg));
		pby_html__close(out, "figure");
	}
	pby_bench__text(result, &style, &table);
	pby_html__open(out, "div", "wide");
	pby_html__add(out, "pre", NULL, pby_buf__text(&table));
	pby_html__close(out, "div");
	pby_buf__addf(&footer, "probity %s, probity.bench/1, %s", PBY_VERSION, pby_json__get_str(result, "measured"));
	pby_html__end(out, pby_buf__text(&footer));
}
