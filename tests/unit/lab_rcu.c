// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* lab_rcu.c: the RCU-tasks deadlock is noticed by the simulator and on threads, where the checker finds it, and nowhere else. */
#include "support/cmocka.h"

#include <string.h>

#include "lab/rcu.h"

static const struct {
	enum lab_rcu_kernel kernel;
	bool last_wait, ends;
} scenarios[] = {
	{ LAB_RCU_TO_6_8, false, false }, { LAB_RCU_TO_6_8, true, false },    { LAB_RCU_FIX_6_3, false, false },
	{ LAB_RCU_FIX_6_3, true, true },  { LAB_RCU_FROM_6_9, false, true }, { LAB_RCU_FROM_6_9, true, true },
};

/* Timers so short that time plays no part. */
static struct lab_rcu_mix mix(void)
{
	struct lab_rcu_mix m = lab_rcu_mix__default();

	m.scan_ns = m.rcu_ns = m.pause_ns = 1000000;
	return m;
}

static void play_all(const struct lab_machine *machine)
{
	for (size_t i = 0; i < sizeof(scenarios) / sizeof(scenarios[0]); i++) {
		struct lab_rcu_run run = {
			.kernel = scenarios[i].kernel, .scenario = true, .last_wait = scenarios[i].last_wait, .threads = 4, .mix = mix(),
		};

		assert_int_equal(lab_rcu__run(&run, machine, NULL), 0);
		assert_null(run.violation);
		assert_int_equal(run.nr_stuck, scenarios[i].ends ? 0 : 3);
		if (scenarios[i].ends) {
			assert_true(run.ended_ns > 0);
			continue;
		}
		assert_non_null(strstr(run.stuck[0].what, "zap_pid_ns_processes"));
		assert_non_null(strstr(run.stuck[1].what, "synchronize_rcu_tasks"));
		assert_non_null(strstr(run.stuck[2].what, "synchronize_srcu"));
		assert_int_equal(run.stuck[2].whom, 1);
	}
}

static void the_simulator_notices_the_deadlock(void **state)
{
	struct lab_machine m;

	(void)state;
	assert_int_equal(lab_machine__find("xeon-8260", &m, NULL), 0);
	play_all(&m);
}

static void threads_notice_it_and_are_released(void **state)
{
	(void)state;
	for (int round = 0; round < 10; round++)
		play_all(NULL);
}

static uint64_t mean_ns(enum lab_rcu_kernel kernel, uint64_t exit_ns)
{
	struct lab_rcu_run run = { .kernel = kernel, .threads = 32, .mix = lab_rcu_mix__default(), .duration_ns = 5000000000, .seed = 2 };
	struct lab_machine m;

	run.mix.exit_ns = exit_ns;
	assert_int_equal(lab_machine__find("xeon-8260", &m, NULL), 0);
	assert_int_equal(lab_rcu__run(&run, &m, NULL), 0);
	assert_int_equal(run.nr_stuck, 0);
	assert_true(run.periods > 0 && run.exits > 0);
	return run.total_ns / run.periods;
}

/* To 6.8 a grace period waits for tasks that sleep in their exit. */
static void slow_exits_delay_old_grace_periods(void **state)
{
	(void)state;
	assert_in_range(mean_ns(LAB_RCU_TO_6_8, 5000000), 100000000, 300000000);
	assert_in_range(mean_ns(LAB_RCU_FROM_6_9, 500000000), 100000000, 300000000);
	assert_true(mean_ns(LAB_RCU_TO_6_8, 500000000) > 400000000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_simulator_notices_the_deadlock),
		cmocka_unit_test(threads_notice_it_and_are_released),
		cmocka_unit_test(slow_exits_delay_old_grace_periods),
	};

	return cmocka_run_group_tests_name("lab_rcu", tests, NULL, NULL);
}
