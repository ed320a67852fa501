// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* live.c: tests of what the live sources parse and look up; the rest needs a guest. */
#include "support/cmocka.h"

#include <string.h>
#include <unistd.h>

#include "model/addresses.h"
#include "source/live/kmsg.h"
#include "source/live/ktask.h"
#include "source/live/procstack.h"

static void stat_lines_with_any_name(void **state)
{
	static const struct { const char *line, *comm; char state; int ppid, cpu; bool kthread; } rows[] = {
		{ "12 (bash) S 1 12 12 0 -1 4194304 0 0 0 0 0 0 0 0 20 0 1 0 5 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 17 3 0 0 0 0 0",
		  "bash", 'S', 1, 3, false },
		{ "7 (a) R (b) D 2 0 0 0 -1 2129984 0 0 0 0 0 0 0 0 20 0 1 0 5 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 17 0 0 0 0 0 0",
		  "a) R (b", 'D', 2, 0, true },
		{ "9 () I 2 0", "", 'I', 2, -1, false },
	};
	static const char *const bad[] = { "", "12", "12 (x", "x (y) S", "12 )x( S 1", "12 (x)", "12 (x) SS 1" };
	struct pby_arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct pby_proc_task t = { .cpu = -1 };

		assert_true(pby_proc_stat__parse(pby_text__str(rows[i].line), &t, &arena));
		assert_string_equal(t.comm, rows[i].comm);
		assert_int_equal(t.state, rows[i].state);
		assert_int_equal(t.ppid, rows[i].ppid);
		assert_int_equal(t.cpu, rows[i].cpu);
		assert_int_equal(t.kthread, rows[i].kthread);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct pby_proc_task t = { 0 };

		assert_false(pby_proc_stat__parse(pby_text__str(bad[i]), &t, &arena));
	}
	pby_arena__free(&arena);
}

static void addresses_find_what_lies_below(void **state)
{
	static const struct { const char *name; uint64_t addr; } rows[] = {
		{ "second", 0x2000 }, { "first", 0x1000 }, { "hidden", 0 }, { "alias", 0x2000 },
	};
	struct pby_symbols syms = { 0 };
	struct pby_addresses a;
	uint64_t offset;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		pby_symbols__add(&syms, pby_text__str(rows[i].name), rows[i].addr, 'T', false);
	assert_true(pby_addresses__build(&a, &syms));
	assert_null(pby_addresses__find(&a, 0xfff, &offset));
	assert_true(pby_text__is(pby_symbol__name(pby_addresses__find(&a, 0x1fff, &offset)), "first"));
	assert_int_equal(offset, 0xfff);
	assert_non_null(pby_addresses__find(&a, 0x2000, &offset));
	assert_int_equal(offset, 0);
	pby_addresses__free(&a);
	pby_symbols__free(&syms);
}

static void state_letters_are_those_of_proc(void **state)
{
	static const struct { uint32_t state, exit_state; char letter; } rows[] = {
		{ 0, 0, 'R' }, { 1, 0, 'S' }, { 2, 0, 'D' }, { 0x102, 0, 'D' }, { 0x402, 0, 'I' },
		{ 4, 0, 'T' }, { 8, 0, 't' }, { 0x40, 0, 'P' }, { 0x80, 0x20, 'Z' }, { 0x80, 0x10, 'X' },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct pby_ktask t = { .state = rows[i].state, .exit_state = rows[i].exit_state };

		assert_int_equal(pby_ktask__letter(&t), rows[i].letter);
	}
}

static void records_of_the_log(void **state)
{
	static const char *const bad[] = { "", "6", "6,1,2", "6,1,2,-", "x,1,2,-;y", "6,,2,-;y", " SUBSYSTEM=a" };
	struct pby_kmsg m;

	(void)state;
	assert_true(pby_kmsg__parse(pby_text__str("6,1234,98765432,-;task:a;b state:D\n SUBSYSTEM=x\n"), &m));
	assert_int_equal(m.seq, 1234);
	assert_int_equal(m.usec, 98765432);
	assert_true(pby_text__is(m.text, "task:a;b state:D"));
	assert_true(pby_kmsg__parse(pby_text__str("4,0,0,c,caller=T1;"), &m));
	assert_true(pby_text__empty(&m.text));
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(pby_kmsg__parse(pby_text__str(bad[i]), &m));
}

static void own_threads_are_listed(void **state)
{
	struct pby_proc_question q = { 0 };
	const struct pby_proc_tasks *got;
	struct pby_child child;
	bool found = false;

	(void)state;
	assert_int_equal(pby_child__start(&child, 64 << 20, pby_proc_tasks__collect, &q, NULL), 0);
	assert_int_equal(pby_child__wait(&child, 10000), PBY_CHILD_DONE);
	got = child.region->result;
	assert_non_null(got);
	assert_true(got->listed);
	for (uint32_t i = 0; i < got->nr_done; i++)
		found |= got->items.items[i].pid == getpid() && got->items.items[i].ppid == getppid();
	assert_true(found);
	pby_child__free(&child);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(stat_lines_with_any_name),
		cmocka_unit_test(addresses_find_what_lies_below),
		cmocka_unit_test(state_letters_are_those_of_proc),
		cmocka_unit_test(records_of_the_log),
		cmocka_unit_test(own_threads_are_listed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
