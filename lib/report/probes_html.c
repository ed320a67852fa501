// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* probes_html.c: the attached probes as a section of the page of probity check, grouped by owner. */
#include <string.h>

#include "base/buf.h"
#include "base/json.h"
#include "report/html.h"
#include "report/probes.h"

static void row(const struct json_object *p, struct pby_buf *out)
{
	PBY_AUTO_BUF program = { 0 }, notes = { 0 };
	const char *cells[4];

	if (*pby_json__get_str(p, "prog_type"))
		pby_buf__addf(&program, "%lld %s", (long long)pby_json__get_int(p, "prog_id"),
			      pby_json__get_str(p, "prog_name"));
	else
		pby_buf__addf(&program, "%s%s", pby_json__get_str(p, "event"), pby_json__get_str(p, "callback"));
	pby_probes__notes(p, &notes);
	cells[0] = pby_json__get_str(p, "kind");
	cells[1] = pby_json__get_str(p, "where");
	cells[2] = pby_buf__text(&program);
	cells[3] = pby_buf__text(&notes);
	pby_html__row(out, cells, 4);
}

static void groups(const struct pby_probe_row *rows, size_t nr, struct pby_buf *out)
{
	static const char *const head[] = { "Kind", "Target", "Program", "Counts and state" };

	for (size_t i = 0; i < nr; i++) {
		bool first = !i || strcmp(rows[i].owner, rows[i - 1].owner);
		bool last = i + 1 == nr || strcmp(rows[i].owner, rows[i + 1].owner);

		if (first) {
			pby_html__add(out, "h3", NULL, rows[i].owner);
			pby_html__table(out, NULL, head, 4);
		}
		row(rows[i].probe, out);
		if (last)
			pby_html__table_end(out);
	}
}

void pby_probes__html(const struct json_object *result, struct pby_buf *out)
{
	const struct json_object *probes = pby_json__get(result, "probes");
	size_t nr = pby_json__len(probes);
	struct pby_probe_row *rows;
	PBY_AUTO_BUF headline = { 0 };

	if (!probes)
		return;
	pby_html__add(out, "h2", NULL, "Attached probes");
	pby_probes__headline(result, &headline);
	pby_html__add(out, "p", NULL, pby_buf__text(&headline));
	rows = nr ? pby_probe_rows__make(probes, nr) : NULL;
	if (rows)
		groups(rows, nr, out);
	pby_probe_rows__free(rows, nr);
}
