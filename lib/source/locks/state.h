// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* state.h: shots become the state of contended locks, with names, and with what stays between shots. */
#ifndef PBY_LOCKS_STATE_H
#define PBY_LOCKS_STATE_H

#include <errno.h>

#include "base/map.h"
#include "model/contention/contention.h"
#include "source/locks/frame_names.h"
#include "source/locks/shot.h"

/* What one look at a lock's owner left behind. */
struct pby_locks_owned {
	uint64_t lock, owner;	/* address of the task */
	uint64_t since_ns;
	uint32_t looks;
	/* Its owner was ready at each look since then, and on no CPU in between; 0: it was not at the last one. */
	uint64_t off_since_ns, ran_ns;
};

/* A stack seen at an owner. */
struct pby_locks_held_at {
	uint64_t lock;
	uint64_t nr;
	int32_t pid;
	uint32_t nr_addrs;
	uint64_t addrs[PBY_LOCKS_FRAMES];
};

enum { PBY_LOCKS_OWNED = 4096, PBY_LOCKS_HELD = 2048 };

/* What is remembered from shot to shot; bounded: what has no room is forgotten and counted. */
struct pby_locks_memory {
	struct pby_locks_owned owned[PBY_LOCKS_OWNED];
	struct pby_locks_held_at held[PBY_LOCKS_HELD];
	uint32_t nr_owned, nr_held;
	uint64_t dropped;	/* stacks of holders without room */
};

/* Notes who had which lock, and with which stack, in this shot. */
void pby_locks_memory__note(struct pby_locks_memory *memory, const struct pby_locks_shot *shot);

/*
 * Fills a zeroed state from a shot; names may be NULL (frames without names then), memory too. Everything
 * is copied. 0 or -ENOMEM.
 */
int pby_locks_state__fill(struct pby_contention *to, const struct pby_locks_shot *shot,
			  const struct pby_frame_names *names, const struct pby_locks_memory *memory);

/* The owner that a lock's words tell: kind, readers, hand-off; *task becomes the task's address or 0. */
void pby_locks_words__read(enum pby_lock_kind kind, uint64_t owner_word, uint64_t count_word,
			   struct pby_contended_owner *owner, uint64_t *task);

#endif
