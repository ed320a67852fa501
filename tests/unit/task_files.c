// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* task_files.c: /proc/PID/stat, stack and status as kernels print them, and what a search through them finds. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/root.h"
#include "model/sickness.h"
#include "source/sickness.h"
#include "source/task_files.h"
#include "support/cmocka.h"

static struct pby_task_stat stat_of(const char *text, bool want)
{
	struct pby_task_stat s;

	assert_int_equal(pby_task_stat__parse(pby_text__str(text), &s), want);
	return s;
}

static void parses_stat(void **state)
{
	struct pby_task_stat s = stat_of("231 (system-probe) D 230 231 231 0 -1 4194308 118 0 0 0 0 0 0 0 20 0 7 0 91 0\n", true);

	(void)state;
	assert_string_equal(s.comm, "system-probe");
	assert_int_equal(s.state, 'D');
	assert_true(s.flags & PBY_PF_EXITING);
	assert_int_equal(s.nr_threads, 7);
}

static void comm_may_hold_anything(void **state)
{
	struct pby_task_stat s = stat_of("7 (a) S (b) I 2 0 0 0 -1 69238880 0 0 0 0 0 0 0 0 20 0 1 0 91 0", true);

	(void)state;
	assert_string_equal(s.comm, "a) S (b");
	assert_int_equal(s.state, 'I');
	assert_true(s.flags & PBY_PF_KTHREAD);
}

static void refuses_bad_stat(void **state)
{
	(void)state;
	stat_of("", false);
	stat_of("7 (a", false);
	stat_of("7 )a( S 1", false);
	stat_of("7 (a) S 1 2 3", false);
	stat_of("7 (a) SS 2 0 0 0 -1 69238880 0 0 0 0 0 0 0 0 20 0 1 0", false);
	stat_of("7 (a) S 2 0 0 0 -1 x 0 0 0 0 0 0 0 0 20 0 1 0", false);
}

static void takes_functions_of_a_stack(void **state)
{
	struct pby_text t = pby_text__str("[<0>] __wait_rcu_gp+0x119/0x120\n"
					  "nonsense\n"
					  "[<0>] ftrace_shutdown.part.0+0x153/0x210\n"
					  "[<0>] ext4_fsync+0x1/0x2 [ext4]\n");
	const char *const want[] = { "__wait_rcu_gp", "ftrace_shutdown", "ext4_fsync" };
	struct pby_text f;

	(void)state;
	for (int i = 0; i < 3; i++) {
		assert_true(pby_task_stack__next(&t, &f));
		assert_true(pby_text__is(f, want[i]));
	}
	assert_false(pby_task_stack__next(&t, &f));
}

static void adds_switches(void **state)
{
	(void)state;
	assert_int_equal(pby_task_status__switches(pby_text__str("Name:\tx\nvoluntary_ctxt_switches:\t40\n"
								 "nonvoluntary_ctxt_switches:\t2\n")), 42);
	assert_int_equal(pby_task_status__switches(pby_text__str("voluntary_ctxt_switches:\t40\n")), -1);
}

/* A captured tree: three parties of the deadlock as 6.1 showed them, an idle kworker, a busy one, a sleeper. */
static const struct {
	const char *pid, *stat, *stack;
} tasks[] = {
	{ "1", "1 (init) S 0 1 1 0 -1 4194560 0 0 0 0 0 0 0 0 20 0 1 0 1 0", "" },
	{ "12", "12 (rcu_tasks_kthre) D 2 0 0 0 -1 2129984 0 0 0 0 0 0 0 0 20 0 1 0 1 0",
	  "[<0>] __synchronize_srcu.part.0+0x7a/0xc0\n[<0>] rcu_tasks_wait_gp+0x10/0x20\n" },
	{ "30", "30 (kworker/0:1-events) I 2 0 0 0 -1 69238880 0 0 0 0 0 0 0 0 20 0 1 0 1 0",
	  "[<0>] synchronize_rcu_tasks+0x10/0x20\n" },
	{ "31", "31 (kworker/0:2+events) I 2 0 0 0 -1 69238880 0 0 0 0 0 0 0 0 20 0 1 0 1 0",
	  "[<0>] __wait_rcu_gp+0x1/0x2\n[<0>] synchronize_rcu_tasks+0x10/0x20\n[<0>] kprobe_optimizer+0x1/0x2\n" },
	{ "201", "201 (s6-svscan) S 1 201 201 0 -1 4194564 0 0 0 0 0 0 0 0 20 0 1 0 1 0",
	  "[<0>] do_wait+0x1/0x2\n[<0>] kernel_wait4+0x1/0x2\n[<0>] zap_pid_ns_processes+0x1/0x2\n" },
	{ "202", "202 (system-probe) D 201 201 201 0 -1 4194560 0 0 0 0 0 0 0 0 20 0 1 0 1 0",
	  "[<0>] __wait_rcu_gp+0x1/0x2\n[<0>] synchronize_rcu_tasks+0x10/0x20\n[<0>] ftrace_shutdown.part.0+0x1/0x2\n" },
	{ "300", "300 (dd) D 1 300 300 0 -1 4194560 0 0 0 0 0 0 0 0 20 0 1 0 1 0",
	  "[<0>] folio_wait_bit_common+0x1/0x2\n" },
};

static void put(const char *dir, const char *pid, const char *name, const char *text)
{
	char path[256];
	FILE *f;

	snprintf(path, sizeof(path), "%s/proc/%s/%s", dir, pid, name);
	f = fopen(path, "we");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

static void make_tree(char *dir)
{
	char path[256];

	assert_non_null(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/proc", dir);
	assert_int_equal(mkdir(path, 0700), 0);
	for (size_t i = 0; i < sizeof(tasks) / sizeof(tasks[0]); i++) {
		snprintf(path, sizeof(path), "%s/proc/%s", dir, tasks[i].pid);
		assert_int_equal(mkdir(path, 0700), 0);
		put(dir, tasks[i].pid, "stat", tasks[i].stat);
		put(dir, tasks[i].pid, "stack", tasks[i].stack);
		put(dir, tasks[i].pid, "status", "voluntary_ctxt_switches:\t1\nnonvoluntary_ctxt_switches:\t1\n");
	}
}

static void remove_tree(const char *dir)
{
	static const char *const names[] = { "stat", "stack", "status", "" };
	char path[256];

	for (size_t i = 0; i < sizeof(tasks) / sizeof(tasks[0]); i++) {
		for (int n = 0; n < 4; n++) {
			snprintf(path, sizeof(path), "%s/proc/%s/%s", dir, tasks[i].pid, names[n]);
			remove(path);
		}
		snprintf(path, sizeof(path), "%s/proc/%s", dir, tasks[i].pid);
		remove(path);
	}
	snprintf(path, sizeof(path), "%s/proc", dir);
	remove(path);
	remove(dir);
}

static void finds_the_deadlock(void **state)
{
	char dir[] = "/tmp/probity-tasks-XXXXXX";
	struct pby_exit_deadlock who;
	struct pby_sickness s;
	struct pby_root root;

	(void)state;
	make_tree(dir);
	assert_int_equal(pby_root__open(&root, dir, NULL), 0);
	pby_source__sickness(&root, &s);
	pby_root__close(&root);
	remove_tree(dir);
	assert_int_equal(s.looked.read, PBY_YES);
	assert_null(s.partial);
	assert_int_equal(s.nr_tasks, 7);
	/* Not the idle kworker, whose name says '-', and not who waits for a disk. */
	assert_int_equal(s.waiting.nr, 4);
	assert_true(pby_sickness__exit_deadlock(&s, &who));
	assert_int_equal(who.init->pid, 201);
	assert_int_equal(who.grace_period->pid, 12);
	assert_string_equal(who.grace_period->frame, "rcu_tasks_wait_gp");
	pby_sickness__free(&s);
}

static void idle_grace_period_is_none(void **state)
{
	struct pby_waiting w = { .frames = { "rcu_tasks_wait_gp", "rcu_tasks_one_gp" }, .nr_frames = 2 };

	(void)state;
	assert_int_equal(pby_waiting__classify(&w), PBY_WAIT_NONE);
}

static void locks_are_told_by_the_innermost_frame(void **state)
{
	struct pby_waiting top = { .frames = { "text_poke_copy", "bpf_prog_load" }, .nr_frames = 2 };
	struct pby_waiting below = { .frames = { "folio_wait_bit_common", "text_poke_copy" }, .nr_frames = 2 };

	(void)state;
	assert_int_equal(pby_waiting__classify(&top), PBY_WAIT_TEXT_MUTEX);
	assert_int_equal(pby_waiting__classify(&below), PBY_WAIT_NONE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(parses_stat),
		cmocka_unit_test(comm_may_hold_anything),
		cmocka_unit_test(refuses_bad_stat),
		cmocka_unit_test(takes_functions_of_a_stack),
		cmocka_unit_test(adds_switches),
		cmocka_unit_test(finds_the_deadlock),
		cmocka_unit_test(idle_grace_period_is_none),
		cmocka_unit_test(locks_are_told_by_the_innermost_frame),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
