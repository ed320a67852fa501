// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* watch.h: what each child of the meter does, and what it leaves in its region. */
#ifndef PBY_COST_WATCH_H
#define PBY_COST_WATCH_H

#include <stdbool.h>

#include "source/cost/meter.h"

/* The result of a child; the parent sets stop. */
struct pby_watch {
	bool stop;
	struct pby_cost_seen seen;	/* the part that this child fills */
	double cpu_s;			/* that the child took */
};

/* The worker's own, made at its start; NULL without memory. */
struct pby_watch *pby_watch__begin(struct pby_region *region);
/* Sleeps a step at most; false when it was asked to stop. */
bool pby_watch__sleep(struct pby_region *region, const struct pby_watch *watch, double seconds);
double pby_watch__now(void);	/* seconds of the monotonic clock */
double pby_watch__cpu(void);	/* seconds of CPU that this process took */

/* Workers for pby_child__start(); arg is a struct pby_meter_request. */
void pby_watch__ticks(struct pby_region *region, void *arg);
void pby_watch__counts(struct pby_region *region, void *arg);
void pby_watch__profile(struct pby_region *region, void *arg);
/* arg: struct pby_watch_people. */
struct pby_watch_people {
	const struct pby_cost_seen *seen;	/* whose samples name the processes */
	const struct pby_probes *probes;	/* whose owners are looked at too */
};
void pby_watch__people(struct pby_region *region, void *arg);

/* utime + stime of a process; false when it has gone. Never blocks. */
bool pby_watch__charged(int32_t pid, uint64_t *ns);

#endif
