// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* progress.h: from several looks at the same locks and tasks: which queues move, who runs, who stands still. */
#ifndef PBY_PROGRESS_H
#define PBY_PROGRESS_H

#include "base/index.h"
#include "model/lock.h"

/* What a task's own counters say; both only grow. */
struct pby_pulse {
	int32_t pid;
	uint64_t switches;	/* nvcsw + nivcsw: unchanged means that it slept or ran without a break */
	uint64_t run_ns;	/* CPU time so far (se.sum_exec_runtime); 0 unknown */
	bool on_cpu;
	int32_t cpu;		/* -1 unknown */
	int32_t lock;		/* index into the snapshot's locks that it sleeps on, -1 none */
};

/* One look. All of it may be dropped once it was added. */
struct pby_snapshot {
	double from_s, to_s;	/* CLOCK_MONOTONIC: when reading began and ended */
	const struct pby_lock *locks;
	uint32_t nr_locks;
	const struct pby_pulse *pulses;
	uint32_t nr_pulses;
};

enum pby_motion {
	PBY_MOTION_UNKNOWN,	/* somebody waited in one look only */
	PBY_MOTION_STILL,	/* the same owner and the same head of the queue, asleep all along; nobody left */
	PBY_MOTION_MOVES,	/* waiters left it, or it changed hands */
	PBY_MOTION_NR
};

const char *pby_motion__name(enum pby_motion motion);	/* "unknown", "still", "moves" */

struct pby_lock_progress {
	uint64_t addr;
	uint32_t nr_seen;	/* looks in which somebody waited */
	uint32_t nr_left;	/* waiters that were gone by the next look, and may have had it */
	uint32_t nr_gave_up;	/* that were gone although nobody got it: killed, or out of time */
	uint32_t nr_came;
	uint32_t nr_owners;	/* times that an owner was gone by the next look */
	bool same_head;		/* the first waiter was the same in all looks, and slept between them */
	double first_s, last_s;	/* of the looks in which somebody waited */
	/* of the last look */
	uint32_t look;
	int32_t owner_pid;
	int32_t head_pid;
	uint64_t head_switches, owner_switches;
	PBY_VEC(int32_t) waiters;
};

struct pby_task_progress {
	int32_t pid;
	uint32_t nr_seen;	/* looks in which it was there */
	uint32_t nr_on_cpu;	/* of these, on a CPU */
	int32_t cpu;		/* where it was last, -1 unknown */
	uint64_t switches;	/* since the first look */
	uint64_t run_ns;
	bool ran_lately;	/* its counters changed between the last two looks */
	uint64_t last_switches, last_run_ns;
};

/* Owns its memory; zeroed memory has seen nothing. */
struct pby_progress {
	struct pby_arena arena;
	uint32_t nr_looks;
	double first_s, last_s;
	uint32_t nr_circles;	/* looks in which owners waited for each other in a circle */
	PBY_VEC(struct pby_lock_progress) locks;
	PBY_VEC(struct pby_task_progress) tasks;
	struct pby_index by_addr, by_pid;
};

/* Pure but for memory: takes the next look in. 0 or -ENOMEM. */
int pby_progress__add(struct pby_progress *progress, const struct pby_snapshot *snapshot);
void pby_progress__free(struct pby_progress *progress);

/* What is known of one of them, or NULL. */
const struct pby_lock_progress *pby_progress__lock(const struct pby_progress *progress, uint64_t addr);
const struct pby_task_progress *pby_progress__task(const struct pby_progress *progress, int32_t pid);

enum pby_motion pby_lock_progress__motion(const struct pby_lock_progress *lock);
/* How often, at least, the lock was got: a waiter that left and an owner that changed are one and the same. */
uint32_t pby_lock_progress__passed(const struct pby_lock_progress *lock);

/* Do owners wait for each other in a circle? Every wait and every owner are the snapshot's own. */
bool pby_snapshot__has_circle(const struct pby_snapshot *snapshot);

#endif
