// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* stack_look.c: what the stack of an attaching process says it waits for. */
#include "support/cmocka.h"

#include <string.h>

#include "model/bench/attach.h"
#include "source/bench/stack_look.h"

static void grace_periods(void **state)
{
	static const char tasks[] = "[<0>] __wait_rcu_gp+0x198/0x1a0\n"
				    "[<0>] synchronize_rcu_tasks_trace+0x53/0xd0\n"
				    "[<0>] perf_event_detach_bpf_prog+0xa0/0x120\n"
				    "[<0>] _free_event+0x277/0x2c0\n";
	static const char poll[] = "[<0>] do_sys_poll+0x400/0x590\n[<0>] __x64_sys_poll+0xd1/0x1b0\n";
	struct pby_stack_look look;
	struct pby_stack_seen seen;

	(void)state;
	assert_int_equal(pby_stack_look__open(&look, "6.18.44"), 0);
	for (int i = 0; i < 2; i++) {
		assert_true(pby_stack_look__judge(&look, pby_text__str(tasks), &seen));
		assert_int_equal(seen.cls, PBY_WAIT_RCU_TASKS_GP);
		assert_string_equal(seen.function, "synchronize_rcu_tasks_trace");
		assert_string_equal(seen.caller, "perf_event_detach_bpf_prog");
	}
	assert_false(pby_stack_look__judge(&look, pby_text__str(""), &seen));
	assert_false(pby_stack_look__judge(&look, pby_text__str("no stack at all\n[<0>] \n"), &seen));
	if (pby_stack_look__judge(&look, pby_text__str(poll), &seen))
		assert_int_not_equal(seen.cls, PBY_WAIT_RCU_TASKS_GP);
	pby_stack_look__close(&look);
}

static void looks_are_counted(void **state)
{
	struct pby_attach_measured m = { .nr_waits = 0 };
	char name[8] = "f0";

	(void)state;
	for (int i = 0; i < PBY_ATTACH_MAX_WAITS + 3; i++) {
		name[1] = (char)('a' + i);
		pby_attach__saw(&m, PBY_DETACHES, PBY_WAIT_RCU_GP, name, "g");
		pby_attach__saw(&m, PBY_DETACHES, PBY_WAIT_RCU_GP, name, "g");
	}
	assert_int_equal(m.nr_waits, PBY_ATTACH_MAX_WAITS);
	assert_int_equal(m.waits[0].samples, 2);
	pby_attach__saw(&m, PBY_ATTACHES, PBY_WAIT_RCU_GP, "fa", "g");
	assert_int_equal(m.waits[0].samples, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(grace_periods),
		cmocka_unit_test(looks_are_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
