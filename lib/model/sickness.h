// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* sickness.h: tasks seen waiting for what tracing needs: grace periods and locks. */
#ifndef PBY_SICKNESS_H
#define PBY_SICKNESS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "model/fact.h"
#include "model/kernel.h"

/*
 * What a task waits for, as the frames of /proc/PID/stack tell. That file leaves out the functions
 * that sleep (__mutex_lock and the like), so the innermost frame is who called them.
 */
enum pby_trace_wait {
	PBY_WAIT_NONE,
	PBY_WAIT_RCU_TASKS,	/* an RCU-tasks grace period: detaching fentry, fprobe, the kprobe optimizer */
	PBY_WAIT_EXIT_SRCU,	/* the grace period itself, for exiting tasks (kernels up to 6.8) */
	PBY_WAIT_NAMESPACE,	/* PID 1 of a pid namespace, exiting, for the namespace's other tasks */
	PBY_WAIT_TEXT_MUTEX,	/* patching kernel text: BPF loading, static keys, kprobes */
	PBY_WAIT_EVENT_MUTEX,	/* trace events: perf, tracefs, kprobe and uprobe registration */
	PBY_WAIT_FTRACE_LOCK,	/* ftrace: module loading too */
	PBY_WAIT_KPROBE_MUTEX,
	PBY_WAIT_TRAMPOLINE,	/* the mutex of a BPF trampoline */
	PBY_NR_WAITS
};

/* "an RCU-tasks grace period", "text_mutex"; "" for NONE. */
const char *pby_trace_wait__name(enum pby_trace_wait wait);

enum { PBY_MAX_WAIT_FRAMES = 24 };

struct pby_waiting {
	int32_t pid;		/* of the process; tid of the thread */
	int32_t tid;
	char comm[32];		/* any bytes; NUL-terminated */
	char state;		/* D S I */
	bool kthread;
	bool exiting;
	uint32_t waited_ms;	/* has not run at all for at least so long; 0: looked at once only */
	enum pby_trace_wait wait;
	const char *frame;	/* the function that told; points into frames */
	const char *frames[PBY_MAX_WAIT_FRAMES];	/* innermost first, without ".part.0" and the like */
	uint32_t nr_frames;
};

struct pby_sickness {
	struct pby_arena arena;
	struct pby_domain looked;	/* YES: all tasks were looked at, or those that partial names */
	const char *partial;		/* why not all could be seen, or NULL */
	struct pby_fact in_pid_namespace;	/* is probity itself in a pid namespace of its own? */
	uint32_t nr_tasks;		/* whose state was read */
	uint32_t nr_unread;		/* that wait and whose stack could not be read */
	PBY_VEC(struct pby_waiting) waiting;
};

/*
 * Fills wait and frame from the frames: a pure function. The frame that tells must be the innermost
 * one for locks, and any of them for grace periods and exits.
 */
enum pby_trace_wait pby_waiting__classify(struct pby_waiting *w);

/* The longest waiting task of that kind, or NULL. */
const struct pby_waiting *pby_sickness__first(const struct pby_sickness *s,
					      enum pby_trace_wait wait);

/* The one that stands in most others' way, or NULL. Not who only waits for exits. */
const struct pby_waiting *pby_sickness__worst(const struct pby_sickness *s);

/*
 * The deadlock of RCU-tasks and an exiting pid namespace, all three parties at once: the namespace's
 * PID 1 waits for its tasks, the grace period for the exiting PID 1, and the detaching task for the
 * grace period. Each must have stood still between two looks, or have been looked at once.
 */
struct pby_exit_deadlock {
	const struct pby_waiting *init, *grace_period, *detacher;
};
bool pby_sickness__exit_deadlock(const struct pby_sickness *s, struct pby_exit_deadlock *who);

/*
 * Who hangs in what files of tracefs and sysctls of tracing need too: "system-probe (pid 231) hangs in
 * synchronize_rcu_tasks". NULL: nobody was seen. Reading them would leave one more process behind.
 */
const char *pby_sickness__hangs(const struct pby_sickness *s, struct pby_arena *arena);

void pby_sickness__free(struct pby_sickness *s);

#endif
