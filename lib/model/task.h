// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* task.h: tasks with their stacks, as a dump shows them or a live machine gives them. */
#ifndef PBY_TASK_H
#define PBY_TASK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

struct pby_lock;

/* One stack frame. Strings are shared between all frames with the same text. */
struct pby_frame {
	const char *name;	/* without .isra/.constprop/.part/.cold/.llvm and __pfx_; never NULL */
	const char *module;	/* NULL for the kernel proper */
	const char *file;	/* "kernel/locking/mutex.c" in decoded stacks, else NULL */
	uint64_t addr;		/* 0 when the text has none */
	uint32_t offset;
	uint32_t size;		/* 0: the text had no "+0x1/0x2" */
	uint32_t file_line;
	bool unreliable;	/* printed with "?" or "(unreliable)": may be a leftover */
	bool interrupt;		/* inside <IRQ>, <NMI>, <SOFTIRQ>: not what the task itself waits in */
	bool inlined;		/* "[inline]" of decode_stacktrace.sh: no return address of its own */
	bool pc;		/* from RIP/PC/NIP/EIP/epc: where a running CPU was, not a caller */
};

/*
 * Frames, innermost first. Tasks with the same frames share one array: never change it, and use
 * the id to judge a stack once. Id 0 is the empty stack.
 */
struct pby_stack {
	const struct pby_frame *items;
	uint32_t nr;
	uint32_t id;
};

enum pby_lock_mode { PBY_MODE_UNKNOWN, PBY_MODE_READ, PBY_MODE_WRITE };

/*
 * A lock as lockdep prints it: in a "locks held by" list (which includes the lock that is being
 * waited for) or in a report.
 *	#1: ffffffff86d7ff08 (event_mutex){+.+.}-{3:3}, at: perf_trace_init+0x5c/0x310
 */
struct pby_held_lock {
	const char *name;	/* class as printed, without #2 and /1: "event_mutex", "&mm->mmap_lock" */
	const char *subclass;	/* "#2", "/1", "#3/1" behind the name, or NULL */
	const char *usage;	/* "+.+.", "++++", "+.+.+." (2.6 to 4.13), or NULL */
	const char *at;		/* function that took or wants it, or NULL */
	const char *at_module;
	uint64_t addr;		/* instance, 0 when not shown; hashed on some kernels, still unique */
	int32_t wait_type;	/* x of "-{x:y}" (5.7 and later): 2 spin, 3 or 4 sleep; -1 not shown */
	enum pby_lock_mode mode;	/* read: "at: down_read"-like or "-.-." read bits; often unknown */
};

/* What the kernel itself stated about who blocks a task (6.15+ hung-task reports). */
struct pby_blocker {
	const char *lock_kind;	/* "mutex", "semaphore", "rw-semaphore"; never NULL */
	enum pby_lock_mode mode;	/* wanted: <reader>, <writer> */
	enum pby_lock_mode owner_mode;
	const char *owner_comm;	/* NULL: "but the owner is not found" */
	int32_t owner_pid;
};

/* Where a stack came from decides what it can show (facts on hidden .sched.text frames). */
enum pby_stack_origin {
	PBY_STACK_NONE,
	PBY_STACK_CONSOLE,	/* hung task, sysrq, oops: scheduler frames are there */
	PBY_STACK_PROC,		/* /proc/PID/stack and the like: .sched.text frames are removed */
	PBY_STACK_CRASH,	/* crash(8) bt */
	PBY_STACK_WCHAN,	/* one name, from ps or /proc/PID/wchan */
};

/* Why the text shows a task; a task may be shown for several reasons (a bit mask). */
enum pby_seen {
	PBY_SEEN_HUNG		= 1 << 0,	/* reported by the hung-task detector */
	PBY_SEEN_DUMP		= 1 << 1,	/* plain task dump: sysrq-w, sysrq-t, blocker's owner, ... */
	PBY_SEEN_LOCKS		= 1 << 2,	/* "N locks held by" */
	PBY_SEEN_BACKTRACE	= 1 << 3,	/* "CPU: 1 PID: 2 Comm: x" with a trace: NMI, oops, warning */
	PBY_SEEN_SOFT_LOCKUP	= 1 << 4,
	PBY_SEEN_HARD_LOCKUP	= 1 << 5,
	PBY_SEEN_RCU_CPU	= 1 << 6,	/* its CPU passes no quiescent state */
	PBY_SEEN_RCU_READER	= 1 << 7,	/* "Tasks blocked on level-0 rcu_node": preempted reader */
	PBY_SEEN_RCU_KTHREAD	= 1 << 8,	/* stack of the grace-period kthread in a stall report */
	PBY_SEEN_RCU_TASKS	= 1 << 9,	/* holdout of an RCU-tasks grace period */
	PBY_SEEN_LOCKDEP	= 1 << 10,	/* subject of a lockdep report: it did run */
	PBY_SEEN_PROC		= 1 << 11,	/* /proc/PID/stack or status */
	PBY_SEEN_CRASH		= 1 << 12,	/* crash(8) */
	PBY_SEEN_PS		= 1 << 13,	/* a line of ps */
	PBY_SEEN_CANT_DIE	= 1 << 14,	/* "can't die for more than N seconds" */
	PBY_SEEN_IO_WAIT	= 1 << 15,	/* "in I/O wait" of the hung-task detector (7.x) */
};

enum { PBY_PID_UNKNOWN = -1 };

/*
 * One task, however often the text reports it: the stack is the best one shown (the last report's
 * unless that one was cut), the state the latest, the blocked time the longest.
 */
struct pby_task {
	const char *comm;	/* never NULL; "" when unknown; may hold any bytes */
	int32_t pid;		/* PBY_PID_UNKNOWN when the text has none; the same for the next three */
	int32_t tgid;
	int32_t ppid;
	int32_t ns_pid;		/* innermost number of NSpid in /proc/PID/status */
	int32_t cpu;		/* -1 unknown */
	char state;		/* D S I R T t Z X P, or 0 unknown */
	uint8_t origin;		/* enum pby_stack_origin of the stack */
	bool on_cpu;		/* shown as running on a CPU (NMI backtrace, lockup, lockdep report) */
	bool hide;		/* bookkeeping: khungtaskd's own trace, idle CPUs, kthread that panics */
	bool ran;		/* live: between two looks at it: it is in no circle of lock waits */
	bool moved;		/* two reports show different stacks: it makes progress */
	bool cut;		/* the stack ends before its natural end: the text is truncated there */
	uint32_t seen;		/* enum pby_seen */
	uint32_t nr_reports;
	float blocked_s;	/* longest stated; 0 unknown */
	int32_t nr_held_stated;	/* "N locks held by": -1 not stated; with an empty list: it was running */
	int32_t syscall_nr;	/* from ORIG_RAX, -1 not shown */
	uint32_t line;		/* first line in the input, from 1 */
	double first_s;		/* stamps of the first and the last report, -1 when there are none */
	double last_s;
	double first_clock_s;	/* the same by the logger's clock: seconds in a year of months of 31 days, 0 unknown */
	double last_clock_s;
	const char *workqueue;	/* "events kprobe_optimizer" from the Workqueue: line, or NULL */
	const char *source;	/* input it came from, as in pby_dump.sources */
	const struct pby_blocker *blocker;	/* NULL: nothing stated */
	const struct pby_lock *lock;	/* what it sleeps on, read from memory; NULL: not known */
	uint8_t lock_mode;		/* enum pby_lock_mode: how it wants that lock */
	struct pby_stack frames;
	PBY_VEC(struct pby_held_lock) held;
};

#endif
