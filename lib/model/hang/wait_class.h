// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* wait_class.h: what a task can wait for, as a closed vocabulary. */
#ifndef PBY_WAIT_CLASS_H
#define PBY_WAIT_CLASS_H

#include <stdbool.h>

enum pby_wait_class {
#define CLASS(id, name, kind, meaning) PBY_WAIT_##id,
#include "model/hang/wait_class.def"
#undef CLASS
	PBY_WAIT_NR
};

enum pby_wait_kind {
	PBY_WAITS_UNKNOWN,
	PBY_WAITS_LOCK,		/* somebody holds it */
	PBY_WAITS_RCU,		/* readers, or CPUs that pass no quiescent state */
	PBY_WAITS_IO,
	PBY_WAITS_PROCESS,
	PBY_WAITS_WORK,
	PBY_WAITS_OUTSIDE,	/* a device, a server, another CPU */
	PBY_WAITS_IDLE,		/* it does not wait for anybody */
};

/* "rwsem-read" and the like: part of the JSON schema, never changed. */
const char *pby_wait_class__name(enum pby_wait_class cls);
/* "an rw_semaphore, to read": completes "it waits for". */
const char *pby_wait_class__meaning(enum pby_wait_class cls);
enum pby_wait_kind pby_wait_class__kind(enum pby_wait_class cls);

static inline bool pby_wait_class__is_lock(enum pby_wait_class cls)
{
	return pby_wait_class__kind(cls) == PBY_WAITS_LOCK;
}

/* Sleeping locks: whoever waits for one is blocked, whatever its state letter says. */
static inline bool pby_wait_class__is_sleeping_lock(enum pby_wait_class cls)
{
	return cls >= PBY_WAIT_MUTEX && cls <= PBY_WAIT_WW_MUTEX;
}

#endif
