// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* html.c: one page with a chart of each quantity and where the algorithms come from. */
#include "lab/report/lab.h"

#include <string.h>

#include "base/json.h"

static void escaped(struct pby_buf *out, const char *text)
{
	for (; *text; text++) {
		if (*text == '<')
			pby_buf__adds(out, "&lt;");
		else if (*text == '>')
			pby_buf__adds(out, "&gt;");
		else if (*text == '&')
			pby_buf__adds(out, "&amp;");
		else
			pby_buf__addc(out, *text);
	}
}

static void sources(const struct json_object *result, struct pby_buf *out)
{
	struct json_object *curves = pby_json__get(result, "curves");

	if (!pby_json__len(curves))
		return;
	pby_buf__adds(out, "<h2>What was run</h2>\n<table><tr><th>curve<th>mechanism<th>kernels<th>after\n");
	for (size_t i = 0; i < pby_json__len(curves); i++) {
		static const char *const members[] = { "name", "title", "kernels", "source" };

		pby_buf__adds(out, "<tr>");
		for (size_t k = 0; k < 4; k++) {
			pby_buf__adds(out, "<td>");
			escaped(out, pby_json__get_str(pby_json__item(curves, i), members[k]));
		}
		pby_buf__addc(out, '\n');
	}
	pby_buf__adds(out, "</table>\n");
}

static const char *ran(const struct json_object *result)
{
	const char *engine = pby_json__get_str(result, "engine");

	return !strcmp(engine, "native") ? "Measured on the machine that wrote this page." :
	       !strcmp(engine, "check") ? "Explored by the checker of probity lab." : "Simulated by probity lab.";
}

void lab_result__html(const struct json_object *result, struct pby_buf *out)
{
	struct json_object *m = pby_json__get(result, "machine");
	PBY_AUTO_BUF table = { 0 };

	pby_buf__adds(out, "<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" "
		      "content=\"width=device-width\"><title>probity lab</title>\n<style>body{font:15px/1.5 system-ui,sans-serif;"
		      "max-width:820px;margin:2em auto;padding:0 1em;color:#222}svg{max-width:100%;height:auto}"
		      "table{border-collapse:collapse}td,th{text-align:left;padding:.2em .8em .2em 0;vertical-align:top;"
		      "border-bottom:1px solid #ddd}pre{overflow-x:auto}</style>\n<h1>");
	escaped(out, pby_json__get_str(result, "title"));
	pby_buf__adds(out, "</h1>\n<p>");
	escaped(out, m ? "Simulated on " : ran(result));
	if (m) {
		escaped(out, pby_json__get_str(m, "title"));
		pby_buf__addf(out, ": %s, %lld CPUs.", pby_json__get_str(m, "topology"), (long long)pby_json__get_int(m, "cpus"));
	}
	pby_buf__adds(out, "</p>\n");
	for (size_t q = 0; q < lab_nr_quantities; q++)
		if (lab_result__has(result, lab_quantities[q].member))
			pby_chart__svg(pby_json__get(result, "curves"), &lab_quantities[q], out);
	sources(result, out);
	pby_buf__adds(out, "<h2>Numbers</h2>\n<pre>");
	lab_result__text(result, true, &table);
	escaped(out, pby_buf__text(&table));
	pby_buf__adds(out, "</pre>\n</html>\n");
}
