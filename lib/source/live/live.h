// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* live.h: the tasks and locks of the machine that hangs now, as the dump that everything else judges. */
#ifndef PBY_SOURCE_LIVE_H
#define PBY_SOURCE_LIVE_H

#include <stdbool.h>

#include "base/err.h"
#include "model/live.h"

/* What may be asked and for how long. */
struct pby_live_options {
	const char *release;	/* of the kernel, for the result */
	const char *program;	/* serves pby_live_jobs (child_pool.h); NULL: children are forked */
	int timeout_ms;		/* for everything together; 0: 20 s */
	int watch_ms;		/* how long to watch; 0: what moves is not judged */
	uint32_t nr_looks;	/* in that time; at least two, which prove who slept in between */
	bool sysrq_w, sysrq_t;	/* have the kernel write blocked, and all, tasks to its log */
	int sample_ms;		/* have the clock of their CPUs say where holders run, for so long; 0: only look */
	int interrupt_fd;	/* readable when the user wants what there is; 0: none */
	int not_pinned;		/* what pby_process__pin() gave, as a positive errno, for the result */
};

/*
 * Asks every source. Fails only when no source at all answered; what did not is in sources. The
 * caller frees in any case.
 */
int pby_live__look(struct pby_live *live, const struct pby_live_options *options,
		   struct pby_err *err);
#endif
