// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* compare_text.c: measured and predicted, side by side. */
#include "lab/report/compare.h"

#include "base/json.h"
#include "lab/report/lab.h"

static double number(const struct json_object *o, const char *key)
{
	return json_object_get_double(pby_json__get(o, key));
}

static void tally(struct pby_buf *out, const char *what, const struct json_object *t)
{
	if (pby_json__get_int(t, "points"))
		pby_buf__addf(out, "  %s: %lld of %lld points within a factor of 1.5, typically %.2f, worst %.2f\n", what,
			      (long long)pby_json__get_int(t, "within_1_5"), (long long)pby_json__get_int(t, "points"),
			      number(t, "typical_factor"), number(t, "worst_factor"));
}

static void points(const struct json_object *c, bool verbose, struct pby_buf *out)
{
	struct json_object *list = pby_json__get(c, "points");

	pby_buf__adds(out, verbose ? "  threads   measured  predicted  ratio  left out\n" : "  predicted/measured:");
	for (size_t i = 0; i < pby_json__len(list); i++) {
		struct json_object *p = pby_json__item(list, i);
		const char *mark = pby_json__get_bool(p, "fitted") ? "*" : pby_json__get_bool(p, "explained") ? "" : "?";
		PBY_AUTO_BUF measured = { 0 };
		PBY_AUTO_BUF predicted = { 0 };

		if (!verbose) {
			pby_buf__addf(out, " %lld:%.2f%s", (long long)pby_json__get_int(p, "threads"), number(p, "ratio"), mark);
			continue;
		}
		lab_number__add(&measured, number(p, "measured"));
		lab_number__add(&predicted, number(p, "predicted"));
		pby_buf__addf(out, "  %7lld %10s %10s  %5.2f%-1s", (long long)pby_json__get_int(p, "threads"),
			      pby_buf__text(&measured), pby_buf__text(&predicted), number(p, "ratio"), mark);
		if (pby_json__get(p, "left_out_ratio"))
			pby_buf__addf(out, " %9.2f", number(p, "left_out_ratio"));
		pby_buf__addc(out, '\n');
	}
	if (!verbose)
		pby_buf__addc(out, '\n');
}

/* No tally: how many probed calls an operation made is not known, only how many would explain it. */
static void production(const struct json_object *list, struct pby_buf *out)
{
	static const char *const members[] = { "without_per_s", "measured_per_s", "one_call_per_s" };

	pby_buf__adds(out, "in production, operations per second; how many probed calls an operation made is not known\n"
		      "  kernel  pool      CPUs   without  measured  with one call  calls that explain it\n");
	for (size_t i = 0; i < pby_json__len(list); i++) {
		struct json_object *o = pby_json__item(list, i);

		pby_buf__addf(out, "  %-6s  %-8s  %4lld", pby_json__get_str(o, "kernel"), pby_json__get_str(o, "pool"),
			      (long long)pby_json__get_int(o, "cpus"));
		for (int k = 0; k < 3; k++) {
			PBY_AUTO_BUF cell = { 0 };

			lab_number__add(&cell, number(o, members[k]));
			pby_buf__addf(out, k < 2 ? "  %8s" : "  %13s", pby_buf__text(&cell));
		}
		if (number(o, "calls_per_s") > 0)
			pby_buf__addf(out, "  %lld (%.2f of measured)\n", (long long)pby_json__get_int(o, "calls"),
				      number(o, "calls_per_s") / number(o, "measured_per_s"));
		else
			pby_buf__adds(out, "  none\n");
	}
}

void lab_compare__text(const struct json_object *result, bool verbose, struct pby_buf *out)
{
	struct json_object *list = pby_json__get(result, "comparisons");

	pby_buf__addf(out, "%s\n* used for the fit, ? the model does not explain it (doc/lab.md)\n", pby_json__get_str(result, "title"));
	for (size_t i = 0; i < pby_json__len(list); i++) {
		struct json_object *c = pby_json__item(list, i), *fit = pby_json__get(c, "fit");

		pby_buf__addf(out, "%s%s: %s\n", verbose ? "\n" : "", pby_json__get_str(c, "name"), pby_json__get_str(c, "title"));
		if (verbose)
			pby_buf__addf(out, "  fitted: think %lld ns, sibling %.1f ns, core %.0f ns, socket %.0f ns, all divided by %.2f; counts of %.0f s\n",
				      (long long)pby_json__get_int(fit, "think_ns"), number(fit, "sibling_ns"), number(fit, "core_ns"),
				      number(fit, "socket_ns"), number(fit, "scale"), number(c, "counts_of_seconds"));
		points(c, verbose, out);
		if (verbose) {
			tally(out, "from 12 threads", pby_json__get(c, "from_12_threads"));
			if (pby_json__get(c, "left_out_fit"))
				pby_buf__addf(out, "  left out of the fit, latencies of %s instead:\n", pby_json__get_str(c, "left_out_fit"));
			tally(out, "from 12 threads", pby_json__get(c, "left_out_from_12_threads"));
		}
	}
	pby_buf__adds(out, "all curves, from 12 threads, where the model claims to explain them\n");
	tally(out, "fitted to the curve's first 8 threads", pby_json__get(result, "from_12_threads"));
	tally(out, "leave one curve out: fitted to another curve", pby_json__get(result, "left_out_from_12_threads"));
	if (pby_json__get(result, "production"))
		production(pby_json__get(result, "production"), out);
}
