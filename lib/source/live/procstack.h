// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* procstack.h: tasks and their kernel stacks from /proc alone. */
#ifndef PBY_LIVE_PROCSTACK_H
#define PBY_LIVE_PROCSTACK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "source/child.h"

/*
 * Reads only /proc/PID/task/TID/stat and .../stack, and .../status for namespaces and counters: never cmdline,
 * maps, environ, exe or fd, which take the locks of a suspect. The stack takes exec_update_lock for
 * reading, so even it can wait for a task that hangs in exec: read in children, one task named
 * at a time.
 */
struct pby_proc_task {
	int32_t pid;	/* thread id */
	int32_t tgid;
	int32_t ppid;
	int32_t cpu;
	int32_t ns_pid;	/* innermost number, when it differs from pid; else 0 */
	uint64_t switches;	/* voluntary and other context switches so far */
	char state;
	bool kthread;
	const char *comm;
	const char *stack;	/* text of the file; NULL: not read */
	int stack_errno;	/* why not, 0 when it was read or not asked for */
};

struct pby_proc_tasks {
	PBY_VEC(struct pby_proc_task) items;
	uint32_t nr_done;	/* complete ones; the last may be half filled */
	bool listed;		/* the listing came to its end */
};

/* Where to go on after a child got stuck at a task; 0 begins. */
struct pby_proc_question {
	int32_t after_tgid;
	int32_t after_tid;	/* threads of after_tgid up to this one are done */
	bool stacks;		/* read stacks too (root) */
	bool counters_only;	/* somebody has read the rest */
};

/* The child's work: region->result is a struct pby_proc_tasks. */
void pby_proc_tasks__collect(struct pby_region *region, void *question);

/*
 * "1234 (a (b) c) D 1 ...": state, parent, cpu and kthread flag of a stat line; comm is what lies
 * between the first "(" and the last ")". False when it is no such line.
 */
struct pby_text;
bool pby_proc_stat__parse(struct pby_text line, struct pby_proc_task *task, struct pby_arena *arena);

#endif
