// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * rcu.h: RCU-tasks grace periods on simulated CPUs or threads: whether the scenario of the checker ends, and how long
 * synchronize_rcu_tasks() takes among tasks that compute, switch, exit and are forked.
 */
#ifndef LAB_RCU_H
#define LAB_RCU_H

#include "lab/machine.h"
#include "lab/pool.h"

/* As enum lab_rcu_design of lab/alg/rcu_tasks.h. */
enum lab_rcu_kernel { LAB_RCU_TO_6_8, LAB_RCU_FIX_6_3, LAB_RCU_FROM_6_9 };

/* What tasks do; each time varies by half of it up and down. */
struct lab_rcu_mix {
	uint64_t switch_ns;	/* runs so long between two voluntary context switches */
	uint32_t busy_one_in;	/* one of so many computes instead */
	uint64_t busy_ns;	/* for so long without one */
	uint32_t exits_one_in;	/* one of so many exits, and a fork takes its place */
	uint64_t life_ns;	/* after so long */
	uint64_t exit_ns;	/* asleep between exit_tasks_rcu_start() and exit_tasks_rcu_finish() */
	uint64_t scan_ns, rcu_ns, pause_ns, jiffy_ns;	/* the kernel's timers: struct lab_rcu_timers */
};

/* Updater, rcu_tasks_kthread and two more: with fewer there is nothing to see. */
enum { LAB_RCU_LEAST_THREADS = 4 };

struct lab_rcu_run {
	enum lab_rcu_kernel kernel;
	bool scenario;		/* the checker's: PID 1, the holder of an fentry link, rcu_tasks_kthread, a bystander */
	bool last_wait;		/* in it PID 1 waits in zap's last loop */
	int threads;
	struct lab_rcu_mix mix;
	uint64_t duration_ns;
	uint64_t seed;
	/* filled */
	uint64_t ended_ns;	/* scenario: when PID 1 had exited; 0: never */
	uint64_t periods;
	uint64_t total_ns, max_ns;	/* of synchronize_rcu_tasks() */
	uint64_t buckets[LAB_NR_BUCKETS];
	uint64_t exits;
	int nr_stuck;
	struct lab_stuck stuck[LAB_MAX_STUCK];
	const char *violation;
};

/* HZ=250 and what rcu_tasks_kthread() does (6.1): looks at holdouts each HZ/10, and sleeps as long between grace periods. */
struct lab_rcu_mix lab_rcu_mix__default(void);

/* Simulated, or native with machine NULL. */
int lab_rcu__run(struct lab_rcu_run *run, const struct lab_machine *machine, struct pby_err *err);

/* The algorithm under an engine. */
struct lab_rcu_alg {
	size_t (*bytes)(const struct lab_rcu_run *run);
	void *(*create)(struct lab_heap *heap, struct lab_rcu_run *run);
	void (*run)(struct lab_cpu *me);	/* me->arg is what create returned */
};

extern const struct lab_rcu_alg lab_rcu__native, lab_rcu__sim, lab_rcu__check;

#endif
