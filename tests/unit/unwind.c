// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* unwind.c: tests of stacks read off memory, by rules, by frame pointers and by guessing. */
#include "support/cmocka.h"

#include "source/core/tick.h"
#include "support/stack_file.h"

enum { AT = 0x40 };

static uint64_t in(int function)
{
	return stack_file_text + function * STACK_FILE_STEP + AT;
}

/* Registers as numbers: up to 6.12 SP is 5 and PREV_SP 1, in 7.2 they are 3 and 8; BP is 4 in both. */
#define CALL_SP(sp, type) ((uint16_t)((sp) | (type) << 8))
#define CALL_BP(prev, type) ((uint16_t)(4 | (prev) << 4 | (type) << 8))

static void assert_stack(const struct stack_file_rule *rules, uint32_t nr_rules, bool old, const uint64_t *words,
			 uint32_t nr, const char *wanted)
{
	struct pby_arena arena = { 0 };
	struct pby_unwind unwind;
	struct stack_file f;
	const char *got;

	assert_true(stack_file__make(&f, rules, nr_rules, old, words, nr));
	assert_int_equal(pby_unwind__start(&unwind, &f.view, &f.types, NULL), 0);
	got = pby_unwind__text(&unwind, &f.task, &arena);
	if (wanted)
		assert_string_equal(got, wanted);
	else
		assert_null(got);
	pby_unwind__free(&unwind);
	pby_arena__free(&arena);
	stack_file__free(&f);
}

/* f0 called by f1, which has a frame pointer, called by f2, where stacks end. The words between are leftovers. */
static void rules_of_every_kernel_lead_to_the_end(void **state)
{
	static const struct { uint16_t sp, prev, call, end; bool old; } kernels[] = {
		{ 5, 1, 0, 1 << 10, true }, { 5, 1, 2, 1 << 8, false }, { 3, 8, 2, 1 << 8, false },
	};
	const uint64_t top = stack_file_stack + STACK_FILE_SIZE;
	const uint64_t words[] = {
		0, 0, 0, 0, 0, top - 4 * 8, in(0),	/* what __switch_to_asm() saved: bp is f1's */
		in(9), in(1),		/* f0 has one local, which looks like a frame */
		in(8), 0xdead, in(7),
		0xbeef, in(2), in(6), in(5),
	};

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		const struct stack_file_rule rules[] = {
			{ 0x000, 8, 0, CALL_SP(kernels[i].sp, kernels[i].call) },
			{ 0x010, 16, 0, CALL_SP(kernels[i].sp, kernels[i].call) },
			{ 0x100, 8, 0, CALL_SP(kernels[i].sp, kernels[i].call) },
			{ 0x110, 16, -16, CALL_BP(kernels[i].prev, kernels[i].call) },
			{ 0x200, 0, 0, kernels[i].end },
			{ 0x300, 0, 0, 0 },
		};

		assert_stack(rules, 6, kernels[i].old, words, 16,
			     "f0+0x40/0x100\nf1+0x40/0x100\nf2+0x40/0x100\n");
	}
}

static void without_rules_frame_pointers_are_followed(void **state)
{
	const uint64_t top = stack_file_stack + STACK_FILE_SIZE;
	const uint64_t words[] = {
		0, 0, 0, 0, 0, top - 5 * 8, in(0), in(9), in(8),
		top - 2 * 8, in(1), in(7), 0, in(2),
	};

	(void)state;
	/* The last frame pointer leads out of the stack. */
	assert_stack(NULL, 0, false, words, 14, "f0+0x40/0x100\nf1+0x40/0x100\nf2+0x40/0x100\n");
}

static void leftovers_are_marked(void **state)
{
	const uint64_t words[] = { 0, 0, 0, 0, 0, 0x1234, in(0), in(9), 17, in(8) };

	(void)state;
	assert_stack(NULL, 0, false, words, 10, "f0+0x40/0x100\n? f9+0x40/0x100\n? f8+0x40/0x100\n");
}

static void a_stack_pointer_elsewhere_is_no_stack(void **state)
{
	struct pby_arena arena = { 0 };
	struct pby_unwind unwind;
	struct stack_file f;
	const uint64_t words[16] = { 0 };

	(void)state;
	assert_true(stack_file__make(&f, NULL, 0, false, words, 16));
	assert_int_equal(pby_unwind__start(&unwind, &f.view, &f.types, NULL), 0);
	f.task.sp = stack_file_stack + STACK_FILE_SIZE;
	assert_null(pby_unwind__text(&unwind, &f.task, &arena));
	f.task.sp = stack_file_stack - 8;
	assert_null(pby_unwind__text(&unwind, &f.task, &arena));
	f.task.sp = stack_file_stack + 4;
	assert_null(pby_unwind__text(&unwind, &f.task, &arena));
	f.task.sp = stack_file_stack + STACK_FILE_SIZE - 8;
	assert_null(pby_unwind__text(&unwind, &f.task, &arena));
	f.task.on_cpu = true;
	assert_null(pby_unwind__text(&unwind, &f.task, &arena));
	pby_unwind__free(&unwind);
	pby_arena__free(&arena);
	stack_file__free(&f);
}

static void hz_follows_from_two_clocks(void **state)
{
	static const uint32_t all[] = { 100, 250, 300, 1000 };
	struct stack_file f;

	(void)state;
	assert_true(stack_file__make(&f, NULL, 0, false, NULL, 0));
	for (size_t i = 0; i < 4; i++)
		for (uint64_t s = 20; s < 1000000; s *= 7) {
			uint64_t jiffies = (uint32_t)(-300 * (int)all[i]) + s * all[i];

			assert_int_equal(pby_tick__hz(&f.view, jiffies, s * 1000000000 * 100 / 103), all[i]);
		}
	assert_int_equal(pby_tick__hz(&f.view, 0, 0), 0);
	assert_int_equal(pby_tick__hz(&f.view, (uint32_t)(-300 * 250) + 20 * 250, 3000000000), 0);
	stack_file__free(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rules_of_every_kernel_lead_to_the_end),
		cmocka_unit_test(without_rules_frame_pointers_are_followed),
		cmocka_unit_test(leftovers_are_marked),
		cmocka_unit_test(a_stack_pointer_elsewhere_is_no_stack),
		cmocka_unit_test(hz_follows_from_two_clocks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
