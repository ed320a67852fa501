// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* lab_sim.c: the lab's pools on simulated CPUs and on threads: nothing lost, nothing twice, same seed same result. */
#include "support/cmocka.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "lab/fit.h"
#include "lab/pool_run.h"
#include "lab/rwsem.h"

static struct lab_machine machine(void)
{
	struct lab_machine m;

	assert_int_equal(lab_machine__find("xeon-8260", &m, NULL), 0);
	return m;
}

static struct lab_pool_run load_of(const char *pool, int threads, bool kretprobe)
{
	return (struct lab_pool_run){
		.pool = lab_pool__find(pool), .threads = threads, .owners = true, .duration_ns = 300000, .seed = 7,
		.mix = { .bulk = kretprobe ? 1 : 2, .kretprobe = kretprobe, .hold_ns = 20, .think_ns = 10 },
	};
}

static void topologies(void **state)
{
	static const char *const bad[] = { "", "2", "2x", "2x24", "2x24x", "0x1x1", "2x24x3", "2x24x2,", "2x24x2,near",
					   "99999999999999999999x1x1", "1024x2x1", "2x24x2 " };
	struct lab_topology t;
	struct lab_place p;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(lab_topology__parse(&t, bad[i], NULL), -EINVAL);
	assert_int_equal(lab_topology__parse(&t, "2x24x2", NULL), 0);
	p = lab_topology__place(&t, 24);
	assert_true(p.core == 24 && p.socket == 1 && p.sibling == 0);
	p = lab_topology__place(&t, 48);
	assert_true(p.core == 0 && p.socket == 0 && p.sibling == 1);
	assert_int_equal(lab_topology__parse(&t, "2x24x2,siblings", NULL), 0);
	p = lab_topology__place(&t, 49);
	assert_true(p.core == 24 && p.socket == 1 && p.sibling == 1);
	assert_int_equal(lab_topology__parse(&t, "2x24x2,spread", NULL), 0);
	p = lab_topology__place(&t, 1);
	assert_true(p.core == 24 && p.socket == 1 && p.sibling == 0);
}

static void buckets(void **state)
{
	uint64_t counts[LAB_NR_BUCKETS] = { 0 };

	(void)state;
	for (uint64_t ns = 0; ns < 100000; ns++)
		assert_true(lab_bucket__ns(lab_bucket__of(ns)) >= ns && lab_bucket__ns(lab_bucket__of(ns)) <= ns * 1.26 + 1);
	assert_true(lab_bucket__of(~0ull) < LAB_NR_BUCKETS);
	counts[lab_bucket__of(100)] = 99;
	counts[lab_bucket__of(5000)] = 1;
	assert_true(lab_buckets__percentile(counts, 0.5) < 130 && lab_buckets__percentile(counts, 1) >= 5000);
}

/* Every pool, both uses, few and many CPUs: the invariants, and all objects back at the end. */
static void pools_keep_their_objects(void **state)
{
	static const int threads[] = { 1, 2, 5, 96 };
	struct lab_machine m = machine();

	(void)state;
	for (size_t i = 0; i < lab_nr_pools; i++) {
		for (int k = 0; k < 8; k++) {
			struct lab_pool_run r = load_of(lab_pools[i].name, threads[k / 2], k % 2);
			struct lab_pool_point p;

			assert_int_equal(lab_pool__simulate(&r, &m.topology, &m.costs, &p, NULL), 0);
			if (p.violation || p.lost || p.nr_stuck)
				fail_msg("%s, %d threads: %s, %d lost, %d stuck", lab_pools[i].name, r.threads,
					 p.violation ? p.violation : "-", (int)p.lost, p.nr_stuck);
			assert_true(p.per_s > 0);
		}
	}
}

static void same_seed_same_result(void **state)
{
	struct lab_machine m = machine();
	struct lab_pool_run r = load_of("cas", 24, true);
	struct lab_pool_point a, b, c;

	(void)state;
	assert_int_equal(lab_pool__simulate(&r, &m.topology, &m.costs, &a, NULL), 0);
	assert_int_equal(lab_pool__simulate(&r, &m.topology, &m.costs, &b, NULL), 0);
	assert_memory_equal(&a, &b, sizeof(a));
	r.seed = 8;
	assert_int_equal(lab_pool__simulate(&r, &m.topology, &m.costs, &c, NULL), 0);
	assert_true(c.ops != a.ops);
}

/* More holders than instances: the rest misses, and is counted. */
static void an_empty_pool_misses(void **state)
{
	struct lab_machine m = machine();

	(void)state;
	for (size_t i = 0; i < lab_nr_pools; i++) {
		struct lab_pool_run r = load_of(lab_pools[i].name, 16, true);
		struct lab_pool_point p;

		r.nr_objs = 10;
		r.mix.hold_ns = 50000;
		assert_int_equal(lab_pool__simulate(&r, &m.topology, &m.costs, &p, NULL), 0);
		assert_true(p.lost == 0 && !p.violation);
		assert_true(lab_pools[i].objs_per_cpu ? p.miss_per_s > 0 : p.miss_per_s == 0);
	}
}

static void shared_lines_do_not_scale(void **state)
{
	struct lab_machine m = machine();
	struct lab_pool_run one = load_of("cas", 1, false), many = load_of("cas", 48, false);
	struct lab_pool_point a, b;

	(void)state;
	assert_int_equal(lab_pool__simulate(&one, &m.topology, &m.costs, &a, NULL), 0);
	assert_int_equal(lab_pool__simulate(&many, &m.topology, &m.costs, &b, NULL), 0);
	assert_true(b.per_s < a.per_s && b.transfers > 4 && a.transfers < 0.1);
	one.pool = many.pool = lab_pool__find("objpool");
	assert_int_equal(lab_pool__simulate(&one, &m.topology, &m.costs, &a, NULL), 0);
	assert_int_equal(lab_pool__simulate(&many, &m.topology, &m.costs, &b, NULL), 0);
	assert_true(b.per_s > 20 * a.per_s && b.transfers < 1);
}

/* Calibrated on 1 to 8 threads, the published free-list curve is met from 12 threads on. */
static void a_published_curve_is_predicted(void **state)
{
	const struct lab_curve *c = lab_published__find("8260-raw-cas");
	struct lab_machine m = machine();
	struct lab_topology t;
	struct lab_fit fit;

	(void)state;
	assert_int_equal(lab_topology__parse(&t, c->topology, NULL), 0);
	assert_int_equal(lab_fit__curve(c, &t, &m.costs, &fit, NULL), 0);
	for (size_t i = 0; i < c->nr; i++) {
		struct lab_pool_point p;
		double count;

		if (c->points[i].threads < 12)
			continue;
		assert_int_equal(lab_fit__predict(&fit, c, &t, c->points[i].threads, &p, &count, NULL), 0);
		if (count > 1.5 * c->points[i].count || c->points[i].count > 1.5 * count)
			fail_msg("%d threads: %.0f predicted, %.0f published", c->points[i].threads, count, c->points[i].count);
	}
}

/* Without one thread there is nothing to tell the pool from its caller. */
static void a_curve_without_one_thread_is_refused(void **state)
{
	struct lab_curve c = *lab_published__find("8260-raw-cas");
	struct lab_machine m = machine();
	struct lab_fit fit;
	struct pby_err err;

	(void)state;
	c.points[0].threads = 2;
	assert_int_equal(lab_fit__curve(&c, &m.topology, &m.costs, &fit, &err), -EINVAL);
	assert_non_null(strstr(err.text, "one thread"));
}

/* A run of 32 simulated or 4 real readers and writers; false when one of them never came through. */
static bool all_come_through(const struct lab_machine *m, bool spin, uint64_t duration_ns)
{
	struct lab_rw_load loads[32] = { 0 };
	struct lab_rw_run run = {
		.loads = loads, .threads = m ? 32 : 4, .spin = spin, .duration_ns = duration_ns, .seed = 3,
	};
	struct lab_sim_result sim;
	double seconds;

	for (int i = 0; i < 32; i++)
		loads[i] = (struct lab_rw_load){
			.role = i % 4 == 3 ? LAB_RW_WRITER_ROLE : i % 4 == 2 ? LAB_RW_SPECULATIVE : LAB_RW_READER,
			.hold_ns = 300, .think_ns = 500,
		};
	assert_int_equal(lab_rwsem__run(&run, m, &seconds, &sim, NULL), 0);
	assert_int_equal(sim.nr_stuck, 0);
	for (int i = 0; i < run.threads; i++)
		if (!loads[i].rounds)
			return false;
	return true;
}

/*
 * Readers and writers at once: all come through, with sleeping and with spinning writers, simulated and
 * native. A native thread may get no CPU in a short run of a busy machine: then the run is made longer.
 */
static void nobody_sleeps_for_ever_on_a_semaphore(void **state)
{
	struct lab_machine m = machine();

	(void)state;
	for (int spin = 0; spin < 2; spin++) {
		uint64_t duration_ns = 20000000;

		assert_true(all_come_through(&m, spin, 3000000));
		while (!all_come_through(NULL, spin, duration_ns) && duration_ns < 10000000000)
			duration_ns *= 2;
		assert_true(duration_ns < 10000000000);
	}
}

/* Real threads, all invariants watched. */
static void threads_keep_the_objects_too(void **state)
{
	(void)state;
	for (size_t i = 0; i < lab_nr_pools; i++) {
		for (int k = 0; k < 2; k++) {
			struct lab_pool_run r = load_of(lab_pools[i].name, 4, k);
			struct lab_pool_point p;

			r.duration_ns = 20000000;
			r.mix.hold_ns = r.mix.think_ns = 0;
			assert_int_equal(lab_pool__measure(&r, &p, NULL), 0);
			if (p.violation || p.lost)
				fail_msg("%s: %s, %d lost", lab_pools[i].name, p.violation ? p.violation : "-", (int)p.lost);
			assert_true(p.per_s > 0);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(topologies),
		cmocka_unit_test(buckets),
		cmocka_unit_test(pools_keep_their_objects),
		cmocka_unit_test(same_seed_same_result),
		cmocka_unit_test(an_empty_pool_misses),
		cmocka_unit_test(shared_lines_do_not_scale),
		cmocka_unit_test(a_published_curve_is_predicted),
		cmocka_unit_test(a_curve_without_one_thread_is_refused),
		cmocka_unit_test(nobody_sleeps_for_ever_on_a_semaphore),
		cmocka_unit_test(threads_keep_the_objects_too),
	};

	return cmocka_run_group_tests_name("lab_sim", tests, NULL, NULL);
}
