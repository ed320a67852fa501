// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* kpercpu.h: readers that each CPU counts for itself: how many there are, but never who. */
#ifndef PBY_LIVE_KPERCPU_H
#define PBY_LIVE_KPERCPU_H

#include "source/live/kmemory.h"

/*
 * Who takes a percpu_rw_semaphore to read, or enters a section of SRCU, adds one to a counter of his CPU, and takes one
 * off where he leaves: only the sum over all CPUs means something. It is exact while nobody comes and goes; the
 * counters are read one after the other.
 */

/* Readers of the percpu_rw_semaphore at lock; -1 where it cannot be told (no symbols). */
int64_t pby_kpercpu__rwsem_readers(const struct pby_kview *view, uint64_t lock);

/* The sections of srcu.def in which somebody is, into out->srcus. */
void pby_kpercpu__srcus(const struct pby_kview *view, struct pby_live_memory *out, struct pby_arena *arena);

#endif
