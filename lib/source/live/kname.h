// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* kname.h: the best name of a lock that can be proven. */
#ifndef PBY_LIVE_KNAME_H
#define PBY_LIVE_KNAME_H

#include "source/live/kview.h"

/*
 * Sets lock->name and lock->mm_tgid: "event_mutex", "locks+0x40" (a member of a static object),
 * "mmap_lock of 812 (java)"; NULL when nothing proves a name. Strings live in the arena.
 */
void pby_kname__set(const struct pby_kview *view, struct pby_lock *lock, struct pby_arena *arena);

#endif
