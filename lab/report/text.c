// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* text.c: tables of curves, and CSV. */
#include "lab/report/lab.h"

#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "lab/report/arrivals.h"
#include "lab/report/check.h"
#include "lab/report/compare.h"
#include "lab/report/rcu.h"

void lab_number__add(struct pby_buf *out, double v)
{
	static const struct {
		double from;
		const char *suffix;
	} scales[] = { { 1e9, " G" }, { 1e6, " M" }, { 1e3, " k" }, { 1, "" } };

	for (size_t i = 0; i < 4; i++) {
		double x = v / scales[i].from;

		if (v < scales[i].from && i < 3)
			continue;
		pby_buf__addf(out, "%.*f%s", x >= 100 ? 0 : x >= 10 ? 1 : 2, x, scales[i].suffix);
		return;
	}
}

static struct json_object *point_at(const struct json_object *curve, int64_t threads)
{
	struct json_object *points = pby_json__get(curve, "points");

	for (size_t i = 0; i < pby_json__len(points); i++)
		if (pby_json__get_int(pby_json__item(points, i), "threads") == threads)
			return pby_json__item(points, i);
	return NULL;
}

static void table(const struct json_object *result, const struct pby_quantity *q, struct pby_buf *out)
{
	struct json_object *curves = pby_json__get(result, "curves");
	struct json_object *rows = pby_json__get(pby_json__item(curves, 0), "points");

	pby_buf__addf(out, "%s\n%8s", q->title, "threads");
	for (size_t c = 0; c < pby_json__len(curves); c++)
		pby_buf__addf(out, " %11s", pby_json__get_str(pby_json__item(curves, c), "name"));
	pby_buf__addc(out, '\n');
	for (size_t r = 0; r < pby_json__len(rows); r++) {
		int64_t threads = pby_json__get_int(pby_json__item(rows, r), "threads");

		pby_buf__addf(out, "%8lld", (long long)threads);
		for (size_t c = 0; c < pby_json__len(curves); c++) {
			struct json_object *v = pby_json__get(point_at(pby_json__item(curves, c), threads), q->member);
			PBY_AUTO_BUF cell = { 0 };

			if (v)
				lab_number__add(&cell, json_object_get_double(v));
			pby_buf__addf(out, " %11s", v ? pby_buf__text(&cell) : "-");
		}
		pby_buf__addc(out, '\n');
	}
}

static void head(const struct json_object *result, struct pby_buf *out)
{
	struct json_object *m = pby_json__get(result, "machine"), *mix = pby_json__get(result, "mix");

	pby_buf__addf(out, "%s", pby_json__get_str(result, "title"));
	if (m)
		pby_buf__addf(out, "\nsimulated: %s, %s, %lld CPUs, placement %s", pby_json__get_str(m, "title"),
			      pby_json__get_str(m, "topology"), (long long)pby_json__get_int(m, "cpus"),
			      pby_json__get_str(m, "placement"));
	if (mix)
		pby_buf__addf(out, "\nmix: %s, bulk %lld, held %lld ns, %lld ns between calls", pby_json__get_str(mix, "use"),
			      (long long)pby_json__get_int(mix, "bulk"), (long long)pby_json__get_int(mix, "hold_ns"),
			      (long long)pby_json__get_int(mix, "think_ns"));
	pby_buf__adds(out, "\n\n");
}

/* Of grace periods it is the latency that counts. */
static bool always_shown(const struct json_object *result, const struct pby_quantity *q)
{
	return q->member[0] == 'p' && strcmp(q->member, "per_s") && !strcmp(pby_json__get_str(result, "what"), "rcu-tasks");
}

/* What must not be overlooked: invariants that failed, objects lost, CPUs stuck. */
static void troubles(const struct json_object *result, struct pby_buf *out)
{
	struct json_object *curves = pby_json__get(result, "curves");

	for (size_t c = 0; c < pby_json__len(curves); c++) {
		struct json_object *curve = pby_json__item(curves, c), *points = pby_json__get(curve, "points");

		for (size_t i = 0; i < pby_json__len(points); i++) {
			struct json_object *p = pby_json__item(points, i);
			int64_t lost = pby_json__get_int(p, "lost"), stuck = pby_json__get_int(p, "stuck");

			if (!lost && !stuck && !pby_json__get(p, "violation"))
				continue;
			pby_buf__addf(out, "\nWRONG: %s at %lld threads: %s, %lld objects lost, %lld CPUs stuck\n",
				      pby_json__get_str(curve, "name"), (long long)pby_json__get_int(p, "threads"),
				      pby_json__get(p, "violation") ? pby_json__get_str(p, "violation") : "no invariant failed",
				      (long long)lost, (long long)stuck);
		}
	}
}

/* Threads that seldom run at the same time do not disturb each other: what was measured looks too good. */
static void busy(const struct json_object *result, struct pby_buf *out)
{
	struct json_object *curves = pby_json__get(result, "curves");
	double least = 1;

	for (size_t c = 0; c < pby_json__len(curves); c++) {
		struct json_object *points = pby_json__get(pby_json__item(curves, c), "points");

		for (size_t i = 0; i < pby_json__len(points); i++) {
			struct json_object *share = pby_json__get(pby_json__item(points, i), "cpu_share");

			if (share && json_object_get_double(share) < least)
				least = json_object_get_double(share);
		}
	}
	if (pby_json__get(result, "cpu_share"))
		least = json_object_get_double(pby_json__get(result, "cpu_share"));
	if (least < 0.9)
		pby_buf__addf(out, "\nThe machine was busy with other things: at worst %.0f %% of the CPUs' time was ours.\n"
			      "Contention is then measured too small.\n", least * 100);
}

static void curves_text(const struct json_object *result, bool verbose, struct pby_buf *out)
{
	struct json_object *curves = pby_json__get(result, "curves");

	head(result, out);
	if (pby_json__get(result, "scenarios"))
		lab_rcu__text(result, out);
	table(result, &lab_quantities[0], out);
	if (lab_result__has(result, "miss_per_s") && !verbose)
		pby_buf__adds(out, "\nSome gets found the pool empty: events lost (-v shows how many).\n");
	for (size_t q = 1; q < lab_nr_quantities; q++) {
		if (!verbose && !always_shown(result, &lab_quantities[q]))
			continue;
		if (!lab_result__has(result, lab_quantities[q].member))
			continue;
		pby_buf__addc(out, '\n');
		table(result, &lab_quantities[q], out);
	}
	for (size_t c = 0; verbose && c < pby_json__len(curves); c++) {
		struct json_object *curve = pby_json__item(curves, c);

		pby_buf__addf(out, "%s%s: %s; kernels: %s\n    after %s\n", c ? "" : "\n", pby_json__get_str(curve, "name"),
			      pby_json__get_str(curve, "title"), pby_json__get_str(curve, "kernels"),
			      pby_json__get_str(curve, "source"));
	}
	busy(result, out);
	troubles(result, out);
}

void lab_result__text(const struct json_object *result, bool verbose, struct pby_buf *out)
{
	const char *what = pby_json__get_str(result, "what");

	/* What is compared or checked has a table of its own. */
	if (!strcmp(what, "compare"))
		lab_compare__text(result, verbose, out);
	else if (!strcmp(what, "check"))
		lab_check__text(result, verbose, out);
	else if (!strcmp(what, "arrivals"))
		lab_arrivals__text(result, out);
	else
		curves_text(result, verbose, out);
}

void lab_result__csv(const struct json_object *result, struct pby_buf *out)
{
	struct json_object *curves = pby_json__get(result, "curves");

	if (!strcmp(pby_json__get_str(result, "what"), "arrivals")) {
		lab_arrivals__csv(result, out);
		return;
	}
	pby_buf__adds(out, "curve,threads");
	for (size_t q = 0; q < lab_nr_quantities; q++)
		pby_buf__addf(out, ",%s", lab_quantities[q].member);
	pby_buf__addc(out, '\n');
	for (size_t c = 0; c < pby_json__len(curves); c++) {
		struct json_object *curve = pby_json__item(curves, c), *points = pby_json__get(curve, "points");

		for (size_t i = 0; i < pby_json__len(points); i++) {
			struct json_object *p = pby_json__item(points, i);

			pby_buf__addf(out, "%s,%lld", pby_json__get_str(curve, "name"),
				      (long long)pby_json__get_int(p, "threads"));
			for (size_t q = 0; q < lab_nr_quantities; q++) {
				struct json_object *v = pby_json__get(p, lab_quantities[q].member);

				pby_buf__addc(out, ',');
				if (v)
					pby_buf__addf(out, "%.10g", json_object_get_double(v));
			}
			pby_buf__addc(out, '\n');
		}
	}
}
