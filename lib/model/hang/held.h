// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* held.h: which lock of a list is the one that is waited for, and which are held. */
#ifndef PBY_HELD_H
#define PBY_HELD_H

#include "model/hang/wait.h"

/*
 * lockdep enters a lock into a task's list before it has it: "held by" includes the lock that the
 * task waits for, as its last one. Makes w's object that very lock when the list shows it, and
 * notes the others as held; without a list, what the frames say is held.
 */
void pby_held__of_task(struct pby_waits *waits, struct pby_wait *w, const struct pby_stack_wait *s);
/* Tasks that only appear in "locks held" lists: the last lock of theirs may be held or wanted. */
void pby_held__of_lists(struct pby_waits *waits);
/* Subjects of lockdep reports: what they wanted and had. */
void pby_held__of_lockdep(struct pby_waits *waits);

/* The object that a line of lockdep means; *row is what is known of the name, or NULL. */
struct pby_object pby_object__of_lock(const struct pby_held_lock *lock,
				      const struct pby_lockname_row **row);

#endif
