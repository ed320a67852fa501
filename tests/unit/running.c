// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* running.c: tests of how it is found where a task runs: registers on its stack, and what is counted of them. */
#include "support/cmocka.h"

#include <string.h>

#include "model/running.h"
#include "source/live/saved_regs.h"

/* AT: so that the end of the registers is aligned to 16 bytes. */
enum { WORDS = 64, AT = 9, REGS = 21 };
static const uint64_t base = 0xffffc90000004000ULL;

/* An interrupt that met the kernel at ip, saved from words[AT] on. */
static void interrupt(uint64_t words[WORDS], uint64_t ip, uint64_t sp)
{
	words[AT + 4] = 0xb9;
	words[AT + 16] = ip;
	words[AT + 17] = 0x10;
	words[AT + 18] = 0x246;
	words[AT + 19] = sp;
	words[AT + 20] = 0x18;
}

static void registers_of_an_interrupt(void **state)
{
	uint64_t words[WORDS] = { 0 }, end = base + (AT + REGS) * 8;
	struct pby_saved_regs found[4];
	uint32_t print;

	(void)state;
	assert_int_equal(pby_saved_regs__find(words, WORDS, base, found, 4), 0);
	/* The CPU aligned the stack pointer before it pushed, or it was. */
	for (uint64_t sp = end; sp <= end + 8; sp += 8) {
		interrupt(words, 0xffffffff81000042ULL, sp);
		assert_int_equal(pby_saved_regs__find(words, WORDS, base, found, 4), 1);
		assert_int_equal(found[0].addr, base + AT * 8);
		assert_int_equal(found[0].ip, 0xffffffff81000042ULL);
		assert_int_equal(found[0].sp, sp);
		assert_int_equal(found[0].bp, 0xb9);
	}
	print = found[0].print;
	words[AT] = 1;
	assert_int_equal(pby_saved_regs__find(words, WORDS, base, found, 4), 1);
	assert_int_not_equal(found[0].print, print);
	assert_int_equal(pby_saved_regs__find(words, WORDS, base, found, 0), 0);
	assert_int_equal(pby_saved_regs__find(words, AT + REGS - 1, base, found, 4), 0);
}

static void other_words_are_none(void **state)
{
	static const struct { size_t at; uint64_t value; } wrong[] = {
		{ 17, 0x33 },		/* user mode: they lie at the top, and of a system call too */
		{ 20, 0x2b },
		{ 18, 0x46 },		/* interrupts off: a fault, an NMI */
		{ 18, 0x244 },
		{ 18, 0x100000246 },
		{ 19, 0xffffc90000004008ULL },	/* another stack pointer */
	};

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		uint64_t words[WORDS] = { 0 };
		struct pby_saved_regs found[4];

		interrupt(words, 0xffffffff81000042ULL, base + (AT + REGS) * 8);
		assert_int_equal(pby_saved_regs__find(words, WORDS, base, found, 4), 1);
		words[AT + wrong[i].at] = wrong[i].value;
		assert_int_equal(pby_saved_regs__find(words, WORDS, base, found, 4), 0);
	}
}

static void places_by_number(void **state)
{
	struct pby_arena arena = { 0 }, other = { 0 };
	struct pby_running r = { .pid = 7, .why = NULL }, copy;

	(void)state;
	assert_true(pby_running__met(&r, "once", &arena));
	assert_true(pby_running__met(&r, "often", &arena));
	assert_true(pby_running__met(&r, "often", &arena));
	assert_false(pby_running__met(&r, "once_too", &arena));
	for (int i = 0; i < 2 * PBY_RUNNING_CALLERS; i++)
		pby_running__add_caller(&r, pby_text__str("a_function_with_a_name_that_is_far_too_long_to_be_kept_as_it_is_here"));
	assert_int_equal(r.nr_callers, PBY_RUNNING_CALLERS);
	assert_int_equal(strlen(r.callers[0]), PBY_RUNNING_NAME - 1);
	pby_running__sort(&r);
	copy = pby_running__copy(&r, &other);
	pby_arena__free(&arena);
	assert_int_equal(copy.nr_kernel, 4);
	assert_int_equal(copy.places.nr, 3);
	assert_string_equal(copy.places.items[0].function, "often");
	assert_int_equal(copy.places.items[0].nr, 2);
	assert_string_equal(copy.places.items[1].function, "once");
	pby_arena__free(&other);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(registers_of_an_interrupt),
		cmocka_unit_test(other_words_are_none),
		cmocka_unit_test(places_by_number),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
