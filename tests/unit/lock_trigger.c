// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* lock_trigger.c: tests of the conditions of probity locks --trigger. */
#include "support/cmocka.h"

#include "model/contention/trigger.h"

static void test_words(void **state)
{
	static const char *const bad[] = { "", ",", "wait", "wait>", "wait>1", "wait>0s", "wait>1h", "depth>", "depth>x", "depth>5s",
					   "wait>1s,", "wait>99999999999999999999s", "width>1" };
	struct pby_trigger t;
	struct pby_err err;

	(void)state;
	assert_int_equal(pby_trigger__parse(&t, "wait>1s,depth>50,no-progress>20ms", &err), 0);
	assert_int_equal(t.wait_ns, 1000000000);
	assert_int_equal(t.depth, 50);
	assert_int_equal(t.no_progress_ns, 20000000);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (i != 10)	/* a comma at the end is nothing more to ask */
			assert_int_equal(pby_trigger__parse(&t, bad[i], &err), -EINVAL);
}

static const char *fires(const char *words, uint64_t since_ns, uint64_t last_ended_ns, uint32_t waiters)
{
	struct pby_contention c = { .now_ns = 10000000000 };
	const char *why = NULL;
	struct pby_trigger t;
	struct pby_contended *l = PBY_PUSH(&c.arena, &c.locks);

	assert_int_equal(pby_trigger__parse(&t, words, NULL), 0);
	l->last_ended_ns = last_ended_ns;
	for (uint32_t i = 0; i < waiters; i++) {
		struct pby_contending *w = PBY_PUSH(&c.arena, &c.waiters);
		uint32_t *place = PBY_PUSH(&c.arena, &l->queue);

		w->since_ns = since_ns;
		*place = i;
	}
	pby_trigger__fires(&t, &c, &why);
	pby_contention__free(&c);
	return why;
}

static void test_fires(void **state)
{
	const uint64_t s = 1000000000;

	(void)state;
	assert_null(fires("wait>1s", 9 * s, 0, 1));
	assert_string_equal(fires("wait>1s", 8 * s, 0, 1), "wait");
	assert_null(fires("depth>2", 9 * s, 0, 2));
	assert_string_equal(fires("depth>2", 9 * s, 0, 3), "depth");
	/* The queue moves: one that has waited for long does not make it stand still. */
	assert_null(fires("no-progress>2s", 1 * s, 9 * s, 1));
	assert_string_equal(fires("no-progress>2s", 1 * s, 7 * s, 1), "no-progress");
	/* Nobody got it lately because nobody wanted it. */
	assert_null(fires("no-progress>2s", 9 * s, 1 * s, 1));
	assert_string_equal(fires("no-progress>2s", 1 * s, 0, 1), "no-progress");
	assert_null(fires("no-progress>2s", 1 * s, 0, 0));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_fires),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
