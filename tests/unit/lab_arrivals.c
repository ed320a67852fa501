// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* lab_arrivals.c: scripts of who comes to a semaphore, and that it lets everybody in once, whatever the script. */
#include "support/cmocka.h"

#include <stdlib.h>
#include <string.h>

#include "lab/arrivals.h"

/* Plays it; the caller frees. */
static struct lab_arrivals *play(const char *text, enum lab_arrivals_rules rules, struct lab_script *script)
{
	struct lab_arrivals *a = calloc(1, sizeof(*a));
	struct lab_machine m;

	assert_int_equal(lab_script__parse(script, pby_text__str(text), NULL), 0);
	assert_int_equal(lab_machine__find("xeon-8260", &m, NULL), 0);
	m.topology = (struct lab_topology){ .sockets = 1, .cores = script->nr_parties + 1, .threads = 1 };
	a->script = script;
	a->rules = rules;
	assert_int_equal(lab_arrivals__run(a, &m, NULL), 0);
	return a;
}

static void scripts(void **state)
{
	static const char *const bad[] = { "", "...", "x", "r0", "r1001", "rx", "r99999999999999999999999", "3r", "w w", "r600w401" };
	struct lab_script s;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (lab_script__parse(&s, pby_text__str(bad[i]), NULL) != -EINVAL)
			fail_msg("'%s' is taken", bad[i]);
	assert_int_equal(lab_script__parse(&s, pby_text__str("Wr3.W"), NULL), 0);
	assert_int_equal(s.nr_parties, 5);
	assert_int_equal(s.nr_steps, 6);
	assert_memory_equal(s.steps, "wrrr.w", 6);
}

/* What the guests see on 5.10, 6.1, 6.12 and 7.x (tests/vm/cases/rwsem-order.sh). */
static void a_late_reader_differs_by_kernel(void **state)
{
	struct lab_script s;

	(void)state;
	for (int rules = LAB_ARRIVALS_5_3; rules <= LAB_ARRIVALS_5_19; rules++) {
		struct lab_arrivals *a = play("Wr300.r", (enum lab_arrivals_rules)rules, &s);

		for (int i = 1; i <= 256; i++)
			assert_int_equal(a->turn[i], 2);
		for (int i = 257; i <= 301; i++)
			assert_int_equal(a->turn[i], 3);
		assert_int_equal(a->turns[3].by_arrival, rules != LAB_ARRIVALS_5_11);
		free(a);
	}
}

static void a_batch_is_of_256_readers_from_anywhere(void **state)
{
	struct lab_script s;
	struct lab_arrivals *a = play("Wr150wr150", LAB_ARRIVALS_5_19, &s);

	(void)state;
	assert_int_equal(a->nr_turns, 4);
	assert_int_equal(a->turn[257], 2);
	assert_int_equal(a->turn[151], 3);
	assert_int_equal(a->turn[258], 4);
	assert_int_equal(a->nr_woken, 301);
	free(a);
}

/* Whatever comes: everybody is let in, a writer alone, and nobody waits for ever. */
static void everybody_is_let_in(void **state)
{
	unsigned int seed = 1;

	(void)state;
	for (int round = 0; round < 60; round++) {
		char text[24];
		struct lab_script s;
		struct lab_arrivals *a;
		int inside[LAB_MAX_TURNS] = { 0 };

		text[0] = 'r';
		for (size_t i = 1; i < sizeof(text) - 1; i++)
			text[i] = "rrw."[(seed = seed * 1103515245 + 12345) >> 16 & 3];
		text[sizeof(text) - 1] = '\0';
		a = play(text, (enum lab_arrivals_rules)(round % 3), &s);
		assert_int_equal(a->sim.nr_stuck, 0);
		for (int i = 0; i < s.nr_parties; i++) {
			assert_in_range(a->turn[i], 1, a->nr_turns);
			inside[a->turn[i]]++;
		}
		for (int t = 1; t <= a->nr_turns; t++)
			if (!inside[t] || (a->turns[t].write && inside[t] != 1))
				fail_msg("%s: %d in turn %d", text, inside[t], t);
		free(a);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(scripts),
		cmocka_unit_test(a_late_reader_differs_by_kernel),
		cmocka_unit_test(a_batch_is_of_256_readers_from_anywhere),
		cmocka_unit_test(everybody_is_let_in),
	};

	return cmocka_run_group_tests_name("lab_arrivals", tests, NULL, NULL);
}
