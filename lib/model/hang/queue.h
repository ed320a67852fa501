// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* queue.h: locks of a dump: who waits for each, who holds it, and how sure that is. */
#ifndef PBY_QUEUE_H
#define PBY_QUEUE_H

#include "model/hang/wait.h"

enum { PBY_QUEUE_LISTED = 32 };	/* of the holders of one lock, so many are listed, the rest counted */

struct pby_queue {
	struct pby_object object;
	bool proven;		/* false: objects of one kind, perhaps of different instances */
	PBY_VEC(uint32_t) waits;	/* indexes into pby_waits.items, in the dump's order */
	PBY_VEC(uint32_t) held;		/* indexes into pby_waits.held: proven to be of this lock */
	PBY_VEC(uint32_t) alike;	/* held ones that may be of this lock */
};

struct pby_queues {
	struct pby_arena arena;
	PBY_VEC(struct pby_queue) items;
};

/* Groups the waits for locks by lock and finds who has them. 0 or -ENOMEM. */
int pby_queues__find(struct pby_queues *queues, struct pby_waits *waits);
void pby_queues__free(struct pby_queues *queues);

/* Puts the holders of its lock on every wait for a lock. */
void pby_queues__blame(struct pby_queues *queues, struct pby_waits *waits);

#endif
