// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* ask.h: what the questions of one live look have in common: the children, the time, where answers go. */
#ifndef PBY_LIVE_ASK_H
#define PBY_LIVE_ASK_H

#include "source/child_pool.h"
#include "source/live/assembly.h"
#include "source/live/rights.h"

struct pby_live_ask {
	struct pby_live *live;
	struct pby_assembly all;
	struct pby_child_pool pool;
	struct pby_rights rights;
	int64_t deadline_ms;	/* of CLOCK_MONOTONIC */
	bool foreign_pids;	/* memory and /proc number the tasks differently */
	struct pby_worker *memory;	/* has read BTF and symbols: kept for the next look, or NULL */
	struct pby_worker *console;	/* keeps the console's level, or NULL */
	bool no_memory;		/* it did not answer: do not ask again */
};

/* Milliseconds that are left of all; 0 once the user lost patience. */
int pby_live_ask__left(const struct pby_live_ask *ask);
/* Sleeps until that moment, or less where the deadline ends it; false when the user does. */
bool pby_live_ask__pause(struct pby_live_ask *ask, int64_t until_ms);
/* Keeps what a child was asking when it was given up; nothing for one that answered. */
void pby_live_ask__silent(struct pby_live_ask *ask, const struct pby_worker *worker, enum pby_child_end end,
			  int32_t pid, const char *comm);

double pby_live_ask__now_s(void);

/*
 * One look at memory: into the progress, and with keep into the dump, where it replaces the one before. note: the source
 * says how it answered; one that does not answer says so in any case, and is not asked again.
 */
void pby_live_ask__memory(struct pby_live_ask *ask, bool keep, bool note);
/* All threads and their stacks, into the dump; and into the progress where memory is silent. */
void pby_live_ask__tasks(struct pby_live_ask *ask);
/* What the kernel writes to its log of blocked tasks, or of all: into the dump. It writes: only when told to. */
void pby_live_ask__log(struct pby_live_ask *ask, bool all);
/*
 * Where those run that hold others up and do not sleep, into the dump: by looking at their stacks, and with perf_ms by the
 * clock of their CPUs for so long. Behind the last look at memory, whose tasks they are.
 */
void pby_live_ask__running(struct pby_live_ask *ask, int perf_ms);
/* Only their counters, into the progress, where memory is silent. */
void pby_live_ask__counters(struct pby_live_ask *ask);

#endif
