// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * lock_world.h: tasks that contend for locks, invented: events as a kernel would send them, with the
 * truth about each lock beside them.
 *
 * Locks are served in the order of arrival, readers together. Tasks spin for other locks while they
 * wait, mutexes are begun again and again, waiters give up, tasks exit, ends get lost, and events
 * come out of order. What a reader of the events cannot know is not in the truth either: a lost end
 * counts as lost when the task's next events prove it.
 */
#ifndef PBY_LOCK_WORLD_H
#define PBY_LOCK_WORLD_H

#include <stdbool.h>
#include <stdint.h>

#include "model/contention/contention.h"
#include "model/contention/event.h"

struct lock_world_options {
	uint64_t seed;
	uint32_t tasks, locks;
	uint32_t lost_ends;	/* one end in so many is lost; 0 none */
	uint32_t shuffle;	/* events within so many may change places; 0 or 1 none */
};

/* What is true of a lock, in the words of struct pby_contended. */
struct lock_truth {
	uint64_t addr;
	enum pby_lock_kind kind;
	uint64_t begun[PBY_NR_SHARES], ended[PBY_NR_SHARES], failed[PBY_NR_SHARES];
	uint64_t total_ns[PBY_NR_SHARES], max_ns[PBY_NR_SHARES];
	uint64_t lost_ends;
	uint64_t batches[PBY_NR_SHARES];	/* that are over */
	uint32_t longest[PBY_NR_SHARES];
	uint32_t depth, depth_max;
	uint64_t emptied;
};

struct lock_world;

struct lock_world *lock_world__new(const struct lock_world_options *options);
void lock_world__free(struct lock_world *world);
/* The next event. There is always one more. */
void lock_world__next(struct lock_world *world, struct pby_lock_event *event);
/* True when every event that happened has been handed out: then the truth is that of the events. */
bool lock_world__settled(const struct lock_world *world);
const struct lock_truth *lock_world__truth(const struct lock_world *world, uint32_t lock);
/* Does this task wait for this lock, as far as the events tell? Since when, in *since_ns. */
bool lock_world__waits(const struct lock_world *world, int32_t pid, uint64_t addr, uint64_t *since_ns);
uint32_t lock_world__nr_waits(const struct lock_world *world);

/* NULL, or a sentence about the first difference between a state and the truth; lives until the next call. */
const char *lock_world__differs(const struct lock_world *world, const struct pby_contention *c);

#endif
