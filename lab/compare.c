// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* compare.c: fits, predicts, and says how far off. */
#include "lab/compare.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "lab/production.h"
#include "lab/report/lab.h"

/* The curve that lends its latencies when this one is left out of the fit. */
static const struct lab_curve *lender(const struct lab_curve *c)
{
	for (size_t i = 0; i < lab_nr_published; i++) {
		const struct lab_curve *other = &lab_published[i];

		/* Only a contended pool says what a transfer costs; and the same test again would be no other curve. */
		if (!strcmp(other->machine, c->machine) && !strcmp(other->pool, "cas") &&
		    (strcmp(other->pool, c->pool) || other->kretprobe != c->kretprobe))
			return other;
	}
	return !strcmp(c->name, "8260-raw-cas") ? NULL : lab_published__find("8260-raw-cas");
}

static int prepare(const struct lab_curve *c, struct lab_topology *t, struct lab_fit *fit, struct pby_err *err)
{
	struct lab_machine m;
	int rc = lab_machine__find(c->machine, &m, err);

	if (!rc)
		rc = lab_topology__parse(t, c->topology, err);
	return rc ? rc : lab_fit__curve(c, t, &m.costs, fit, err);
}

struct tally {
	double sum;		/* of |log2(predicted / measured)| */
	double worst;
	int nr, within;		/* a factor of 1.5 */
};

static void count_in(struct tally *t, double ratio)
{
	double e = fabs(log2(ratio));

	t->sum += e;
	t->worst = fmax(t->worst, e);
	t->nr++;
	t->within += e <= log2(1.5) + 1e-9;
}

static void add_tally(struct json_object *to, const char *key, const struct tally *t)
{
	struct json_object *o = pby_json__obj(to, key);

	pby_json__int(o, "points", t->nr);
	pby_json__int(o, "within_1_5", t->within);
	pby_json__double(o, "typical_factor", t->nr ? exp2(t->sum / t->nr) : 0);
	pby_json__double(o, "worst_factor", exp2(t->worst));
}

static void add_curve_point(struct json_object *curve, int threads, double per_s)
{
	struct lab_pool_point p = { .threads = threads, .per_s = per_s };

	lab_curve__add_pool_point(curve, &p, false);
}

static struct json_object *drawn(struct json_object *result, const struct lab_curve *c, const char *what)
{
	char name[96];

	snprintf(name, sizeof(name), "%s %s", c->pool, what);
	return lab_result__curve(result, name, c->title, "", c->name);
}

static void add_head(struct json_object *o, const struct lab_curve *c, const struct lab_fit *fit, const struct lab_curve *by)
{
	struct json_object *f;

	pby_json__str(o, "name", c->name);
	pby_json__str(o, "title", c->title);
	pby_json__str(o, "machine", c->machine);
	pby_json__str(o, "topology", c->topology);
	pby_json__double(o, "counts_of_seconds", c->seconds);
	f = pby_json__obj(o, "fit");
	pby_json__int(f, "points", fit->nr_used);
	pby_json__double(f, "scale", fit->scale);
	pby_json__int(f, "think_ns", fit->think_ns);
	pby_json__double(f, "sibling_ns", fit->costs.sibling_ps / 1e3);
	pby_json__double(f, "core_ns", fit->costs.core_ps / 1e3);
	pby_json__double(f, "socket_ns", fit->costs.socket_ps / 1e3);
	if (by)
		pby_json__str(o, "left_out_fit", by->name);
}

/* Predictions count towards the tallies from 12 threads on, as far as the model claims to explain them. */
enum { TALLY_FROM = 12 };

static int compare_one(struct json_object *result, bool draw, const struct lab_curve *c, struct tally *own_all,
		       struct tally *lent_all, struct pby_err *err)
{
	const struct lab_curve *by = lender(c);
	struct json_object *o = pby_json__obj(pby_json__get(result, "comparisons"), NULL), *points;
	struct json_object *measured = draw ? drawn(result, c, "measured") : NULL;
	struct json_object *predicted = draw ? drawn(result, c, "predicted") : NULL;
	struct tally own = { 0 }, lent = { 0 };
	struct lab_fit fit, lent_fit, by_fit;
	struct lab_topology t, by_t;
	int rc = prepare(c, &t, &fit, err);

	if (!rc && by)
		rc = prepare(by, &by_t, &by_fit, err);
	if (rc)
		return rc;
	lent_fit = fit;		/* keeps what a call does besides the pool: that is no latency of the machine */
	if (by)
		lent_fit.costs = by_fit.costs;
	add_head(o, c, &fit, by);
	points = pby_json__arr(o, "points");
	for (size_t i = 0; i < c->nr && !rc; i++) {
		int threads = c->points[i].threads;
		double count = 0, lent_count = 0, real = c->points[i].count;
		bool tallied = threads >= TALLY_FROM && threads <= c->explained_to;
		struct json_object *p = pby_json__obj(points, NULL);
		struct lab_pool_point point;

		rc = lab_fit__predict(&fit, c, &t, threads, &point, &count, err);
		if (!rc && by)
			rc = lab_fit__predict(&lent_fit, c, &t, threads, &point, &lent_count, err);
		pby_json__int(p, "threads", threads);
		pby_json__double(p, "measured", real);
		pby_json__double(p, "predicted", round(count));
		pby_json__double(p, "ratio", round(count / real * 100) / 100);
		if (by)
			pby_json__double(p, "left_out_ratio", round(lent_count / real * 100) / 100);
		pby_json__bool(p, "fitted", threads <= LAB_FIT_THREADS);
		pby_json__bool(p, "explained", threads <= c->explained_to);
		if (tallied) {
			count_in(&own, count / real);
			count_in(own_all, count / real);
			if (by) {
				count_in(&lent, lent_count / real);
				count_in(lent_all, lent_count / real);
			}
		}
		if (draw) {
			add_curve_point(measured, threads, real / c->seconds);
			add_curve_point(predicted, threads, count / c->seconds);
		}
	}
	add_tally(o, "from_12_threads", &own);
	if (by)
		add_tally(o, "left_out_from_12_threads", &lent);
	return rc;
}

static int production(struct json_object *result, struct pby_err *err)
{
	struct json_object *list = pby_json__arr(result, "production");
	struct lab_machine m;
	int rc = lab_machine__find("xeon-8260", &m, err);

	for (size_t i = 0; !rc && i < lab_nr_production; i++) {
		const struct lab_production *p = &lab_production[i];

		for (int k = 0; !rc && k < 2 && p->topologies[k]; k++) {
			struct json_object *o = pby_json__obj(list, NULL);
			struct lab_production_guess g;

			rc = lab_topology__parse(&m.topology, p->topologies[k], err);
			if (!rc)
				rc = lab_production__guess(p, &m.topology, &m.costs, &g, err);
			if (rc)
				break;
			pby_json__str(o, "kernel", p->kernel);
			pby_json__str(o, "machine", p->machine);
			pby_json__str(o, "pool", p->pool);
			pby_json__str(o, "topology", p->topologies[k]);
			pby_json__int(o, "cpus", g.cpus);
			pby_json__double(o, "without_per_s", p->without_per_s);
			pby_json__double(o, "measured_per_s", p->with_per_s);
			pby_json__double(o, "one_call_per_s", round(g.one_per_s));
			pby_json__int(o, "calls", g.calls);
			pby_json__double(o, "calls_per_s", round(g.calls_per_s));
		}
	}
	return rc;
}

int lab_compare__run(const char *only, struct json_object **out, struct pby_err *err)
{
	struct json_object *result = lab_result__new("compare", "sim", "Predictions beside published measurements",
						     "per second", NULL);
	struct tally own = { 0 }, lent = { 0 };
	int rc = 0;

	pby_json__arr(result, "comparisons");
	for (size_t i = 0; !rc && i < lab_nr_published; i++)
		if (!only || !strcmp(only, lab_published[i].name))
			rc = compare_one(result, only, &lab_published[i], &own, &lent, err);
	if (!rc && !only)
		rc = production(result, err);
	if (rc) {
		json_object_put(result);
		return rc;
	}
	add_tally(result, "from_12_threads", &own);
	add_tally(result, "left_out_from_12_threads", &lent);
	*out = result;
	return 0;
}
