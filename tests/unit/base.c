// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* base.c: tests of lib/base. */
#include "support/cmocka.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/map.h"
#include "base/text.h"

static void text_takes_lines_and_words(void **state)
{
	struct pby_text t = pby_text__str("one  two\r\n\nlast"), line, word;

	(void)state;
	assert_true(pby_text__line(&t, &line));
	assert_true(pby_text__word(&line, &word));
	assert_true(pby_text__is(word, "one"));
	assert_true(pby_text__word(&line, &word));
	assert_true(pby_text__is(word, "two"));
	assert_false(pby_text__word(&line, &word));
	assert_true(pby_text__line(&t, &line));
	assert_true(pby_text__empty(&line));
	assert_true(pby_text__line(&t, &line));
	assert_true(pby_text__is(line, "last"));
	assert_false(pby_text__line(&t, &line));
}

static void text_refuses_overflow(void **state)
{
	static const char *const bad[] = { "18446744073709551616", "x", "" };
	struct pby_text t = pby_text__str("18446744073709551615");
	uint64_t v;

	(void)state;
	assert_true(pby_text__u64(&t, &v));
	assert_true(v == UINT64_MAX);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		t = pby_text__str(bad[i]);
		assert_false(pby_text__u64(&t, &v));
		assert_ptr_equal(t.p, bad[i]);
	}
	t = pby_text__str("0x1ffffffffffffffff");
	assert_false(pby_text__hex(&t, &v));
	t = pby_text__str("ffffffff81000000 T");
	assert_true(pby_text__hex(&t, &v));
	assert_true(v == 0xffffffff81000000ULL);
}

static void arena_gives_zeroed_memory_of_any_size(void **state)
{
	struct pby_arena a = { 0 };

	(void)state;
	for (size_t size = 1; size < 1 << 20; size *= 3) {
		char *p = pby_arena__alloc(&a, size);

		assert_non_null(p);
		assert_true(((uintptr_t)p & 15) == 0);
		for (size_t i = 0; i < size; i++)
			assert_int_equal(p[i], 0);
		memset(p, 0xff, size);
	}
	assert_string_equal(pby_arena__printf(&a, "%0300d", 7) + 298, "07");
	pby_arena__free(&a);
}

static void fixed_arena_refuses_when_full(void **state)
{
	_Alignas(16) char mem[256];
	struct pby_arena a;

	(void)state;
	pby_arena__init_fixed(&a, mem, sizeof(mem));
	assert_non_null(pby_arena__alloc(&a, 100));
	assert_null(pby_arena__alloc(&a, 200));
	assert_true(a.failed);
	assert_string_equal(pby_arena__strdup(&a, "this string is far too long for the region that is left over after the first allocation of a hundred bytes, so it must come back empty instead of NULL or worse"), "");
	pby_arena__free(&a);
}

static void map_finds_what_was_put(void **state)
{
	struct pby_map m = { 0 };
	static char keys[5000][16];

	(void)state;
	for (int i = 0; i < 5000; i++) {
		snprintf(keys[i], sizeof(keys[i]), "k%d", i);
		assert_true(pby_map__put(&m, keys[i], strlen(keys[i]), (uint32_t)i));
	}
	for (int i = 0; i < 5000; i++)
		assert_int_equal(pby_map__get(&m, keys[i], strlen(keys[i])), i);
	assert_true(pby_map__get(&m, "k5000", 5) == PBY_MAP_NONE);
	assert_true(pby_map__get(&m, "k1", 1) == PBY_MAP_NONE);
	pby_map__free(&m);
}

static void json_keeps_any_bytes(void **state)
{
	struct json_object *o = json_object_new_object();

	(void)state;
	pby_json__strn(o, "comm", "a\xff\xc3\xa9\xe2\x82", 6);
	assert_string_equal(pby_json__get_str(o, "comm"), "a\\xff\xc3\xa9\\xe2\\x82");
	assert_string_equal(pby_json__get_str(o, "none"), "");
	json_object_put(o);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_takes_lines_and_words),
		cmocka_unit_test(text_refuses_overflow),
		cmocka_unit_test(arena_gives_zeroed_memory_of_any_size),
		cmocka_unit_test(fixed_arena_refuses_when_full),
		cmocka_unit_test(map_finds_what_was_put),
		cmocka_unit_test(json_keeps_any_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
