// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* before.h: tasks that waited for a lock before the hooks were there, found in kernel memory. */
#ifndef PBY_LOCKS_BEFORE_H
#define PBY_LOCKS_BEFORE_H

#include "model/contention/contention.h"
#include "model/kernel.h"
#include "model/lock.h"
#include "source/locks/shot.h"

struct pby_locks_earlier {
	int32_t pid, tgid;
	char comm[17];
	char state;
	enum pby_lock_mode mode;
	double waited_s;	/* by the lock's own time stamp; -1: it has none */
	uint32_t lock;		/* index into locks */
};

struct pby_locks_before {
	struct pby_arena arena;
	PBY_VEC(struct pby_locks_earlier) waits;
	PBY_VEC(struct pby_lock) locks;	/* without their queues */
	const char *why;	/* memory could not be read: why; else NULL */
};

/* Looks at all of memory, in a child, with at most so many ms for it. A zeroed one becomes that; free it. */
void pby_locks_before__find(struct pby_locks_before *b, const struct pby_kernel *kernel, int timeout_ms);
/* Leaves those that the hooks saw begin, or that filters exclude. */
void pby_locks_before__without(struct pby_locks_before *b, const struct pby_locks_shot *shot);
/* Keeps those that wait for the same lock in the earlier look: who came between both, the hooks know. */
void pby_locks_before__keep(struct pby_locks_before *b, const struct pby_locks_before *earlier);
/* Puts them into a filled state. -ENOMEM without memory. */
int pby_locks_before__add(const struct pby_locks_before *b, struct pby_contention *to);
void pby_locks_before__free(struct pby_locks_before *b);

#endif
