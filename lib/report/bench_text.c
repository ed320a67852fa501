// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* bench_text.c: the machine, then the table of the part that was run. */
#include <string.h>

#include "base/json.h"
#include "report/bench.h"
#include "report/bench_parts.h"
#include "report/bench_words.h"
#include "report/paint.h"

static const struct part {
	const char *what;
	void (*text)(const struct json_object *result, const struct pby_style *style, struct pby_buf *out);
} parts[] = {
	{ "hooks", pby_bench_hooks__text },
	{ "attach", pby_bench_attach__text },
	{ "uprobe", pby_bench_uprobe__text },
	{ "scale", pby_bench_scale__text },
	{ "loss", pby_bench_loss__text },
	{ "net", pby_bench_net__text },
	{ "compare", pby_bench_compare__text },
};

void pby_bench__text(const struct json_object *result, const struct pby_style *style, struct pby_buf *out)
{
	const char *what = pby_json__get_str(result, "what");
	PBY_AUTO_BUF machine = { 0 }, caution = { 0 };

	pby_buf__addf(&machine, "bench %s: ", what);
	if (pby_json__get(result, "machine"))
		pby_bench_words__machine(result, &machine);
	else
		pby_buf__adds(&machine, pby_json__get_str(result, "of"));
	pby_paint__add(out, style, PBY_BOLD, pby_buf__text(&machine));
	pby_buf__addc(out, '\n');
	pby_bench_words__caution(result, &caution);
	if (caution.len) {
		pby_paint__add(out, style, PBY_YELLOW, pby_buf__text(&caution));
		pby_buf__addc(out, '\n');
	}
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (!strcmp(parts[i].what, what))
			parts[i].text(result, style, out);
}
