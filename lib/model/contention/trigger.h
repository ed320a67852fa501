// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* trigger.h: is it bad enough now? Conditions on a state of contended locks. */
#ifndef PBY_CONTENTION_TRIGGER_H
#define PBY_CONTENTION_TRIGGER_H

#include "base/err.h"
#include "model/contention/contention.h"

/* "wait>1s,depth>50,no-progress>2s": any of them is enough. 0: not asked for. */
struct pby_trigger {
	uint64_t wait_ns;	/* a task has waited for longer, and still does */
	uint32_t depth;		/* more tasks wait for one lock */
	uint64_t no_progress_ns;	/* tasks wait, and for longer nobody got the lock */
};

/* Times are numbers with us, ms, s or m behind them. -EINVAL with a sentence that names the word. */
int pby_trigger__parse(struct pby_trigger *t, const char *text, struct pby_err *err);

/*
 * The first lock for which one of them holds, or NULL; *why becomes its word ("wait", "depth", "no-progress"). When
 * a wait began is known at least; what is only a lower bound counts as that.
 */
const struct pby_contended *pby_trigger__fires(const struct pby_trigger *t, const struct pby_contention *c,
					       const char **why);

#endif
