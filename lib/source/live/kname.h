// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* kname.h: the best name of a lock that can be proven. */
#ifndef PBY_LIVE_KNAME_H
#define PBY_LIVE_KNAME_H

#include "source/live/kview.h"

/*
 * "event_mutex", "pby_locks+0x40 [pby_trouble]" (a static object), "mmap_lock of 812 (java)";
 * NULL when nothing proves a name. In the arena.
 */
const char *pby_kname__of(const struct pby_kview *view, uint64_t lock, struct pby_arena *arena);

#endif
