// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* progress.c: tests of what several looks at locks and tasks prove, and of what they do not. */
#include "support/cmocka.h"

#include <stdio.h>
#include <string.h>

#include "model/hang/hang.h"
#include "model/progress.h"

enum { MAX = 8 };

/* One lock as a test writes it: "7:3,4,5" is held by 7, and 3, 4 and 5 wait. 0 holds: nobody. */
struct look {
	struct pby_lock locks[MAX];
	struct pby_lock_waiter waiters[MAX][MAX];
	struct pby_pulse pulses[64];
	struct pby_snapshot s;
};

static void lock_of(struct look *l, const char *text)
{
	uint32_t i = l->s.nr_locks++;
	struct pby_lock *lock = &l->locks[i];
	int owner, pid, n;

	assert_int_equal(sscanf(text, "%d:%n", &owner, &n), 1);
	*lock = (struct pby_lock){ .addr = 0x1000 + i * 0x100, .kind = PBY_LOCK_MUTEX, .owner_pid = owner,
				   .owner = owner ? PBY_OWNER_TASK : PBY_OWNER_NOBODY, .mm_tgid = PBY_PID_UNKNOWN };
	if (!owner)
		lock->owner_pid = PBY_PID_UNKNOWN;
	lock->waiters.items = l->waiters[i];
	for (text += n; sscanf(text, "%d%n", &pid, &n) == 1; text += n + (text[n] == ',')) {
		l->waiters[i][lock->waiters.nr++] = (struct pby_lock_waiter){ .pid = pid, .comm = "t", .waited_s = -1 };
		l->pulses[pid].lock = (int32_t)i;
	}
}

/* Tasks 1 to 9; those named in ran (digits) have run since the look before. */
static void look(struct pby_progress *p, double at_s, const char *first, const char *second, const char *ran)
{
	static uint64_t switches[10];
	struct look l = { .s = { .from_s = at_s, .to_s = at_s } };

	for (int pid = 0; pid < 10; pid++)
		l.pulses[pid] = (struct pby_pulse){ .pid = pid, .cpu = -1, .lock = -1 };
	if (first)
		lock_of(&l, first);
	if (second)
		lock_of(&l, second);
	for (; *ran; ran++)
		switches[*ran - '0']++;
	for (int pid = 0; pid < 10; pid++)
		l.pulses[pid].switches = switches[pid];
	l.s.locks = l.locks;
	l.s.pulses = l.pulses;
	l.s.nr_pulses = 10;
	assert_int_equal(pby_progress__add(p, &l.s), 0);
}

static void what_two_looks_prove(void **state)
{
	static const struct {
		const char *what, *before, *after, *ran;
		enum pby_motion motion;
		uint32_t passed;
		bool same_head;
	} rows[] = {
		{ "nobody moved", "7:3,4", "7:3,4", "", PBY_MOTION_STILL, 0, true },
		{ "the line grew", "7:3", "7:3,4,5", "", PBY_MOTION_STILL, 0, true },
		{ "the holder runs", "7:3,4", "7:3,4", "7", PBY_MOTION_STILL, 0, true },
		{ "the first got it", "7:3,4", "3:4", "37", PBY_MOTION_MOVES, 1, false },
		{ "two got it", "7:3,4,5", "4:5", "347", PBY_MOTION_MOVES, 2, false },
		{ "it was let go", "7:3,4", "0:3,4", "7", PBY_MOTION_MOVES, 1, true },
		{ "it was stolen", "7:3,4", "8:3,4", "78", PBY_MOTION_MOVES, 1, true },
		{ "the line is gone", "7:3,4", NULL, "347", PBY_MOTION_MOVES, 2, false },
		{ "one gave up", "7:3,4", "7:3", "4", PBY_MOTION_STILL, 0, true },
		{ "the first gave up", "7:3,4", "7:4", "3", PBY_MOTION_UNKNOWN, 0, false },
		{ "the first got it and the holder again", "7:3,4", "7:4", "37", PBY_MOTION_MOVES, 1, false },
		/* Woken and asleep again: it may have had the lock in between, or tried in vain. */
		{ "the first woke up", "7:3,4", "7:3,4", "3", PBY_MOTION_UNKNOWN, 0, false },
		{ "seen once", NULL, "7:3,4", "", PBY_MOTION_UNKNOWN, 0, true },
		{ "without an owner", "0:3,4", "0:3,4", "", PBY_MOTION_STILL, 0, true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct pby_progress p = { 0 };
		const struct pby_lock_progress *l;

		look(&p, 1, rows[i].before, NULL, "");
		look(&p, 2, rows[i].after, NULL, rows[i].ran);
		l = pby_progress__lock(&p, 0x1000);
		assert_non_null(l);
		if (pby_lock_progress__motion(l) != rows[i].motion)
			fail_msg("%s: %s", rows[i].what, pby_motion__name(pby_lock_progress__motion(l)));
		if (pby_lock_progress__passed(l) != rows[i].passed)
			fail_msg("%s: passed %u", rows[i].what, pby_lock_progress__passed(l));
		if (l->same_head != rows[i].same_head)
			fail_msg("%s: same head %d", rows[i].what, l->same_head);
		pby_progress__free(&p);
	}
}

static void tasks_that_ran(void **state)
{
	struct pby_progress p = { 0 };

	(void)state;
	look(&p, 1, NULL, NULL, "");
	look(&p, 2, NULL, NULL, "35");
	look(&p, 3, NULL, NULL, "5");
	assert_int_equal(p.nr_looks, 3);
	assert_int_equal(pby_progress__task(&p, 3)->switches, 1);
	assert_false(pby_progress__task(&p, 3)->ran_lately);
	assert_int_equal(pby_progress__task(&p, 5)->switches, 2);
	assert_true(pby_progress__task(&p, 5)->ran_lately);
	assert_false(pby_progress__task(&p, 4)->ran_lately);
	assert_null(pby_progress__task(&p, 77));
	pby_progress__free(&p);
}

static void circles_of_one_look(void **state)
{
	static const struct { const char *a, *b; bool circle; } rows[] = {
		{ "7:3", "3:7", true },			/* ABBA */
		{ "3:3", NULL, true },			/* taken twice */
		{ "7:3,4", "4:5", false },		/* a chain */
		{ "7:3,4,5", "4:7", true },		/* with one in front of it */
		{ "0:3", "3:4", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct pby_progress p = { 0 };

		look(&p, 1, rows[i].a, rows[i].b, "");
		assert_int_equal(p.nr_circles, rows[i].circle);
		pby_progress__free(&p);
	}
}

/* A dump with two tasks: 3 waits for the mutex at 0x1000 of 7, which sleeps. */
static void judged(const struct pby_progress *p, bool waiter_ran, const char *sentence, const char *word)
{
	struct pby_lock_waiter waiter = { .pid = 3, .comm = "waiter", .waited_s = -1 };
	struct pby_lock lock = { .addr = 0x1000, .kind = PBY_LOCK_MUTEX, .owner = PBY_OWNER_TASK, .owner_pid = 7,
				 .owner_comm = "holder", .name = "some_lock", .mm_tgid = PBY_PID_UNKNOWN,
				 .waiters = { &waiter, 1, 1 } };
	struct pby_task tasks[2] = {
		{ .comm = "waiter", .pid = 3, .tgid = 3, .ppid = 1, .ns_pid = -1, .cpu = -1, .state = 'D',
		  .seen = PBY_SEEN_PROC, .lock = &lock, .ran = waiter_ran, .nr_held_stated = -1 },
		{ .comm = "holder", .pid = 7, .tgid = 7, .ppid = 1, .ns_pid = -1, .cpu = -1, .state = 'S',
		  .seen = PBY_SEEN_PROC, .nr_held_stated = -1 },
	};
	struct pby_dump dump = { .tasks = { tasks, 2, 2 }, .locks = { &lock, 1, 1 }, .progress = p };
	struct pby_hang hang;

	assert_int_equal(pby_hang__judge(&hang, &dump), 0);
	if (!strstr(hang.sentence, sentence))
		fail_msg("%s lacks: %s", hang.sentence, sentence);
	assert_string_equal(pby_pace__word(&hang.pace, hang.circle == PBY_CIRCLE_COMPLETE), word);
	pby_hang__free(&hang);
}

static void verdicts_differ(void **state)
{
	struct pby_progress still = { 0 }, moves = { 0 };

	(void)state;
	look(&still, 1, "7:3", NULL, "");
	look(&still, 2, "7:3", NULL, "");
	look(&moves, 1, "7:4,3", NULL, "");
	look(&moves, 2, "7:3", NULL, "47");
	judged(NULL, false, "Convoy:", "unknown");
	judged(&still, false, "Convoy behind a stuck holder", "stuck");
	judged(&moves, false, "A line that moves", "moves");
	pby_progress__free(&still);
	pby_progress__free(&moves);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_two_looks_prove), cmocka_unit_test(tasks_that_ran),
		cmocka_unit_test(circles_of_one_look), cmocka_unit_test(verdicts_differ),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
