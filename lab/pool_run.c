// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* pool_run.c: sets a pool up, runs it, counts, and looks whether all objects came back. */
#include "lab/pool_run.h"

#include <stdlib.h>
#include <string.h>

#include "lab/engine/native.h"

struct bench {
	struct lab_heap heap;
	struct lab_pool_config config;
	const struct lab_pool_alg *alg;
	struct lab_pool_load *loads;
	void **args;
	uint32_t *owner;
	void *pool;
};

static void bench_free(struct bench *b)
{
	lab_heap__free(&b->heap);
	free(b->loads);
	free(b->args);
	free(b->owner);
}

static int bench_init(struct bench *b, const struct lab_pool_run *run, const struct lab_pool_alg *alg, int nr_cpus,
		      uint32_t sample, struct pby_err *err)
{
	int nr_objs = run->nr_objs;

	*b = (struct bench){ .alg = alg };
	if (!nr_objs)
		nr_objs = run->pool->objs_per_cpu * nr_cpus > 10 ? run->pool->objs_per_cpu * nr_cpus : 10;
	b->config = (struct lab_pool_config){ .nr_cpus = nr_cpus, .nr_objs = nr_objs, .bucket = (int)(run->seed & 0xffff) };
	b->loads = aligned_alloc(64, run->threads * ((sizeof(*b->loads) + 63) / 64 * 64));
	b->args = calloc(run->threads, sizeof(*b->args));
	b->owner = calloc((size_t)nr_objs + (size_t)nr_cpus * 64, sizeof(*b->owner));
	if (!b->loads || !b->args || !b->owner || lab_heap__init(&b->heap, alg->bytes(&b->config))) {
		bench_free(b);
		return pby_err__set(err, ENOMEM, "no memory for a pool of %d objects on %d CPUs", nr_objs, nr_cpus);
	}
	b->pool = alg->create(&b->heap, &b->config);
	if (b->heap.full) {
		bench_free(b);
		return pby_err__set(err, ENOMEM, "%s asked for less memory than it uses", run->pool->name);
	}
	for (int i = 0; i < run->threads; i++) {
		b->loads[i] = (struct lab_pool_load){
			.pool = b->pool, .bulk = run->mix.bulk ? run->mix.bulk : 1, .kretprobe = run->mix.kretprobe,
			.hold_ns = run->mix.hold_ns, .think_ns = run->mix.think_ns, .sample = sample,
			.owner = run->owners && run->pool->objs_per_cpu ? b->owner : NULL,
		};
		b->args[i] = &b->loads[i];
	}
	return 0;
}

static void sum(const struct bench *b, const struct lab_pool_run *run, double seconds, struct lab_pool_point *p)
{
	uint64_t buckets[LAB_NR_BUCKETS] = { 0 }, hits = 0, misses = 0;

	for (int i = 0; i < run->threads; i++) {
		hits += b->loads[i].hits;
		misses += b->loads[i].misses;
		for (int k = 0; k < LAB_NR_BUCKETS; k++)
			buckets[k] += b->loads[i].buckets[k];
	}
	p->threads = run->threads;
	p->hits = hits;
	p->misses = misses;
	p->per_s = seconds > 0 ? hits / seconds : 0;
	p->miss_per_s = seconds > 0 ? misses / seconds : 0;
	p->p50_ns = lab_buckets__percentile(buckets, 0.5);
	p->p99_ns = lab_buckets__percentile(buckets, 0.99);
	p->max_ns = lab_buckets__percentile(buckets, 1);
	p->transfers = hits ? p->transfers / hits : 0;
	p->far_transfers = hits ? p->far_transfers / hits : 0;
	p->failed_cas = hits ? p->failed_cas / hits : 0;
}

/* The load of the one who empties the pool afterwards. */
static struct lab_pool_load drain_load(struct bench *b, const struct lab_pool_run *run)
{
	memset(b->owner, 0, ((size_t)b->config.nr_objs + (size_t)b->config.nr_cpus * 64) * sizeof(*b->owner));
	return (struct lab_pool_load){ .pool = b->pool, .owner = run->pool->objs_per_cpu ? b->owner : NULL };
}

static int simulate(const struct lab_pool_run *run, const struct lab_topology *topology, const struct lab_costs *costs,
		    struct lab_pool_point *point, struct pby_err *err)
{
	struct lab_sim_config config = {
		.topology = *topology, .costs = *costs, .nr_threads = run->threads, .duration_ns = run->duration_ns,
		.seed = run->seed,
	};
	struct lab_sim_result r;
	struct lab_pool_load rest;
	void *rest_arg = &rest;
	struct bench b;
	int rc;

	*point = (struct lab_pool_point){ 0 };
	rc = bench_init(&b, run, run->pool->sim, lab_topology__cpus(topology), 1, err);
	if (rc)
		return rc;
	rc = lab_sim__run(&config, &b.heap, b.alg->run, b.args, &r, err);
	if (!rc) {
		point->ops = r.ops;
		point->switches = r.switches;
		point->transfers = r.transfers;
		point->far_transfers = r.far_transfers;
		point->failed_cas = r.failed_cas;
		point->nr_stuck = r.nr_stuck;
		point->violation = r.violation;
		sum(&b, run, r.end_ns / 1e9, point);
		config.nr_threads = 1;
		rest = drain_load(&b, run);
		rc = lab_sim__run(&config, &b.heap, b.alg->drain, &rest_arg, &r, err);
	}
	if (!rc) {
		point->lost = run->pool->objs_per_cpu ? b.config.nr_objs - (int64_t)rest.hits : 0;
		if (!point->violation)
			point->violation = r.violation;
	}
	bench_free(&b);
	return rc;
}

/*
 * CPUs that do not disturb each other are all alike: a short look is enough, and a long one
 * would be millions of rounds. Where lines travel, few rounds happen in a millisecond.
 */
enum { GLANCE_NS = 100000, LOOK_NS = 5000000, ROUNDS = 400 };

int lab_pool__simulate(const struct lab_pool_run *run, const struct lab_topology *topology, const struct lab_costs *costs,
		       struct lab_pool_point *point, struct pby_err *err)
{
	uint64_t least = (uint64_t)ROUNDS * (run->mix.think_ns + run->mix.hold_ns);
	struct lab_pool_run own = *run;
	int rc;

	if (run->duration_ns)
		return simulate(run, topology, costs, point, err);
	own.duration_ns = least > GLANCE_NS ? least : GLANCE_NS;
	rc = simulate(&own, topology, costs, point, err);
	if (rc || point->transfers < 0.5)
		return rc;
	own.duration_ns = least > LOOK_NS ? least : LOOK_NS;
	return simulate(&own, topology, costs, point, err);
}

int lab_pool__measure(const struct lab_pool_run *run, struct lab_pool_point *point, struct pby_err *err)
{
	struct lab_native_config config = {
		.nr_threads = run->threads, .duration_ns = run->duration_ns, .seed = run->seed,
	};
	struct lab_native_result r;
	struct lab_pool_load rest;
	void *rest_arg = &rest;
	struct bench b;
	int rc;

	*point = (struct lab_pool_point){ 0 };
	/* Reading the clock costs as much as a get: one round in 64 is timed. */
	rc = bench_init(&b, run, run->pool->native, run->threads, 64, err);
	if (rc)
		return rc;
	rc = lab_native__run(&config, b.alg->run, b.args, &r, err);
	if (!rc) {
		sum(&b, run, r.wall_ns / 1e9, point);
		point->nr_cpus = r.nr_cpus;
		point->cpu_share = r.cpu_share;
		point->violation = r.violation;
		config.nr_threads = 1;
		config.duration_ns = 0;
		rest = drain_load(&b, run);
		rc = lab_native__run(&config, b.alg->drain, &rest_arg, &r, err);
	}
	if (!rc) {
		point->lost = run->pool->objs_per_cpu ? b.config.nr_objs - (int64_t)rest.hits : 0;
		if (!point->violation)
			point->violation = r.violation;
	}
	bench_free(&b);
	return rc;
}
