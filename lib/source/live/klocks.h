// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* klocks.h: the locks that somebody waits for, each once, with their waiters. */
#ifndef PBY_LIVE_KLOCKS_H
#define PBY_LIVE_KLOCKS_H

#include "source/live/kmemory.h"
#include "source/live/kview.h"

/* Collects into memory->locks; everything in them lives in the arena. */
struct pby_klocks {
	const struct pby_kview *view;
	struct pby_live_memory *memory;
	struct pby_arena *arena;
	struct pby_index by_addr;
};

bool pby_klocks__init(struct pby_klocks *locks, const struct pby_kview *view, struct pby_live_memory *memory,
		      struct pby_arena *arena);
void pby_klocks__free(struct pby_klocks *locks);
/* The index of the lock with this address, which is read and named when it is new; -1 without memory. */
int32_t pby_klocks__at(struct pby_klocks *locks, uint64_t addr, enum pby_lock_kind kind);

/*
 * Looks at the usual suspects (suspects.def) and at the mmap_lock of every process, and adds those that
 * somebody waits for. Tasks that wait in such a queue and did not show it themselves get their lock.
 */
void pby_klocks__suspects(struct pby_klocks *locks);

#endif
