// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* fold.c: tests of the fold: events, whole and broken, become the state of locks. */
#include "support/cmocka.h"

#include <errno.h>
#include <stdlib.h>

#include "model/contention/fold.h"
#include "support/lock_world.h"

static const uint64_t A = 0xffff888000001000, B = 0xffff888000002000;

struct row {
	enum pby_lock_event_type type;
	uint64_t ns;
	int32_t pid;
	uint64_t lock;
	uint32_t flags;
	int32_t ret;
};

static int fold(struct pby_contention *c, const struct row *rows, size_t nr, const struct pby_fold_limits *limits)
{
	struct pby_fold *f = pby_fold__new(limits);
	int rc;

	for (size_t i = 0; i < nr; i++) {
		struct pby_lock_event e = { .type = (uint8_t)rows[i].type, .ns = rows[i].ns, .pid = rows[i].pid,
					    .lock = rows[i].lock, .flags = rows[i].flags, .ret = rows[i].ret,
					    .owner_pid = PBY_PID_UNKNOWN, .cpu = -1 };

		pby_fold__event(f, &e);
	}
	pby_fold__flush(f);
	rc = pby_fold__snapshot(f, 0, c);
	pby_fold__free(f);
	return rc;
}

#define FOLD(c, rows) assert_int_equal(fold(c, rows, sizeof(rows) / sizeof((rows)[0]), NULL), 0)

static void readers_and_writers_take_turns(void **state)
{
	static const struct row rows[] = {
		{ PBY_LOCK_BEGIN, 1000, 1, A, PBY_LCB_WRITE, 0 }, { PBY_LOCK_BEGIN, 2000, 2, A, PBY_LCB_READ, 0 },
		{ PBY_LOCK_BEGIN, 3000, 3, A, PBY_LCB_READ, 0 }, { PBY_LOCK_END, 5000, 1, A, 0, 0 },
		{ PBY_LOCK_END, 9000, 2, A, 0, 0 }, { PBY_LOCK_END, 9500, 3, A, 0, 0 },
		{ PBY_LOCK_BEGIN, 10000, 1, A, PBY_LCB_WRITE, 0 }, { PBY_LOCK_END, 11000, 1, A, 0, -EINTR },
		{ PBY_LOCK_BEGIN, 12000, 4, A, PBY_LCB_WRITE, 0 },
	};
	struct pby_contention c;
	const struct pby_contended *l;

	(void)state;
	FOLD(&c, rows);
	assert_int_equal(c.locks.nr, 1);
	l = &c.locks.items[0];
	assert_int_equal(l->kind, PBY_LOCK_RWSEM);
	assert_int_equal(l->waits[PBY_SHARED].total_ns, 7000 + 6500);
	assert_int_equal(l->waits[PBY_ALONE].total_ns, 4000 + 1000);
	assert_int_equal(l->waits[PBY_ALONE].failed, 1);
	assert_int_equal(l->ended, 3);
	assert_int_equal(l->last_ended_ns, 9500);
	assert_int_equal(l->depth_max, 3);
	assert_int_equal(l->emptied, 2);
	assert_int_equal(l->longest_busy_ns, 8500);
	assert_int_equal(l->batches.nr[PBY_ALONE], 1);
	assert_int_equal(l->batches.now_members, 2);
	assert_int_equal(l->batches.longest_ns[PBY_SHARED], 500);
	assert_int_equal(l->queue.nr, 1);
	assert_int_equal(c.tasks.items[c.waiters.items[l->queue.items[0]].task].pid, 4);
	pby_contention__free(&c);
}

static void a_mutex_that_spins_and_sleeps_is_one_wait(void **state)
{
	static const struct row rows[] = {
		{ PBY_LOCK_BEGIN, 1000, 1, A, PBY_LCB_MUTEX | PBY_LCB_SPIN, 0 },
		{ PBY_LOCK_BEGIN, 2000, 1, A, PBY_LCB_MUTEX, 0 },
		{ PBY_LOCK_BEGIN, 3000, 1, A, PBY_LCB_MUTEX | PBY_LCB_SPIN, 0 },
		{ PBY_LOCK_END, 9000, 1, A, 0, 0 },
	};
	struct pby_contention c;

	(void)state;
	FOLD(&c, rows);
	assert_int_equal(pby_contended__begun(&c.locks.items[0]), 1);
	assert_int_equal(pby_contended__total_ns(&c.locks.items[0]), 8000);
	assert_int_equal(c.loss.lost_ends, 0);
	pby_contention__free(&c);
}

static void spinning_inside_a_wait_is_kept_apart(void **state)
{
	static const struct row rows[] = {
		{ PBY_LOCK_BEGIN, 1000, 1, A, PBY_LCB_READ, 0 }, { PBY_LOCK_BEGIN, 2000, 1, B, PBY_LCB_SPIN, 0 },
		{ PBY_LOCK_END, 3000, 1, B, 0, 0 }, { PBY_LOCK_BEGIN, 4000, 1, B, PBY_LCB_SPIN, 0 },
	};
	struct pby_contention c;
	const struct pby_contending *inner;

	(void)state;
	FOLD(&c, rows);
	assert_int_equal(c.waiters.nr, 2);
	assert_int_equal(c.tasks.nr, 1);
	inner = &c.waiters.items[c.tasks.items[0].waits_for];
	assert_int_equal(c.locks.items[inner->lock].addr, B);
	assert_int_equal(inner->nest, 1);
	assert_true(c.spins);
	pby_contention__free(&c);
}

static void lost_ends_are_counted_and_in_no_sum(void **state)
{
	static const struct row rows[] = {
		{ PBY_LOCK_BEGIN, 1000, 1, A, PBY_LCB_READ, 0 },	/* its end is lost */
		{ PBY_LOCK_BEGIN, 9000, 1, B, PBY_LCB_MUTEX, 0 }, { PBY_LOCK_END, 9900, 1, B, 0, 0 },
		{ PBY_LOCK_BEGIN, 10000, 2, A, PBY_LCB_READ, 0 },	/* this one's too: it exits */
		{ PBY_LOCK_EXIT, 11000, 2, 0, 0, 0 },
		{ PBY_LOCK_END, 12000, 3, A, 0, 0 },	/* waited before the look began */
	};
	struct pby_contention c;

	(void)state;
	FOLD(&c, rows);
	assert_int_equal(c.loss.lost_ends, 2);
	assert_int_equal(c.loss.unseen_begins, 1);
	assert_int_equal(c.waiters.nr, 0);
	assert_int_equal(c.locks.items[0].addr, A);
	assert_int_equal(pby_contended__total_ns(&c.locks.items[0]), 0);
	assert_int_equal(c.locks.items[0].last_ended_ns, 12000);
	assert_int_equal(pby_contended__total_ns(&c.locks.items[1]), 900);
	pby_contention__free(&c);
}

static void an_event_that_comes_too_late_still_finds_its_end(void **state)
{
	static const struct row rows[] = {
		{ PBY_LOCK_BEGIN, 100, 9, B, PBY_LCB_READ, 0 },
		{ PBY_LOCK_END, 5000, 1, A, 0, 0 }, { PBY_LOCK_BEGIN, 6000, 2, A, PBY_LCB_READ, 0 },
		{ PBY_LOCK_END, 7000, 2, A, 0, 0 }, { PBY_LOCK_END, 7500, 9, B, 0, 0 },
		{ PBY_LOCK_BEGIN, 1000, 1, A, PBY_LCB_READ, 0 },
	};
	static const struct pby_fold_limits narrow = { .window = 1 };
	struct pby_contention c;

	(void)state;
	assert_int_equal(fold(&c, rows, sizeof(rows) / sizeof(rows[0]), &narrow), 0);
	assert_int_equal(c.loss.disorder, 1);
	assert_int_equal(c.loss.unseen_begins, 0);
	assert_int_equal(c.waiters.nr, 0);
	for (uint32_t i = 0; i < c.locks.nr; i++)
		if (c.locks.items[i].addr == A)
			assert_int_equal(pby_contended__total_ns(&c.locks.items[i]), 4000 + 1000);
	pby_contention__free(&c);
}

static void overtaking_is_counted_by_turn(void **state)
{
	static const struct row rows[] = {
		{ PBY_LOCK_BEGIN, 1, 1, A, PBY_LCB_READ, 0 }, { PBY_LOCK_BEGIN, 2, 2, A, PBY_LCB_WRITE, 0 },
		{ PBY_LOCK_BEGIN, 3, 3, A, PBY_LCB_READ, 0 }, { PBY_LOCK_BEGIN, 4, 4, A, PBY_LCB_READ, 0 },
		{ PBY_LOCK_END, 5, 1, A, 0, 0 }, { PBY_LOCK_END, 6, 3, A, 0, 0 }, { PBY_LOCK_END, 7, 4, A, 0, 0 },
		{ PBY_LOCK_END, 8, 2, A, 0, 0 },
	};
	struct pby_contention c;

	(void)state;
	FOLD(&c, rows);
	assert_int_equal(c.locks.items[0].overtaken_max[PBY_ALONE], 2);
	assert_int_equal(c.locks.items[0].overtaken_max[PBY_SHARED], 0);
	pby_contention__free(&c);
}

static void full_tables_drop_and_count(void **state)
{
	static const struct pby_fold_limits small = { .locks = 4, .waits = 3, .tasks = 8, .window = 1 };
	struct row rows[40];
	struct pby_contention c;
	size_t n = 0;

	(void)state;
	for (uint64_t i = 0; i < 8; i++)	/* idle locks make room for new ones */
		for (int k = 0; k < 2; k++, n++)
			rows[n] = (struct row){ k ? PBY_LOCK_END : PBY_LOCK_BEGIN, 10 * n + 1, 1, A + 64 * i, PBY_LCB_READ, 0 };
	for (int32_t i = 0; i < 5; i++, n++)	/* waits do not */
		rows[n] = (struct row){ PBY_LOCK_BEGIN, 10 * n + 1, 2 + i, B, PBY_LCB_READ, 0 };
	assert_int_equal(fold(&c, rows, n, &small), 0);
	assert_int_equal(c.locks.nr, 4);
	assert_int_equal(c.loss.locks, 5);
	assert_int_equal(c.waiters.nr, 3);
	assert_int_equal(c.loss.waits, 2);
	pby_contention__free(&c);
}

static void invented_contention_comes_out_as_it_was(void **state)
{
	static const struct lock_world_options worlds[] = {
		{ .seed = 1, .tasks = 40, .locks = 12 },
		{ .seed = 2, .tasks = 200, .locks = 40, .shuffle = 16 },
		{ .seed = 3, .tasks = 60, .locks = 16, .lost_ends = 40 },
		{ .seed = 4, .tasks = 500, .locks = 64, .lost_ends = 25, .shuffle = 64 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(worlds) / sizeof(worlds[0]); i++) {
		struct lock_world *w = lock_world__new(&worlds[i]);
		struct pby_fold *f = pby_fold__new(NULL);
		struct pby_lock_event e;
		struct pby_contention c;
		const char *differs;

		for (uint32_t n = 0; n < 200000 || !lock_world__settled(w); n++) {
			lock_world__next(w, &e);
			pby_fold__event(f, &e);
		}
		pby_fold__flush(f);
		assert_int_equal(pby_fold__snapshot(f, 0, &c), 0);
		differs = lock_world__differs(w, &c);
		if (differs)
			fail_msg("world %zu: %s", i + 1, differs);
		assert_int_equal(c.locks.nr, worlds[i].locks);
		assert_int_equal(c.loss.disorder, 0);
		assert_int_equal(c.loss.unseen_begins, 0);
		pby_contention__free(&c);
		pby_fold__free(f);
		lock_world__free(w);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(readers_and_writers_take_turns),
		cmocka_unit_test(a_mutex_that_spins_and_sleeps_is_one_wait),
		cmocka_unit_test(spinning_inside_a_wait_is_kept_apart),
		cmocka_unit_test(lost_ends_are_counted_and_in_no_sum),
		cmocka_unit_test(an_event_that_comes_too_late_still_finds_its_end),
		cmocka_unit_test(overtaking_is_counted_by_turn),
		cmocka_unit_test(full_tables_drop_and_count),
		cmocka_unit_test(invented_contention_comes_out_as_it_was),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
