// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* locks.h: what probity locks was asked for, and where its states come from: a recording or this machine. */
#ifndef PBY_CMD_LOCKS_H
#define PBY_CMD_LOCKS_H

#include "cmd/option.h"
#include "cmd/output.h"
#include "model/contention/contention.h"
#include "model/contention/filter.h"

struct pby_err;
struct pby_probes;
struct pby_replay_watcher;

/* The options, as parsed. */
struct pby_locks_values {
	struct pby_output output;
	double duration_s;
	double interval_s;
	double pid, tid;
	double stacks_above_us;
	const char *comm, *lock, *kinds, *hook;
	const char *record, *replay, *trace, *svg, *trigger, *to, *vmlinux;
	struct pby_list debug_dirs;
	bool csv, folded, top, user, spins, no_stacks;
};

/* Where states come from. next() waits or reads for about seconds, and fills a state, to be freed by the caller. */
struct pby_locks_feed {
	/* 1: there may be more; 0: this was the last one; -errno. */
	int (*next)(struct pby_locks_feed *feed, double seconds, struct pby_contention *to, struct pby_err *err);
	/* Everything once more, event by event, after the last state; NULL: it keeps no events. */
	int (*events)(struct pby_locks_feed *feed, const struct pby_replay_watcher *watcher, struct pby_err *err);
	void (*close)(struct pby_locks_feed *feed);
	const struct pby_probes *probes;	/* attached when it began, to name owners; NULL: not known */
	void *own;
};

/* A recording. seconds are those of the recording; nobody waits. filter is borrowed. */
int pby_locks_replay__open(struct pby_locks_feed *feed, const struct pby_locks_values *v,
			   const struct pby_contention_filter *filter, struct pby_err *err);

/*
 * This machine: loads and attaches; the end comes with the time that was asked for, or with SIGINT or SIGTERM. Needs
 * root.
 */
int pby_locks_live__open(struct pby_locks_feed *feed, const struct pby_locks_values *v,
			 const struct pby_contention_filter *filter, struct pby_err *err);

/* Makes the result of one state; the caller puts it. NULL with the sentence. */
struct json_object *pby_locks_result(const struct pby_contention *c, const struct pby_probes *probes,
				     const struct pby_contention_filter *filter, struct pby_err *err);
/* Shows state after state on the whole screen, until q or the end of the feed. An exit code, or -errno. */
int pby_locks_top(struct pby_locks_feed *feed, const struct pby_locks_values *v,
		  const struct pby_contention_filter *filter, struct pby_err *err);

/* Both need a feed that has events. This one draws them into FILE for trace viewers (locks_pictures.c). */
int pby_locks_pictures__trace(struct pby_locks_feed *feed, const char *path, struct pby_err *err);
/* The waits for the lock at addr, one by one, to be freed with pby_timeline__free(). */
struct pby_timeline;
struct pby_trigger;
int pby_locks_pictures__timeline(struct pby_locks_feed *feed, uint64_t addr, struct pby_timeline *to,
				 struct pby_err *err);

/* Looks until a condition holds, and writes what there is then below v->to. An exit code, or -errno. */
int pby_locks_trigger__run(struct pby_locks_feed *feed, const struct pby_trigger *trigger,
			   const struct pby_locks_values *v, const struct pby_contention_filter *filter,
			   struct pby_err *err);

#endif
