// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* kwait.h: on which lock does a blocked task sleep? Read from kernel memory after the fact. */
#ifndef PBY_LIVE_KWAIT_H
#define PBY_LIVE_KWAIT_H

#include "source/live/kview.h"

/* How it was found: each way is proof, not a guess. */
enum pby_kwait_how {
	PBY_KWAIT_NONE,		/* it sleeps on no lock that could be found */
	PBY_KWAIT_BLOCKER,	/* task->blocker (6.15 and later) */
	PBY_KWAIT_PI,		/* task->pi_blocked_on: rt_mutexes */
	PBY_KWAIT_STACK,	/* its waiter struct on its own stack, linked into the lock's list */
	PBY_KWAIT_WRITER,	/* percpu_rw_semaphore.writer names it */
	PBY_KWAIT_QUEUE,	/* the queue of a lock that was looked at anyway has its waiter struct */
};

struct pby_kwait {
	enum pby_kwait_how how;
	enum pby_lock_kind kind;
	enum pby_lock_mode mode;
	uint64_t lock;		/* address */
};

/* Looks at one task that does not run. */
struct pby_kwait pby_kwait__find(const struct pby_kview *view, const struct pby_ktask *task);

#endif
