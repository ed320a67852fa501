// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* klock.h: reads locks and their queues from kernel memory. */
#ifndef PBY_LIVE_KLOCK_H
#define PBY_LIVE_KLOCK_H

#include "source/live/kview.h"

/* The members that make up one kind of lock with a list of waiters on their stacks. */
struct pby_klock_shape {
	const struct pby_field *list;	/* in the waiter: its list node */
	const struct pby_field *task;	/* in the waiter: whose it is */
	uint32_t head;			/* in the lock: the list head */
	bool has_head;			/* false since 7.2: first_waiter instead */
	const struct pby_field *first;	/* in the lock: pointer to the first waiter, where there is one */
};

/* False when this kernel's BTF lacks them, or the kind has no such list (rt_mutex). */
bool pby_klock__shape(const struct pby_kview *view, enum pby_lock_kind kind,
		      struct pby_klock_shape *shape);

/*
 * Whose waiter is this list node? A node is a waiter when its task pointer is a task and the node
 * lies on that very task's kernel stack; everything else in the ring is the list head.
 */
const struct pby_ktask *pby_klock__waiter_of(const struct pby_kview *view,
					     const struct pby_klock_shape *shape, uint64_t node);

/* Does somebody wait? False also when there is no sound lock of this kind at the address. */
bool pby_klock__contended(const struct pby_kview *view, uint64_t addr, enum pby_lock_kind kind);

/*
 * Fills lock (whose kind and addr are set) with owner, mode, hand-off and queue. Strings and the
 * queue go into the arena. now is jiffies, for the waiters' ages.
 */
void pby_klock__read(const struct pby_kview *view, struct pby_lock *lock, uint64_t now,
		     struct pby_arena *arena);

#endif
