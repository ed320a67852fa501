// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * fold.h: events of contended locks become their state; bounded memory, whatever comes.
 *
 *	struct pby_fold *fold = pby_fold__new(&limits);
 *	while (next event)
 *		pby_fold__event(fold, &event);
 *	pby_fold__snapshot(fold, 0, &contention);
 */
#ifndef PBY_CONTENTION_FOLD_H
#define PBY_CONTENTION_FOLD_H

#include "model/contention/contention.h"
#include "model/contention/event.h"

/* Zero stands for the number behind it. What has no room is counted in pby_contention.loss. */
struct pby_fold_limits {
	uint32_t locks;		/* 8192; idle ones make room, the one idle for longest first */
	uint32_t waits;		/* 65536 that have not ended */
	uint32_t sites;		/* 16384 */
	uint32_t stacks;	/* 16384 */
	uint32_t tasks;		/* 65536 names */
	uint32_t window;	/* 512 events wait to be put in order */
};

struct pby_contention_filter;
struct pby_fold;

/* NULL without memory. All memory but names is taken here. */
struct pby_fold *pby_fold__new(const struct pby_fold_limits *limits);
void pby_fold__free(struct pby_fold *fold);

/* From now on only waits of the filter's tasks count. The filter is borrowed. */
void pby_fold__filter(struct pby_fold *fold, const struct pby_contention_filter *filter);
/* Copies the event; it takes effect when enough later ones have come (window). */
void pby_fold__event(struct pby_fold *fold, const struct pby_lock_event *event);
/* Takes effect at once. Copies what it keeps. */
void pby_fold__name(struct pby_fold *fold, const struct pby_lock_name *name);
/* Lets all events take effect that wait to be put in order. */
void pby_fold__flush(struct pby_fold *fold);

/*
 * The state now. now_ns 0: at the last event. The fold goes on; the snapshot is a copy with its own
 * arena, to be freed with pby_contention__free(). 0 or -ENOMEM.
 */
int pby_fold__snapshot(const struct pby_fold *fold, uint64_t now_ns, struct pby_contention *to);

#endif
