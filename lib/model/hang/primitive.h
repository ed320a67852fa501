// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* primitive.h: how a task sleeps or spins, from the innermost frames of its stack. */
#ifndef PBY_PRIMITIVE_H
#define PBY_PRIMITIVE_H

#include <stdbool.h>
#include <stdint.h>

#include "model/hang/wait_class.h"

enum pby_primitive {
	PBY_PRIM_HIDDEN,	/* nothing of the kind is shown: /proc stacks, wchan, or it does not sleep */
	PBY_PRIM_EVENT,		/* schedule() called by what follows: wait_event and the like */
	PBY_PRIM_SCHED,
	PBY_PRIM_TIMEOUT,	/* schedule_timeout() called by what follows */
	PBY_PRIM_TIMER,		/* msleep() and the like */
	PBY_PRIM_IO,
	PBY_PRIM_NOISE,
	PBY_PRIM_MUTEX,
	PBY_PRIM_WW_MUTEX,
	PBY_PRIM_RWSEM,		/* which mode the names don't tell */
	PBY_PRIM_RWSEM_READ,
	PBY_PRIM_RWSEM_WRITE,
	PBY_PRIM_PERCPU,	/* percpu_rwsem_wait: mode by the caller */
	PBY_PRIM_PERCPU_READ,
	PBY_PRIM_PERCPU_WRITE,
	PBY_PRIM_SEMAPHORE,
	PBY_PRIM_RTMUTEX,
	PBY_PRIM_COMPLETION,
	PBY_PRIM_BIT,
	PBY_PRIM_WOKEN,
	PBY_PRIM_PREEMPT,
	PBY_PRIM_SPIN,
};

struct pby_primitive_at {
	enum pby_primitive kind;
	bool io;		/* io_schedule() was among the frames */
	uint32_t caller;	/* the first frame behind the primitive's own; nr when there is none */
};

enum { PBY_PRIM_FRAMES = 96 };	/* as many are looked at */

/* What a function of this name does; HIDDEN: something else. It compares with hundreds of names. */
enum pby_primitive pby_primitive__kind(const char *name);
/* names: innermost first. doubtful: every word of the stack that looked like a function is there ("?"). */
struct pby_primitive_at pby_primitive__of(const char *const *names, uint32_t nr, bool doubtful);
/* The same for names whose kinds are known. */
struct pby_primitive_at pby_primitive__of_kinds(const enum pby_primitive *kinds, uint32_t nr, bool doubtful);

/* Does a wait of that class go with that primitive? Hidden ones go with everything. */
bool pby_primitive__fits(enum pby_primitive kind, enum pby_wait_class cls);
/* The class when nothing more is known. */
enum pby_wait_class pby_primitive__class(const struct pby_primitive_at *prim);
/* A sleeping lock of the kernel: mutex, rwsem, semaphore and so on. */
bool pby_primitive__is_lock(enum pby_primitive kind);

#endif
