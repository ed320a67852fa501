// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* contention.c: tests of lib/model/contention: buckets of waiting times, kinds of locks by their flags. */
#include "support/cmocka.h"

#include "model/contention/contention.h"

static void buckets_are_in_order_and_begin_at_their_floor(void **state)
{
	(void)state;
	assert_int_equal(pby_histogram__bucket(0), 0);
	assert_int_equal(pby_histogram__bucket(255), 0);
	assert_int_equal(pby_histogram__bucket(256), 1);
	assert_int_equal(pby_histogram__bucket(1000), 8);
	assert_int_equal(pby_histogram__bucket(1000000), 48);
	assert_int_equal(pby_histogram__bucket(1000000000), 88);
	assert_int_equal(pby_histogram__bucket(UINT64_MAX), PBY_HISTOGRAM_BUCKETS - 1);
	for (uint32_t i = 1; i < PBY_HISTOGRAM_BUCKETS; i++) {
		uint64_t floor = pby_histogram__floor(i);

		assert_int_equal(pby_histogram__bucket(floor), i);
		assert_int_equal(pby_histogram__bucket(floor - 1), i - 1);
		assert_true(floor * 4 <= pby_histogram__floor(i - 1) * 5 || i == 1);
	}
}

static void percentiles_lie_within_their_bucket(void **state)
{
	struct pby_histogram h = { { 0 } };
	uint64_t p50, p99;

	(void)state;
	assert_int_equal(pby_histogram__percentile(&h, 0.5, 0), 0);
	for (uint64_t us = 1; us <= 1000; us++)
		pby_histogram__add(&h, us * 1000);
	p50 = pby_histogram__percentile(&h, 0.5, 1000000);
	p99 = pby_histogram__percentile(&h, 0.99, 1000000);
	assert_int_equal(pby_histogram__total(&h), 1000);
	assert_true(p50 > 440000 && p50 < 560000);
	assert_true(p99 > 900000 && p99 <= 1000000);
	assert_int_equal(pby_histogram__percentile(&h, 1, 1000000), 1000000);
}

static void flags_tell_kind_and_mode(void **state)
{
	static const struct {
		uint32_t flags;
		enum pby_lock_kind kind;
		enum pby_lock_mode mode;
	} rows[] = {
		{ 0, PBY_LOCK_SEMAPHORE, PBY_MODE_WRITE },
		{ PBY_LCB_SPIN, PBY_LOCK_SPINLOCK, PBY_MODE_WRITE },
		{ PBY_LCB_READ, PBY_LOCK_RWSEM, PBY_MODE_READ },
		{ PBY_LCB_WRITE, PBY_LOCK_RWSEM, PBY_MODE_WRITE },
		{ PBY_LCB_SPIN | PBY_LCB_READ, PBY_LOCK_RWLOCK, PBY_MODE_READ },
		{ PBY_LCB_PERCPU | PBY_LCB_WRITE, PBY_LOCK_PERCPU_RWSEM, PBY_MODE_WRITE },
		{ PBY_LCB_RT, PBY_LOCK_RTMUTEX, PBY_MODE_WRITE },
		{ PBY_LCB_RT | PBY_LCB_READ, PBY_LOCK_RWSEM, PBY_MODE_READ },
		{ PBY_LCB_MUTEX, PBY_LOCK_MUTEX, PBY_MODE_WRITE },
		{ PBY_LCB_MUTEX | PBY_LCB_SPIN, PBY_LOCK_MUTEX, PBY_MODE_WRITE },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		enum pby_lock_mode mode;

		assert_int_equal(pby_lcb__kind(rows[i].flags, &mode), rows[i].kind);
		assert_int_equal(mode, rows[i].mode);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(buckets_are_in_order_and_begin_at_their_floor),
		cmocka_unit_test(percentiles_lie_within_their_bucket),
		cmocka_unit_test(flags_tell_kind_and_mode),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
