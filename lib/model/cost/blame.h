// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* blame.h: from what a tick told (family, program, function, address) to the probe that it was for. */
#ifndef PBY_COST_BLAME_H
#define PBY_COST_BLAME_H

#include <stdint.h>

#include "base/map.h"
#include "model/cost/cost.h"
#include "model/cost/dispatch.h"

/* What is known of the probe; a key: no padding, and all of it is set. */
struct pby_want {
	uint64_t at;		/* address of the function further out; 0 not known */
	int64_t page_offset;	/* of the probed instruction; -1 not known */
	uint32_t process;	/* index */
	uint32_t prog;		/* index, or PBY_NO_PROGRAM */
	uint32_t family;	/* enum pby_probe_family; OTHER not known */
	uint32_t returns;	/* 1: a return probe */
};

/* Ticks that want the same. */
struct pby_blame {
	struct pby_want want;
	struct pby_sampled sum;
};

/* Zeroed but for the first four, which outlive it. */
struct pby_blames {
	struct pby_cost *cost;
	const struct pby_probes *probes;
	const struct pby_dispatch *dispatch;
	const struct pby_cost_seen *seen;
	struct pby_map index, pair_index;
	PBY_VEC(struct pby_blame *) items;
};

bool pby_blames__add(struct pby_blames *blames, const struct pby_want *want, const struct pby_sampled *tick);
/*
 * Enters all sums into probes, pairs and unknown_ns of the cost. What only one probe can be is its own; then
 * what several can be is shared among them: at one place evenly, by their hits where these are known; else as
 * their own is, in this process if it has any there.
 */
void pby_blames__settle(struct pby_blames *blames);
void pby_blames__free(struct pby_blames *blames);

#endif
