// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* points_tsv.c: the attach points for grep, awk and join. */
#include "base/buf.h"
#include "base/json.h"
#include "report/points.h"

void pby_points__tsv(const struct json_object *result, struct pby_buf *out)
{
	static const char *const columns[] = { "hook", "works", "strength", "mechanism", "scaling" };
	const struct json_object *points = pby_json__get(result, "attach_points");

	for (size_t i = 0; i < pby_json__len(points); i++) {
		const struct json_object *p = pby_json__item(points, i);

		for (size_t c = 0; c < sizeof(columns) / sizeof(columns[0]); c++)
			pby_buf__addf(out, "%s\t", pby_json__get_str(p, columns[c]));
		pby_buf__addf(out, "%s\n", pby_json__get_str(pby_json__get(p, "probe"), "result"));
	}
}
