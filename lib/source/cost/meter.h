// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * meter.h: looks for a while at what probes take: samples, run counts, losses, who ran. Attaches nothing.
 *
 * One child ticks, another asks bpf(2), a third reads what waits for event_mutex, and when they are done a last
 * one looks into /proc: each can be left behind, and what the others found is still there. Whatever they have open
 * goes when they end, and they end when the caller does, however that is.
 */
#ifndef PBY_COST_METER_H
#define PBY_COST_METER_H

#include <stdbool.h>
#include <stdint.h>

#include "model/cost/sample.h"
#include "source/child.h"

struct pby_probes;

struct pby_meter_request {
	double seconds;
	uint32_t hz;		/* ticks a second on each CPU; 0: as many as the limit below allows */
	bool stats;		/* switch run statistics on in windows */
	const char *no_stats;	/* stats false: why */
	const struct pby_probes *probes;	/* whose events and owners are looked at */
	double sample_ns;	/* what a tick takes, if that was measured before; else 0 */
};

/*
 * Without an hz, ticks take no more than this part of one CPU, all together; windows of statistics no more than
 * that, and are open for a tenth of the time at most.
 */
#define PBY_METER_TICKS_LIMIT 0.004
#define PBY_METER_STATS_LIMIT 0.002
#define PBY_METER_WINDOWS_LIMIT 0.1

/* Zeroed before the start. */
struct pby_meter {
	struct pby_meter_request request;
	struct pby_child ticks, counts, profile, tasks;
	struct pby_arena arena;
	PBY_VEC(struct pby_meter_owner { pid_t pid; uint64_t ns; }) owners;	/* charged before the start */
	double before_s;	/* CPU time of this process and its children at the start */
};

int pby_meter__start(struct pby_meter *meter, const struct pby_meter_request *request, struct pby_err *err);
/* Waits at most timeout_ms, or until a signal comes. Have all children ended that watch? */
bool pby_meter__done(const struct pby_meter *meter, int timeout_ms);
/* Asks them to end now, with what they have. */
void pby_meter__stop(struct pby_meter *meter);
/* Waits for the end and collects. What seen points to lives until pby_meter__free(). */
void pby_meter__finish(struct pby_meter *meter, struct pby_cost_seen *seen);
void pby_meter__free(struct pby_meter *meter);

#endif
