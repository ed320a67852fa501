// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* task.h: tasks with their stacks, as a dump shows them or a live machine gives them. */
#ifndef PBY_TASK_H
#define PBY_TASK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

/* One stack frame, innermost first in a task's list. */
struct pby_frame {
	const char *name;	/* without .isra/.constprop/.part/.cold suffix and __pfx_; never NULL */
	const char *module;	/* NULL for the kernel proper */
	uint64_t addr;		/* 0 when the text has none */
	uint32_t offset;
	uint32_t size;
	bool unreliable;	/* printed with "?": may be a leftover */
	bool interrupt;		/* inside <IRQ>, <NMI>, <SOFTIRQ>: not what the task itself waits in */
};

enum pby_lock_mode { PBY_MODE_UNKNOWN, PBY_MODE_READ, PBY_MODE_WRITE };

/* A line of lockdep's "locks held by" list. It includes the lock that is being waited for. */
struct pby_held_lock {
	const char *name;	/* class name as printed: "event_mutex", "&mm->mmap_lock" */
	const char *at;		/* function that took it */
	uint64_t addr;		/* instance, 0 when not shown */
	enum pby_lock_mode mode;
};

/* What the kernel itself stated about who blocks a task (6.15+ hung-task reports). */
struct pby_blocker {
	const char *lock_kind;	/* "mutex", "semaphore", "rw-semaphore"; NULL: nothing stated */
	enum pby_lock_mode mode;	/* wanted */
	enum pby_lock_mode owner_mode;
	const char *owner_comm;	/* NULL: "the owner is not found" */
	int64_t owner_pid;
};

/* Where a stack came from decides what it can show (facts on hidden .sched.text frames). */
enum pby_stack_origin {
	PBY_STACK_NONE,
	PBY_STACK_CONSOLE,	/* hung task, sysrq, oops: scheduler frames are there */
	PBY_STACK_PROC,		/* /proc/PID/stack and the like: .sched.text frames are removed */
	PBY_STACK_CRASH,	/* crash(8) bt */
};

enum { PBY_PID_UNKNOWN = -1 };

struct pby_task {
	const char *comm;	/* never NULL; "" when unknown; may hold any bytes */
	int64_t pid;		/* PBY_PID_UNKNOWN when the text has none */
	int64_t tgid;
	int64_t ppid;
	int64_t cpu;		/* -1 unknown */
	char state;		/* D S I R T t Z X, or 0 unknown */
	bool on_cpu;		/* shown as running on a CPU (NMI backtrace, lockup, "running task") */
	bool reported_hung;	/* by the hung-task detector */
	bool hide;		/* bookkeeping section: khungtaskd's own trace and the like */
	double blocked_s;	/* longest stated; 0 unknown */
	const char *workqueue;	/* "events kprobe_optimizer" from the Workqueue: line, or NULL */
	const char *syscall_regs;	/* "orig_rax" as text when shown, or NULL */
	enum pby_stack_origin origin;
	PBY_VEC(struct pby_frame) frames;
	PBY_VEC(struct pby_held_lock) held;
	int64_t nr_held_stated;	/* "N locks held by": -1 when not stated; list may be empty (it was running) */
	struct pby_blocker blocker;
	uint32_t line;		/* first line in the input, from 1 */
};

/* Things a dump says that belong to no task. */
enum pby_note_kind {
	PBY_NOTE_SOFT_LOCKUP, PBY_NOTE_HARD_LOCKUP, PBY_NOTE_RCU_STALL, PBY_NOTE_RCU_TASKS_STALL,
	PBY_NOTE_RCU_TASKS_GP, PBY_NOTE_EXPEDITED_STALL, PBY_NOTE_LOCKDEP_CIRCULAR,
	PBY_NOTE_LOCKDEP_RECURSIVE, PBY_NOTE_LOCKDEP_OTHER, PBY_NOTE_HUNG_SUPPRESSED,
	PBY_NOTE_WORKQUEUE_LOCKUP, PBY_NOTE_PANIC_HUNG, PBY_NOTE_TRUNCATED, PBY_NOTE_LOST,
};

struct pby_note {
	enum pby_note_kind kind;
	const char *text;	/* the line, without its stamps */
	int64_t task;		/* index into tasks, or -1 */
	uint32_t line;
};

struct pby_dump {
	struct pby_arena arena;
	const char *kernel;	/* release as printed, or NULL */
	PBY_VEC(struct pby_task) tasks;
	PBY_VEC(struct pby_note) notes;
};

void pby_dump__free(struct pby_dump *dump);

#endif
