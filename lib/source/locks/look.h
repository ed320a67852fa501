// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* look.h: takes a shot of the running programs' maps: for the child only. */
#ifndef PBY_LOCKS_LOOK_H
#define PBY_LOCKS_LOOK_H

#include "source/child.h"
#include "source/locks/hooks.h"
#include "source/locks/shot.h"

/* What to look at. A glance is cheap: it shows who waits and who has what, and no sums. */
enum pby_locks_depth { PBY_LOCKS_GLANCE, PBY_LOCKS_FULL };

/*
 * Fills a zeroed shot, whose vectors lie in the arena; region is told what is being asked. 0 or -errno: part of it is
 * there then. The programs go on meanwhile: rows and waits are not of the very same nanosecond.
 */
int pby_locks_shot__take(struct pby_locks_shot *shot, const struct pby_locks_hooks *hooks, enum pby_locks_depth depth,
			 struct pby_arena *arena, struct pby_region *region, struct pby_err *err);

#endif
