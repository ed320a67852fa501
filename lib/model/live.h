// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* live.h: a dump of the machine that hangs now, and which sources answered. */
#ifndef PBY_MODEL_LIVE_H
#define PBY_MODEL_LIVE_H

#include "model/dump.h"

/* How one source answered; text lives in the dump's arena. */
struct pby_live_source {
	const char *name;	/* "kernel memory", "/proc stacks" */
	bool answered;
	const char *detail;	/* what it gave, or why it gave nothing */
};

struct pby_live {
	struct pby_dump dump;
	PBY_VEC(struct pby_live_source) sources;
	uint32_t nr_stuck;	/* children left behind */
	bool no_stacks;		/* not one kernel stack could be read */
};

void pby_live__free(struct pby_live *live);

#endif
