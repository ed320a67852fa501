// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* replay.h: a recording becomes the state that a live look would have given at its end. */
#ifndef PBY_CONTENTION_REPLAY_H
#define PBY_CONTENTION_REPLAY_H

#include "model/contention/fold.h"
#include "model/contention/record.h"

/* Who else wants to see what the recording holds, in the order of the file; either may be NULL. */
struct pby_replay_watcher {
	void *who;
	void (*event)(void *who, const struct pby_lock_event *event);
	void (*name)(void *who, const struct pby_lock_name *name);
};

/*
 * Reads items up to the first event at or after until_ns (0: all), feeds them to the fold and to the watcher,
 * either of which may be NULL.
 * *met: how it ended (enum pby_recorded: EVENT when until_ns stopped it). 0 or -EBADMSG.
 */
int pby_replay__feed(struct pby_record_reader *reader, struct pby_fold *fold,
		     const struct pby_replay_watcher *watcher, uint64_t until_ns, int *met, struct pby_err *err);

/*
 * The state after what was fed, with what the recording's header and end say about all of it. A
 * recording without an end is cut: that is among what was not seen. 0 or -ENOMEM.
 */
int pby_replay__state(const struct pby_record_reader *reader, struct pby_fold *fold, int met,
		      struct pby_contention *to);

#endif
