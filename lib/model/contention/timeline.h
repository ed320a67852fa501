// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* timeline.h: every wait for one lock, from when to when: what a picture of its queue is drawn from. */
#ifndef PBY_CONTENTION_TIMELINE_H
#define PBY_CONTENTION_TIMELINE_H

#include "base/arena.h"
#include "base/slots.h"
#include "model/contention/event.h"

enum { PBY_TIMELINE_WAITS = 5000, PBY_TIMELINE_OPEN = 4096, PBY_TIMELINE_COMM = 32 };

struct pby_timeline_wait {
	uint64_t begin_ns, end_ns;	/* end 0: it has not ended */
	int32_t pid;
	enum pby_lock_mode mode;
	bool failed;			/* gave up */
	char comm[PBY_TIMELINE_COMM];	/* "" unknown */
};

struct pby_timeline {
	struct pby_arena arena;
	uint64_t lock;		/* its address */
	uint64_t from_ns, to_ns;	/* first begin and last event */
	PBY_VEC(struct pby_timeline_wait) waits;	/* by begin, nearly */
	uint64_t left_out;	/* waits behind the first PBY_TIMELINE_WAITS */
	struct pby_slots open;	/* pid -> place of waits that have not ended */
	uint32_t *open_wait;
	struct pby_slots tasks;	/* pid -> place of names */
	char (*comms)[PBY_TIMELINE_COMM];
};

/* 0 or -ENOMEM. */
int pby_timeline__init(struct pby_timeline *t, uint64_t lock);
void pby_timeline__free(struct pby_timeline *t);
/* Events of other locks are passed by; those of this one should be nearly in order. */
void pby_timeline__event(struct pby_timeline *t, const struct pby_lock_event *event);
void pby_timeline__name(struct pby_timeline *t, const struct pby_lock_name *name);

#endif
