// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * rcu_tasks.h: RCU-tasks grace periods and exiting tasks, in the three designs:
 *
 *	SRCU	kernel/rcu/tasks.h to 6.8: exit_tasks_rcu_start() enters an SRCU section that
 *		exit_tasks_rcu_finish() leaves; rcu_tasks_postscan() is synchronize_srcu().
 *	6.3	28319d6dc5e2 ("rcu-tasks: Fix synchronize_rcu_tasks() VS zap_pid_ns_processes()")
 *		(6.3): zap_pid_ns_processes() leaves the section around its last wait, not around
 *		kernel_wait4().
 *	list	6b70399f9ef3 ("rcu-tasks: Maintain lists to eliminate RCU-tasks/do_exit() deadlocks")
 *		and 1612160b9127 ("rcu-tasks: Eliminate deadlocks involving do_exit() and RCU
 *		tasks") (6.9): exiting tasks are on lists, and postscan takes those of them that
 *		run for holdouts.
 *	half	a mistake, planted: the lists are kept but postscan does not look at them.
 *
 * A grace period (rcu_tasks_wait_gp in 6.1): synchronize_rcu(); each task on the task list that
 * is on a run queue becomes a holdout (rcu_tasks_pertask); postscan; then wait until each
 * holdout has switched voluntarily or is off the run queue (check_holdout_task).
 *
 * The model is of who waits for whom; memory is taken as sequentially consistent, which the
 * synchronize_rcu() calls in the kernel's version provide for.
 */
#ifndef LAB_RCU_TASKS_H
#define LAB_RCU_TASKS_H

#include "lab/mem.h"

enum lab_rcu_design { LAB_RCU_SRCU, LAB_RCU_63, LAB_RCU_LIST, LAB_RCU_HALF };

/*
 * Words of a task; a line each. TASK_SWITCHES counts both leaving and entering the run queue:
 * odd is on_rq, half of it nvcsw. So a change says what check_holdout_task() asks for.
 */
enum { TASK_HASHED, TASK_SWITCHES, TASK_EXITING };

struct lab_rcu {
	enum lab_rcu_design design;
	struct lab_word *tasks;		/* nr_tasks lines */
	int nr_tasks;
	struct lab_word *requested;	/* grace periods asked for */
	struct lab_word *completed;
	struct lab_word *srcu_readers;	/* tasks_rcu_exit_srcu */
	uint32_t kthread;		/* bit of the thread that runs lab_rcu_kthread() */
	uint32_t exiters;		/* bits of those that may be in do_exit() */
};

static inline struct lab_word *lab_task(const struct lab_rcu *r, int task)
{
	return r->tasks + task * LAB_LINE_WORDS;
}

/* A voluntary context switch: off the run queue. */
static inline void lab_task_off(struct lab_cpu *me, const struct lab_rcu *r, int task)
{
	lab_add(me, &lab_task(r, task)[TASK_SWITCHES], 1, LAB_SEQ_CST);
}

static inline void lab_task_on(struct lab_cpu *me, const struct lab_rcu *r, int task)
{
	lab_add(me, &lab_task(r, task)[TASK_SWITCHES], 1, LAB_SEQ_CST);
}

static inline void lab_exit_rcu_start(struct lab_cpu *me, const struct lab_rcu *r, int task)
{
	if (r->design == LAB_RCU_LIST || r->design == LAB_RCU_HALF)
		lab_store(me, &lab_task(r, task)[TASK_EXITING], 1, LAB_SEQ_CST);
	else
		lab_add(me, r->srcu_readers, 1, LAB_SEQ_CST);
}

static inline void lab_exit_rcu_finish(struct lab_cpu *me, const struct lab_rcu *r, int task)
{
	if (r->design == LAB_RCU_LIST || r->design == LAB_RCU_HALF) {
		lab_store(me, &lab_task(r, task)[TASK_EXITING], 0, LAB_SEQ_CST);
	} else {
		lab_add(me, r->srcu_readers, -1ull, LAB_SEQ_CST);
		lab_wake(me, r->srcu_readers, 1);
	}
}

/* The caller sleeps until a grace period that began after this call has ended. */
static inline void lab_synchronize_rcu_tasks(struct lab_cpu *me, const struct lab_rcu *r, int task)
{
	const struct lab_why why = { "synchronize_rcu_tasks(), for rcu_tasks_kthread to end a grace period", r->kthread };
	uint64_t mine = lab_add(me, r->requested, 1, LAB_SEQ_CST) + 1;

	lab_wake(me, r->requested, 1);
	lab_task_off(me, r, task);
	/* One updater in these scenes: its request is the only one. */
	lab_sleep(me, r->completed, LAB_EQ(mine), LAB_SEQ_CST, &why);
	lab_task_on(me, r, task);
}

/* Its switches when it became a holdout, or 0: it is none. */
static inline void lab_rcu_pertask(struct lab_cpu *me, const struct lab_rcu *r, int task, uint64_t *holdout)
{
	uint64_t switches = lab_load(me, &lab_task(r, task)[TASK_SWITCHES], LAB_SEQ_CST);

	holdout[task] = switches & 1 ? switches : 0;
}

static inline void lab_rcu_postscan(struct lab_cpu *me, const struct lab_rcu *r, uint64_t *holdout)
{
	const struct lab_why why = { "rcu_tasks_postscan(): synchronize_srcu(&tasks_rcu_exit_srcu), for tasks between "
				     "exit_tasks_rcu_start() and exit_tasks_rcu_finish()", r->exiters };

	if (r->design == LAB_RCU_SRCU || r->design == LAB_RCU_63) {
		lab_sleep(me, r->srcu_readers, LAB_EQ(0), LAB_SEQ_CST, &why);
		return;
	}
	for (int t = 0; t < r->nr_tasks && r->design == LAB_RCU_LIST; t++)
		if (!holdout[t] && lab_load(me, &lab_task(r, t)[TASK_EXITING], LAB_SEQ_CST))
			lab_rcu_pertask(me, r, t, holdout);
}

/* check_holdout_task: gone when it has switched, or is off the run queue. */
static inline void lab_rcu_wait_holdout(struct lab_cpu *me, const struct lab_rcu *r, int task, uint64_t switches)
{
	const struct lab_why why = { "rcu_tasks_wait_gp(): for a holdout to switch voluntarily", 1u << task };

	lab_await(me, &lab_task(r, task)[TASK_SWITCHES], LAB_NE(switches), LAB_SEQ_CST, &why);
}

/* Serves nr grace periods. */
static inline void lab_rcu_kthread(struct lab_cpu *me, const struct lab_rcu *r, int nr)
{
	const struct lab_why idle = { "rcu_tasks_kthread(): for something to do", 0 };

	for (int i = 0; i < nr; i++) {
		uint64_t holdout[8] = { 0 };

		lab_sleep(me, r->requested, LAB_NE(i), LAB_SEQ_CST, &idle);
		for (int t = 0; t < r->nr_tasks; t++)
			if (lab_load(me, &lab_task(r, t)[TASK_HASHED], LAB_SEQ_CST))
				lab_rcu_pertask(me, r, t, holdout);
		lab_rcu_postscan(me, r, holdout);
		for (int t = 0; t < r->nr_tasks; t++)
			if (holdout[t])
				lab_rcu_wait_holdout(me, r, t, holdout[t]);
		lab_add(me, r->completed, 1, LAB_SEQ_CST);
		lab_wake(me, r->completed, 1);
	}
}

#endif
