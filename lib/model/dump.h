// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* dump.h: all that the text of a sick machine says: tasks, and what belongs to no single task. */
#ifndef PBY_DUMP_H
#define PBY_DUMP_H

#include "model/lock.h"
#include "model/running.h"
#include "model/task.h"

struct pby_progress;

enum pby_note_kind {
	PBY_NOTE_SOFT_LOCKUP,		/* value: seconds, cpu */
	PBY_NOTE_HARD_LOCKUP,		/* cpu */
	PBY_NOTE_RCU_STALL,		/* value: jiffies, what: "rcu_preempt"; task: the stalling one */
	PBY_NOTE_RCU_STARVED,		/* the grace-period kthread gets no CPU; value: jiffies */
	PBY_NOTE_EXPEDITED_STALL,	/* value: jiffies */
	PBY_NOTE_RCU_TASKS_STALL,	/* "rcu_tasks detected stalls on tasks", what: "rcu_tasks" */
	PBY_NOTE_RCU_TASKS_GP,		/* "grace period number N is M jiffies old", value: M */
	PBY_NOTE_RCU_TASKS_EXIT_SRCU,	/* "tasks_rcu_exit_srcu_stall": an exiting task blocks it */
	PBY_NOTE_WORKQUEUE_LOCKUP,	/* value: seconds */
	PBY_NOTE_UNREGISTER_NETDEV,	/* "waiting for X to become free", what: device, value: usage count */
	PBY_NOTE_IO_ERROR,		/* a device's own complaint: timeouts, resets, I/O errors */
	PBY_NOTE_SERVER_SILENT,		/* "nfs: server X not responding", what: server */
	PBY_NOTE_HUNG_SUPPRESSED,	/* hung_task_warnings is used up: tasks are missing */
	PBY_NOTE_PANIC_HUNG,		/* panic_on_hung_task */
	PBY_NOTE_PANIC,
	PBY_NOTE_OOPS,			/* a task that died may have kept its locks */
	PBY_NOTE_LOCKDEP_OFF,		/* "INFO: lockdep is turned off": held locks are missing */
	PBY_NOTE_PROGRESS,		/* a task's stack changed between two reports; task */
	PBY_NOTE_TRUNCATED,		/* the text begins or ends in the middle of something */
	PBY_NOTE_LOST,			/* the kernel says that messages were dropped */
	PBY_NOTE_LIMIT,			/* the reader gave up on a part: line too long, too many lists */
	PBY_NOTE_NR
};

struct pby_note {
	enum pby_note_kind kind;
	const char *text;	/* the line, without its stamps */
	const char *what;	/* see the kinds; else NULL */
	int32_t task;		/* index into tasks, or -1 */
	int32_t cpu;		/* or -1 */
	int64_t value;		/* see the kinds; -1 not stated */
	double time_s;		/* stamp, -1 without */
	uint32_t line;
};

/* Short words for the kinds, for JSON and for debugging: "soft-lockup", ... */
const char *pby_note_kind__name(enum pby_note_kind kind);

enum pby_lockdep_kind {
	PBY_LOCKDEP_CIRCULAR,
	PBY_LOCKDEP_RECURSIVE,
	PBY_LOCKDEP_IRQ,	/* inconsistent state, irq inversion, safe -> unsafe order */
	PBY_LOCKDEP_OTHER,	/* held at exit, bad unlock balance, invalid wait context, ... */
};

/*	-> #1 (event_mutex){+.+.}-{3:3}:
 *	       lock_acquire+0x1d5/0x580
 */
struct pby_lockdep_link {
	int32_t nr;
	struct pby_held_lock lock;	/* at and addr not shown there */
	struct pby_stack frames;	/* where it was taken while its predecessor was held */
};

/* A lockdep report: an order that can deadlock, seen before it did. */
struct pby_lockdep {
	enum pby_lockdep_kind kind;
	const char *title;		/* "possible circular locking dependency detected" */
	int32_t task;			/* index of "X/12 is trying to acquire lock", -1 when cut */
	struct pby_held_lock wanted;	/* name NULL: cut before it, or not of that kind */
	struct pby_held_lock holding;
	PBY_VEC(struct pby_lockdep_link) chain;	/* as printed: highest number first */
	const char *order;		/* "A --> B --> C" of "Chain exists of:", or NULL */
	bool cut;			/* ends before "stack backtrace" */
	double time_s;
	uint32_t line;
};

/* A work item of "Showing busy workqueues and worker pools" (sysrq-t, workqueue lockup). */
struct pby_work {
	const char *workqueue;
	const char *func;
	int32_t worker_pid;	/* in flight there; PBY_PID_UNKNOWN: pending or delayed */
	int32_t flusher_pid;	/* "BAR(14)": task that waits in flush_work() for it, else unknown */
	bool delayed;
	bool rescuer;
};

/* Who ends a wait that is not for a lock, as memory of a live machine or a core tells. */
struct pby_ending {
	int32_t waiter_pid;
	int32_t ender_pid;
	const char *why;	/* of the ender: "is its vfork child: it has to exec or to exit" */
};

struct pby_dump {
	struct pby_arena arena;
	const char *kernel;	/* release as printed, or NULL */
	const char *scope;	/* a live look: "412 tasks looked at; not looked at: ..."; else NULL */
	const struct pby_progress *progress;	/* several looks at a live machine; NULL: only one, or a text */
	bool whole;		/* a core: all tasks and their stacks are here, and there is no machine to ask */
	bool blind;		/* a live look that could read neither stacks nor locks */
	bool partial;		/* one that was interrupted, or to which some tasks' files did not answer */
	PBY_VEC(const char *) sources;	/* "-", file names; tasks point at them */
	PBY_VEC(struct pby_task) tasks;	/* in the order of their first report */
	PBY_VEC(struct pby_note) notes;
	PBY_VEC(struct pby_lockdep) lockdeps;
	PBY_VEC(struct pby_work) works;
	PBY_VEC(struct pby_lock) locks;	/* as memory shows them; only of a live machine or a core */
	PBY_VEC(struct pby_ending) endings;	/* the same */
	PBY_VEC(struct pby_running) running;	/* who holds others up and runs: where; a live look only */
	PBY_VEC(struct pby_srcu) srcus;		/* in which somebody is */
	bool all_locks_listed;	/* "Showing all locks held in the system" came to its end */
	uint32_t nr_stacks;	/* stack ids are below this */
	uint64_t bytes;		/* of text read, and its lines */
	uint64_t lines;
};

void pby_dump__free(struct pby_dump *dump);

#endif
