// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* fit.c: one latency at a time, each from the points that it governs. */
#include "lab/fit.h"

#include <math.h>

enum { SHORT_NS = 1500000, SEED = 1, PREDICT_RUNS = 3 };

static double measured(const struct lab_curve *c, int threads)
{
	for (size_t i = 0; i < c->nr; i++)
		if (c->points[i].threads == threads)
			return c->points[i].count;
	return 0;
}

static int run(const struct lab_fit *fit, const struct lab_curve *curve, const struct lab_topology *topology, int threads,
	       uint64_t duration_ns, uint64_t seed, struct lab_pool_point *point, double *count, struct pby_err *err)
{
	struct lab_pool_run r = {
		.pool = lab_pool__find(curve->pool), .threads = threads, .nr_objs = curve->nr_objs,
		.mix = { .kretprobe = curve->kretprobe, .bulk = curve->bulk ? curve->bulk : 1, .think_ns = fit->think_ns },
		.duration_ns = duration_ns, .seed = seed,
	};
	int rc;

	if (!r.pool)
		return pby_err__set(err, ENOENT, "no pool '%s'", curve->pool);
	/* Few calls come to pass when each takes long: look for longer. */
	if (r.duration_ns && r.duration_ns < 400ull * fit->think_ns)
		r.duration_ns = 400ull * fit->think_ns;
	rc = lab_pool__simulate(&r, topology, &fit->costs, point, err);
	*count = point->per_s * curve->seconds * fit->scale;
	return rc;
}

int lab_fit__predict(const struct lab_fit *fit, const struct lab_curve *curve, const struct lab_topology *topology,
		     int threads, struct lab_pool_point *point, double *count, struct pby_err *err)
{
	double sum = 0;
	int rc = 0;

	/* A contended list stays in one of several rhythms for long: the mean of some runs says more than a longer one. */
	for (int seed = SEED; !rc && seed < SEED + PREDICT_RUNS; seed++) {
		rc = run(fit, curve, topology, threads, 0, seed, point, count, err);
		sum += *count;
	}
	*count = sum / PREDICT_RUNS;
	return rc;
}

/*
 * Mean |log2| over the measured points in [from, to]; *nr of them. A point counts with the square
 * of its threads: the most contended one says most about what is to be predicted.
 */
static int error_over(const struct lab_fit *fit, const struct lab_curve *curve, const struct lab_topology *topology,
		      int from, int to, double *error, int *nr, struct pby_err *err)
{
	double sum = 0, weight = 0, count, at;
	struct lab_pool_point p;

	*nr = 0;
	for (size_t i = 0; i < curve->nr; i++) {
		int rc;

		if (curve->points[i].threads < from || curve->points[i].threads > to)
			continue;
		rc = run(fit, curve, topology, curve->points[i].threads, SHORT_NS, SEED, &p, &count, err);
		if (rc)
			return rc;
		at = pow(curve->points[i].threads, 2);
		sum += at * fabs(log2(count / curve->points[i].count));
		weight += at;
		(*nr)++;
	}
	*error = *nr ? sum / weight : 0;
	return 0;
}

static void set_core(struct lab_fit *fit, double ns)
{
	fit->core_ns = ns;
	fit->costs.core_ps = (uint32_t)(ns * 1000);
	fit->costs.socket_ps = 2 * fit->costs.core_ps;
}

static void set_sibling(struct lab_fit *fit, double ns)
{
	fit->sibling_ns = ns;
	fit->costs.sibling_ps = (uint32_t)(ns * 1000);
}

/* Tries steps of a geometric ladder, then finer ones around the best. */
static int search(struct lab_fit *fit, void (*set)(struct lab_fit *, double), double low, double high,
		  const struct lab_curve *curve, const struct lab_topology *topology, int from, int to, struct pby_err *err)
{
	double best = low, best_error = INFINITY, step = pow(high / low, 1.0 / 8);

	for (int round = 0; round < 3; round++) {
		for (double v = low; v <= high * 1.001; v *= step) {
			double e;
			int nr, rc;

			set(fit, v);
			rc = error_over(fit, curve, topology, from, to, &e, &nr, err);
			if (rc)
				return rc;
			if (nr && e < best_error) {
				best_error = e;
				best = v;
			}
		}
		low = best / step;
		high = best * step;
		step = pow(step, 1.0 / 4);
	}
	set(fit, best);
	return 0;
}

/* One thread: what the pool does not explain is the caller's work; or else the machine is faster. */
static int fit_single(struct lab_fit *fit, const struct lab_curve *curve, const struct lab_topology *topology,
		      bool scale_only, struct pby_err *err)
{
	double target = measured(curve, 1), count, ns;
	struct lab_pool_point p;
	int rc;

	if (!(target > 0))
		return pby_err__set(err, EINVAL, "the curve has no point with one thread: nothing to calibrate on");
	rc = run(fit, curve, topology, 1, SHORT_NS, SEED, &p, &count, err);
	if (rc)
		return rc;
	ns = curve->seconds * 1e9 / target - curve->seconds * 1e9 / count;
	if (ns >= 0 && !scale_only)
		fit->think_ns = (uint32_t)(ns + 0.5);
	else
		fit->scale = target / count;
	return 0;
}

/* The points that are fitted: up to LAB_FIT_THREADS, or, when none of these says what contention costs, the next one. */
static int contended_to(const struct lab_curve *curve)
{
	int next = LAB_MAX_CPUS + 1;

	int most = 1;

	for (size_t i = 0; i < curve->nr; i++) {
		int threads = curve->points[i].threads;

		if (threads > 2 && threads < next)
			next = threads;
		if (threads <= LAB_FIT_THREADS && threads > most)
			most = threads;
	}
	return next <= LAB_MAX_CPUS && next > LAB_FIT_THREADS ? next : most;
}

static int fit_in_unit(const struct lab_curve *curve, const struct lab_topology *topology, const struct lab_costs *costs,
		       bool scale_only, struct lab_fit *fit, struct pby_err *err)
{
	bool crowded = topology->threads > 1 && topology->placement == LAB_PLACE_SIBLINGS;
	int rc, nr = 0, to = contended_to(curve);

	*fit = (struct lab_fit){ .costs = *costs, .scale = 1, .sibling_ns = costs->sibling_ps / 1e3, .core_ns = costs->core_ps / 1e3 };
	rc = fit_single(fit, curve, topology, scale_only, err);
	if (!rc && crowded && measured(curve, 2) > 0)
		rc = search(fit, set_sibling, 4, 64, curve, topology, 2, 2, err);
	if (!rc)
		rc = error_over(fit, curve, topology, 3, to, &fit->error, &nr, err);
	if (!rc && nr)
		rc = search(fit, set_core, 20, 600, curve, topology, 3, to, err);
	else if (!rc && !crowded && measured(curve, 2) > 0)
		rc = search(fit, set_core, 20, 600, curve, topology, 2, 2, err);
	if (!rc)
		rc = error_over(fit, curve, topology, 1, to, &fit->error, &fit->nr_used, err);
	return rc;
}

/* Off by more than this on the points that were fitted: the unit is not what it was taken for. */
#define POOR 1.0	/* log2 */

int lab_fit__curve(const struct lab_curve *curve, const struct lab_topology *topology, const struct lab_costs *costs,
		   struct lab_fit *fit, struct pby_err *err)
{
	struct lab_fit other;
	int rc;

	if (contended_to(curve) > lab_topology__cpus(topology))
		return pby_err__set(err, EINVAL, "the curve's %d threads are more than the %d CPUs of the topology: "
				    "--topology is where it was measured", contended_to(curve), lab_topology__cpus(topology));
	rc = fit_in_unit(curve, topology, costs, false, fit, err);

	/* Counted in millions, say: much work besides the pool would hide all contention, and there is some. */
	if (rc || fit->error < POOR)
		return rc;
	rc = fit_in_unit(curve, topology, costs, true, &other, err);
	if (!rc && other.error < fit->error)
		*fit = other;
	return rc;
}
