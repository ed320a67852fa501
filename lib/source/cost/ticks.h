// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* ticks.h: a sampling clock on every CPU, and what it saw. Opening perf events may block: use in a child. */
#ifndef PBY_COST_TICKS_H
#define PBY_COST_TICKS_H

#include <stdint.h>

#include "base/arena.h"
#include "source/cost/ring.h"

struct pby_ticker {
	int fd;
	void *map;		/* the ring's page of control, then its data */
	struct pby_perf_ring ring;
};

struct pby_ticks {
	enum pby_cost_clock clock;
	uint64_t period_ns;	/* of cpu-clock */
	struct pby_ticker *tickers;
	uint32_t nr;
	const char *why;	/* some CPU has none: why */
};

/*
 * Opens one event for each online CPU, in memory of the arena: cycles of a PMU where there is one, else
 * cpu-clock. About hz ticks a second on each. 0 or -errno when no CPU has one; then why says the reason.
 */
int pby_ticks__open(struct pby_ticks *ticks, uint32_t hz, struct pby_arena *arena);
/* Takes the samples that came since the last call into seen; memory of the arena. */
void pby_ticks__take(struct pby_ticks *ticks, struct pby_arena *arena, struct pby_cost_seen *seen);
void pby_ticks__close(struct pby_ticks *ticks);

/*
 * What one tick takes, in ns: a loop of fixed length, with a clock of its own on this thread and without, a
 * few times in turn. 0 when that cannot be told here. Takes some 4 ms of CPU.
 */
double pby_ticks__price(void);

#endif
