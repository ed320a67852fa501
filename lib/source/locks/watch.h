// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* watch.h: follows contended locks through a child that does all that may block, and asks it for shots. */
#ifndef PBY_LOCKS_WATCH_H
#define PBY_LOCKS_WATCH_H

#include "source/child.h"
#include "source/locks/hooks.h"
#include "source/locks/look.h"
#include "source/locks/shot.h"

/*
 * The child holds the programs by their descriptors alone: when it ends, however it ends, and it ends when its parent
 * does, nothing is left in the kernel. When it does not answer it is left behind, and what it had told before stays.
 *
 *	rc = pby_locks_watch__start(&watch, &wish, 10000, &err);
 *	...
 *	shot = pby_locks_watch__shot(&watch, 5000, &err);	every few seconds
 *	...
 *	pby_locks_watch__stop(&watch);
 */
struct pby_locks_watch {
	struct pby_child child;
	struct pby_locks_shared *shared;
};

/* Returns when everything is attached. -ETIMEDOUT: the child did not answer; the sentence says at what. */
int pby_locks_watch__start(struct pby_locks_watch *watch, const struct pby_locks_wish *wish,
			   int timeout_ms, struct pby_err *err);
/*
 * The state now: a full one stays valid until the second full one after it, a glance until the next. NULL with the
 * reason: -ETIMEDOUT as above, and the shots before remain. rc gets 0 or -errno.
 */
const struct pby_locks_shot *pby_locks_watch__shot(struct pby_locks_watch *watch, enum pby_locks_depth depth,
						   int timeout_ms, int *rc, struct pby_err *err);
/* Detaches and forgets all shots. False: the child had to be left behind. */
bool pby_locks_watch__stop(struct pby_locks_watch *watch);

#endif
