// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * check_tsv.c: the answers of probity check for grep, awk and join: a line for each rule, fields
 * separated by tabs, in the order of the rules.
 *
 *	rcu-tasks-exit-deadlock	found	critical	observed
 *	kretprobe-pool-spinlock	clear	medium	observed
 */
#include "base/buf.h"
#include "base/json.h"
#include "report/check.h"
#include "report/points.h"

void pby_check__tsv(const struct json_object *result, const struct pby_style *style,
		    struct pby_buf *out)
{
	static const char *const columns[] = { "id", "answer", "severity", "strength" };
	const struct json_object *rules = pby_json__get(result, "rules");

	if (style->points) {
		pby_points__tsv(result, out);
		return;
	}
	for (size_t i = 0; i < pby_json__len(rules); i++) {
		const struct json_object *rule = pby_json__item(rules, i);

		for (size_t c = 0; c < sizeof(columns) / sizeof(columns[0]); c++)
			pby_buf__addf(out, "%s%s", c ? "\t" : "", pby_json__get_str(rule, columns[c]));
		pby_buf__addc(out, '\n');
	}
}
