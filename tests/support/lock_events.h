// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * lock_events.h: events of contended locks written by hand, for fixtures:
 *
 *	task 812 java tgid 812
 *	lock A rwsem mmap_lock of 812 (java)
 *	stack 1 down_read mmap_read_lock do_exit
 *	0 begin 812 A read stack 1
 *	12.5 owner A 840 D stack 1 words		(or: owner A readers 3 841; owner A nobody; ... R off; ... R on)
 *	20 look 840 S stack 2
 *	repeat 30 10				the lines up to "done" 30 times, 10 ms later each time
 *	15 end 812 A
 *	done
 *	5000 now
 *
 * Times are milliseconds; A to Z are addresses; modes are read, write, mutex, spin, sem, percpu-read,
 * percpu-write. begin may have "handoff" behind it, end "failed".
 */
#ifndef PBY_LOCK_EVENTS_H
#define PBY_LOCK_EVENTS_H

#include "base/err.h"
#include "base/text.h"
#include "model/contention/event.h"

struct lock_events_to {
	void *who;
	void (*event)(void *who, const struct pby_lock_event *event);
	void (*name)(void *who, const struct pby_lock_name *name);
	uint64_t now_ns;	/* out: the last time that was written */
};

/* 0 or -EINVAL with the line. Reading ends at a line that begins with "=". *text moves behind what was read. */
int lock_events__read(struct pby_text *text, struct lock_events_to *to, struct pby_err *err);

#endif
