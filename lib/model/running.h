// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* running.h: where in the kernel a task that runs was met, some moments one after the other. */
#ifndef PBY_RUNNING_H
#define PBY_RUNNING_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/text.h"

/* Longer names are cut. */
enum { PBY_RUNNING_CALLERS = 12, PBY_RUNNING_NAME = 64 };

enum pby_running_by {
	PBY_RUNNING_BY_MEMORY,	/* registers that interrupts left on its stack: a guess, as good as the kernel is still */
	PBY_RUNNING_BY_PERF,	/* the clock of its CPU, by perf_event_open(2) */
};

const char *pby_running_by__name(enum pby_running_by by);	/* "memory", "perf" */

struct pby_running_place {
	const char *function;	/* "pby_spin", "pby_spin [pby_trouble]" */
	uint32_t nr;		/* moments in which it was there */
};

/*
 * Neither sees code that runs with interrupts off: that counts for the place where they are switched on again.
 * "pby_spin [pby_trouble]" 38 times of 40, from party_main, from kthread
 */
struct pby_running {
	int32_t pid;
	int32_t cpu;		/* where it was last, -1 unknown */
	enum pby_running_by by;
	uint32_t nr_kernel;	/* moments in which it was met inside the kernel */
	uint32_t nr_user;	/* and outside; BY_MEMORY: ticks that were charged to user space */
	PBY_VEC(struct pby_running_place) places;	/* in the kernel; the most frequent one first */
	uint32_t nr_callers;	/* of that one, from the inside outwards, the last time that it was met there */
	char callers[PBY_RUNNING_CALLERS][PBY_RUNNING_NAME];
	const char *why;	/* nothing was seen, and why; else NULL */
};

/* It was met there once more. function is copied into the arena when it is new. True: nowhere more often so far. */
bool pby_running__met(struct pby_running *running, const char *function, struct pby_arena *arena);
/* One more caller, outside of those that are there; forget them by nr_callers = 0. */
void pby_running__add_caller(struct pby_running *running, struct pby_text function);
/* The most frequent place first. */
void pby_running__sort(struct pby_running *running);
/* A copy with everything that it points at. */
struct pby_running pby_running__copy(const struct pby_running *running, struct pby_arena *arena);

#endif
