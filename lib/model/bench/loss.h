// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* loss.h: what a return hook loses when calls are in progress at once, and what would have been enough. */
#ifndef PBY_BENCH_LOSS_H
#define PBY_BENCH_LOSS_H

#include "model/bench/measured.h"

/* How calls came to be in progress at once. */
enum pby_loss_way {
	PBY_LOSS_SLEEP,		/* so many threads slept in the function */
	PBY_LOSS_RECURSE,	/* one thread called it from itself, so deep */
	PBY_NR_LOSS_WAYS
};

const char *pby_loss_way__name(enum pby_loss_way way);	/* "sleep", "recurse" */

/* Filled by a child in shared memory. */
struct pby_loss_raw {
	bool tried;		/* false: this hook has no such way here */
	uint32_t at_once;	/* calls that were in progress at the same moment, seen to be */
	uint64_t expected;	/* runs of the program that these calls should make */
	uint64_t seen;		/* runs that it counted */
};

struct pby_lossy {
	struct pby_bench_outcome outcome;
	uint32_t runs_per_call;
	uint32_t runs_per_loss;	/* that a call without room costs: a uprobe session still runs at entry */
	struct pby_loss_raw ways[PBY_NR_LOSS_WAYS];
	/* The same sleepers with the recommended maxactive, through tracefs; only when asked. */
	struct pby_loss_raw verified;
	char verify_why[96];	/* why it was not verified though asked for */
};

struct pby_loss_verdict {
	uint64_t lost;		/* runs */
	bool surplus;		/* others called it meanwhile: nothing is known */
	uint32_t limit;		/* calls in progress at once that the hook has room for; 0: it has no limit below at_once */
	uint32_t enough;	/* room that would have lost nothing; 0: none was lost */
};

struct pby_loss_verdict pby_loss__judge(const struct pby_loss_raw *raw, uint32_t runs_per_loss);

#endif
