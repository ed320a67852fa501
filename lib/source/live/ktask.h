// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* ktask.h: the tasks as kernel memory shows them. */
#ifndef PBY_LIVE_KTASK_H
#define PBY_LIVE_KTASK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/index.h"
#include "source/kmem.h"
#include "source/live/layout.h"

enum { PBY_PF_KTHREAD = 0x00200000 };

struct pby_ktask {
	uint64_t addr;		/* of its task_struct */
	uint64_t mm;
	uint64_t signal;	/* signal_struct: shared by the threads of a group */
	uint64_t files;
	uint64_t stack;		/* lowest address of its kernel stack */
	uint64_t stack_size;
	uint64_t sp;		/* saved stack pointer: valid while it does not run */
	uint64_t blocker;	/* task->blocker with its type bits, or 0 */
	uint64_t pi_blocked_on;	/* rt_mutex_waiter, or 0 */
	uint64_t vfork_done;	/* completion of its end, or 0 */
	uint64_t thread_pid;	/* struct pid, or 0 */
	uint64_t rcu_blocked_node;	/* not 0: was preempted inside a read-side section of RCU */
	bool rcu_tasks_holdout;
	bool trc_reader_nesting;
	uint64_t exec_start;	/* scheduler clock, ns, when it last ran */
	uint64_t switches;	/* how often it left a CPU */
	uint64_t run_ns;	/* CPU time */
	int32_t cpu;		/* -1 unknown */
	int32_t pid;
	int32_t tgid;
	int32_t ppid;
	int32_t ns_pid;		/* in the innermost pid namespace, when that is not the first one; else 0 */
	uint32_t state;		/* TASK_* bits; 0 is runnable */
	uint32_t exit_state;
	uint32_t flags;		/* PF_* */
	bool on_cpu;
	char comm[17];
};

/* By what a task is looked up. Of those that share an mm or a signal_struct the first one is found: the leader. */
enum pby_ktask_key { PBY_KTASK_ADDR, PBY_KTASK_PID, PBY_KTASK_MM, PBY_KTASK_SIGNAL, PBY_KTASK_KEYS };

/* All of them, with maps to them; owns its memory. */
struct pby_ktasks {
	struct pby_ktask *items;
	uint32_t nr;
	uint32_t cap;
	struct pby_index by[PBY_KTASK_KEYS];
	uint32_t nr_bad;	/* list members that could not be read: tasks may be missing */
	bool cut;		/* the walk reached its bound, or the list changed under it */
};

/*
 * Walks every process and thread: from init_task on (its address, or 0 where data symbols are
 * hidden), else from the opener's own task_struct. -ENODATA when there is neither, or BTF lacks the
 * members. A walk that the running machine kept tearing is marked cut.
 */
int pby_ktasks__walk(struct pby_ktasks *tasks, const struct pby_kmem *mem,
		     const struct pby_layout *layout, uint64_t init_task, struct pby_err *err);
/*
 * Did the task sleep ever since it was read? False: it has run, or cannot be read any more, and what was read
 * of it afterwards (its stack, its lock) belongs to no single moment.
 */
bool pby_ktask__slept_on(const struct pby_ktask *task, const struct pby_kmem *mem, const struct pby_layout *layout);
/* The task with this value, or NULL. */
const struct pby_ktask *pby_ktasks__by(const struct pby_ktasks *tasks, enum pby_ktask_key key, uint64_t value);
/* The task with this address, or NULL: the test of "is this a task pointer". */
const struct pby_ktask *pby_ktasks__at(const struct pby_ktasks *tasks, uint64_t addr);
/* The task whose kernel stack holds this address, given the task that claims it. */
bool pby_ktask__owns(const struct pby_ktask *task, uint64_t addr);
/* 'R', 'S', 'D', 'I', 'T', 't', 'Z', 'X', 'P': as /proc/PID/stat shows it. */
char pby_ktask__letter(const struct pby_ktask *task);
void pby_ktasks__free(struct pby_ktasks *tasks);

#endif
