// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* predict.c: probity lab predict: from a few threads here, a measured curve or bench scale, to another machine. */
#include "cmd/lab/lab.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/json.h"
#include "base/root.h"
#include "lab/curve.h"
#include "lab/fit.h"
#include "lab/report/lab.h"

enum { MAX_FILE = 1 << 20, OWN_NS = 300000000 };

/* What `lab compare` finds for points from 12 threads on, fitted to up to 8: doc/lab.md has the run. */
static const struct {
	double factor, share, worst;	/* 96 of 104 */
} band = { 1.5, 0.92, 1.9 };

static int read_curve(const char *path, struct lab_curve *c, struct pby_err *err)
{
	PBY_AUTO_FD fd = strcmp(path, "-") ? open(path, O_RDONLY | O_CLOEXEC) : dup(STDIN_FILENO);
	PBY_AUTO_BUF buf = { 0 };
	int rc;

	if (fd < 0)
		return pby_err__set(err, errno, "%s: %s", path, strerror(errno));
	rc = pby_fd__read_all(fd, path, MAX_FILE, &buf, err);
	return rc ? rc : lab_curve__parse(c, pby_text__of(buf.data, buf.len), path, err);
}

/* The same pool on this machine's CPUs, up to as many as calibration looks at. */
static int measure_here(const struct lab_pool_mix *mix, struct lab_curve *c, struct lab_topology *here, double *cpu_share,
			struct pby_err *err)
{
	long cpus = sysconf(_SC_NPROCESSORS_ONLN);

	*here = (struct lab_topology){ .sockets = 1, .cores = cpus > LAB_MAX_CPUS ? LAB_MAX_CPUS : (int)cpus, .threads = 1 };
	for (int n = 1; n <= LAB_FIT_THREADS && n <= cpus; n++) {
		struct lab_pool_run run = {
			.pool = lab_pool__find(c->pool), .mix = *mix, .threads = n, .duration_ns = OWN_NS,
		};
		struct lab_pool_point p;
		int rc = lab_pool__measure(&run, &p, err);

		if (rc)
			return rc;
		c->points[c->nr++] = (struct lab_curve_point){ n, p.per_s };
		if (p.cpu_share < *cpu_share)
			*cpu_share = p.cpu_share;
	}
	return 0;
}

static void add_fit(struct json_object *result, const struct lab_fit *fit, const struct lab_curve *c)
{
	struct json_object *o = pby_json__obj(result, "fit"), *b = pby_json__obj(result, "band"), *m = pby_json__arr(result, "measured");

	pby_json__str(o, "pool", c->pool);
	pby_json__int(o, "points", fit->nr_used);
	pby_json__double(o, "error_log2", fit->error);
	pby_json__int(o, "think_ns", fit->think_ns);
	pby_json__double(o, "scale", fit->scale);
	pby_json__double(o, "sibling_ns", fit->costs.sibling_ps / 1e3);
	pby_json__double(o, "core_ns", fit->costs.core_ps / 1e3);
	pby_json__double(o, "socket_ns", fit->costs.socket_ps / 1e3);
	pby_json__double(b, "factor", band.factor);
	pby_json__double(b, "share", band.share);
	pby_json__double(b, "worst", band.worst);
	for (size_t i = 0; i < c->nr; i++) {
		struct json_object *p = pby_json__obj(m, NULL);

		pby_json__int(p, "threads", c->points[i].threads);
		pby_json__double(p, "count", c->points[i].count);
	}
}

static int predict(struct json_object *result, const struct lab_fit *fit, const struct lab_curve *curve, const struct lab_setup *s,
		   struct pby_err *err)
{
	for (size_t i = 0; i < lab_nr_pools; i++) {
		const struct lab_pool_desc *pool = &lab_pools[i];
		struct lab_curve c = *curve;
		struct json_object *o;

		c.pool = pool->name;
		o = lab_result__curve(result, pool->name, pool->title, pool->kernels, pool->source);
		for (int k = 0; k < s->nr_threads; k++) {
			struct lab_pool_point p;
			double count;
			int rc = lab_fit__predict(fit, &c, &s->machine.topology, s->threads[k], &p, &count, err);

			if (rc)
				return rc;
			p.per_s = count;
			p.p50_ns /= fit->scale;
			p.p99_ns /= fit->scale;
			p.max_ns /= fit->scale;
			lab_curve__add_pool_point(o, &p, true);
		}
	}
	return 0;
}

int lab_predict(const struct lab_values *v, char **args, int nr_args)
{
	struct lab_curve curve = { .name = "measured", .pool = v->only ? v->only : "cas", .seconds = 1, .nr_objs = (int)v->objects };
	struct lab_topology from;
	struct json_object *result;
	struct lab_setup s;
	struct lab_fit fit;
	struct pby_err err;
	double cpu_share = 1;
	char title[512];
	int rc;

	(void)args;
	(void)nr_args;
	if (v->engine)
		return lab_fail(PBY_EXIT_USAGE, "predict measures natively and predicts by simulation: it takes no --engine");
	if (lab_setup__from(&s, v, &err))
		return lab_fail(PBY_EXIT_USAGE, err.text);
	if (!lab_pool__find(curve.pool))
		return lab_fail(PBY_EXIT_USAGE, "--only: the one mechanism that was measured, as in cas");
	curve.kretprobe = s.mix.kretprobe;
	from = s.machine.topology;
	rc = v->curve ? read_curve(v->curve, &curve, &err) : measure_here(&s.mix, &curve, &from, &cpu_share, &err);
	if (rc)
		return lab_fail(v->curve ? PBY_EXIT_USAGE : PBY_EXIT_BLIND, err.text);
	rc = lab_fit__curve(&curve, &from, &s.machine.costs, &fit, &err);
	if (rc)
		return lab_fail(rc == -EINVAL ? PBY_EXIT_USAGE : PBY_EXIT_BLIND, err.text);
	s.machine.costs = fit.costs;
	snprintf(title, sizeof(title), "Predicted from %s, %d of its points: core to core %.0f ns, sockets %.0f ns, %u ns besides the pool.\n"
		 "Of published points, %.0f %% lay within a factor of %.1f of such predictions, the worst %.1f off.",
		 v->curve ? v->curve : "this machine's CPUs", fit.nr_used, fit.costs.core_ps / 1e3, fit.costs.socket_ps / 1e3, fit.think_ns,
		 band.share * 100, band.factor, band.worst);
	result = lab_result__new("predict", "sim", title, v->curve ? "counts as in the file" : "objects got and put back per second", &s.machine);
	add_fit(result, &fit, &curve);
	if (!v->curve)
		pby_json__double(result, "cpu_share", cpu_share);
	rc = predict(result, &fit, &curve, &s, &err);
	if (rc) {
		json_object_put(result);
		return lab_fail(PBY_EXIT_BLIND, err.text);
	}
	return lab_show(result, v);
}
