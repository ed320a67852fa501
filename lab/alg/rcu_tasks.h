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
 * synchronize_rcu() calls in the kernel's version provide for. Time is what struct lab_rcu_timers says;
 * the checker has none.
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

/* The kernel's timers (kernel/rcu/tasks.h: rcu_tasks_wait_gp, rcu_tasks_one_gp); 0 takes no time. */
struct lab_rcu_timers {
	uint64_t scan_ns;	/* between looks at the holdouts: HZ/10 at first */
	uint64_t scan_more_ns;	/* each wait is longer by this, a jiffy, up to a second */
	uint64_t rcu_ns;	/* synchronize_rcu(), before the scan and after the last holdout */
	uint64_t pause_ns;	/* between grace periods: gp_sleep, HZ/10 */
};

/* The last request: rcu_tasks_kthread() ends, which the kernel's never does. */
#define LAB_RCU_QUIT (1ull << 32)

struct lab_rcu {
	enum lab_rcu_design design;
	struct lab_word *tasks;		/* nr_tasks lines */
	int nr_tasks;
	uint64_t *holdout;		/* the kthread's own, nr_tasks of them: their switches when they became holdouts, or 0 */
	struct lab_rcu_timers timers;
	struct lab_word *requested;	/* grace periods asked for */
	struct lab_word *completed;
	struct lab_word *srcu_index;	/* tasks_rcu_exit_srcu: which of two counters who comes now is counted in */
	struct lab_word *srcu_readers[2];
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

static inline bool lab_rcu_has_lists(const struct lab_rcu *r)
{
	return r->design == LAB_RCU_LIST || r->design == LAB_RCU_HALF;
}

/* What it returns is for lab_exit_rcu_finish(). */
static inline int lab_exit_rcu_start(struct lab_cpu *me, const struct lab_rcu *r, int task)
{
	int index;

	if (lab_rcu_has_lists(r)) {
		lab_store(me, &lab_task(r, task)[TASK_EXITING], 1, LAB_SEQ_CST);
		return 0;
	}
	index = (int)(lab_load(me, r->srcu_index, LAB_SEQ_CST) & 1);
	lab_add(me, r->srcu_readers[index], 1, LAB_SEQ_CST);
	return index;
}

static inline void lab_exit_rcu_finish(struct lab_cpu *me, const struct lab_rcu *r, int task, int index)
{
	if (lab_rcu_has_lists(r)) {
		lab_store(me, &lab_task(r, task)[TASK_EXITING], 0, LAB_SEQ_CST);
	} else if (lab_add(me, r->srcu_readers[index], -1ull, LAB_SEQ_CST) == 1) {
		lab_wake(me, r->srcu_readers[index], 1);
	}
}

/* The caller sleeps until a grace period that began after this call has ended. */
static inline void lab_synchronize_rcu_tasks(struct lab_cpu *me, const struct lab_rcu *r, int task)
{
	const struct lab_why why = { "synchronize_rcu_tasks(), for rcu_tasks_kthread to end a grace period", r->kthread };
	uint64_t mine = lab_add(me, r->requested, 1, LAB_SEQ_CST) + 1;

	lab_wake(me, r->requested, 1);
	lab_task_off(me, r, task);
	/* There is one updater here: its request is the only one. */
	lab_sleep(me, r->completed, LAB_EQ(mine), LAB_SEQ_CST, &why);
	lab_task_on(me, r, task);
}

/* It is a holdout if it is on a run queue now. */
static inline void lab_rcu_pertask(struct lab_cpu *me, const struct lab_rcu *r, int task)
{
	uint64_t switches = lab_load(me, &lab_task(r, task)[TASK_SWITCHES], LAB_SEQ_CST);

	r->holdout[task] = switches & 1 ? switches : 0;
}

/* synchronize_srcu(): those who come while it waits are counted elsewhere. */
static inline void lab_rcu_synchronize_srcu(struct lab_cpu *me, const struct lab_rcu *r)
{
	const struct lab_why why = { "rcu_tasks_postscan(): synchronize_srcu(&tasks_rcu_exit_srcu), for tasks between "
				     "exit_tasks_rcu_start() and exit_tasks_rcu_finish()", r->exiters };
	int index = (int)(lab_load(me, r->srcu_index, LAB_SEQ_CST) & 1);

	lab_sleep(me, r->srcu_readers[!index], LAB_EQ(0), LAB_SEQ_CST, &why);
	lab_store(me, r->srcu_index, !index, LAB_SEQ_CST);
	lab_sleep(me, r->srcu_readers[index], LAB_EQ(0), LAB_SEQ_CST, &why);
}

static inline void lab_rcu_postscan(struct lab_cpu *me, const struct lab_rcu *r)
{
	if (!lab_rcu_has_lists(r))
		lab_rcu_synchronize_srcu(me, r);
	for (int t = 0; t < r->nr_tasks && r->design == LAB_RCU_LIST; t++)
		if (!r->holdout[t] && lab_load(me, &lab_task(r, t)[TASK_EXITING], LAB_SEQ_CST))
			lab_rcu_pertask(me, r, t);
}

/* check_holdout_task: gone when it has switched, or is off the run queue. Without a timer it looks all the time. */
static inline void lab_rcu_await_holdout(struct lab_cpu *me, const struct lab_rcu *r, int task)
{
	const struct lab_why why = { "rcu_tasks_wait_gp(): for a holdout to switch voluntarily", 1u << (task & 31) };

	lab_await(me, &lab_task(r, task)[TASK_SWITCHES], LAB_NE(r->holdout[task]), LAB_SEQ_CST, &why);
}

/* check_all_holdout_tasks: whether there are any. */
static inline bool lab_rcu_check_holdouts(struct lab_cpu *me, const struct lab_rcu *r)
{
	bool any = false;

	for (int t = 0; t < r->nr_tasks; t++) {
		if (r->holdout[t] && lab_load(me, &lab_task(r, t)[TASK_SWITCHES], LAB_SEQ_CST) != r->holdout[t])
			r->holdout[t] = 0;
		any |= r->holdout[t] != 0;
	}
	return any;
}

static inline void lab_rcu_wait_holdouts(struct lab_cpu *me, const struct lab_rcu *r)
{
	uint64_t nap_ns = r->timers.scan_ns;
	bool any = false;

	for (int t = 0; t < r->nr_tasks; t++) {
		if (r->holdout[t] && !nap_ns)
			lab_rcu_await_holdout(me, r, t);
		any |= r->holdout[t] != 0;
	}
	while (any && nap_ns && lab_running(me)) {
		lab_nap(me, nap_ns);
		if (nap_ns < 1000000000)
			nap_ns += r->timers.scan_more_ns;
		any = lab_rcu_check_holdouts(me, r);
	}
}

/* Serves nr grace periods, or as many as are asked for until LAB_RCU_QUIT. */
static inline void lab_rcu_kthread(struct lab_cpu *me, const struct lab_rcu *r, int nr)
{
	const struct lab_why idle = { "rcu_tasks_kthread(): for something to do", 0 };

	for (int i = 0; i < nr; i++) {
		if (lab_sleep(me, r->requested, LAB_NE(i), LAB_SEQ_CST, &idle) & LAB_RCU_QUIT)
			return;
		lab_nap(me, r->timers.rcu_ns);
		for (int t = 0; t < r->nr_tasks; t++) {
			r->holdout[t] = 0;
			if (lab_load(me, &lab_task(r, t)[TASK_HASHED], LAB_SEQ_CST))
				lab_rcu_pertask(me, r, t);
		}
		lab_rcu_postscan(me, r);
		lab_rcu_wait_holdouts(me, r);
		lab_nap(me, r->timers.rcu_ns);
		lab_add(me, r->completed, 1, LAB_SEQ_CST);
		lab_wake(me, r->completed, 1);
		lab_nap(me, r->timers.pause_ns);
	}
}

#endif
