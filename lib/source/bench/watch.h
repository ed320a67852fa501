// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* watch.h: waits for a measuring child while somebody watches. */
#ifndef PBY_BENCH_WATCH_H
#define PBY_BENCH_WATCH_H

#include <stdbool.h>

#include "source/child.h"

/* Who is asked while something is measured. */
struct pby_bench_watch {
	/* now: what has been measured so far, a struct of the part's own, or NULL before there is any; false: stop now. */
	bool (*look)(void *arg, const void *now);
	void *arg;
};

/*
 * Waits for the child's end; look is called every so many milliseconds with what it has done so far, and stops it by
 * returning false: DONE then too, with what it had. A child that takes no step for long is killed: LATE, or STUCK
 * when that does not end it. Killing waits until the child has gone, and with it all that it had attached.
 */
enum pby_child_end pby_bench_watch__wait(struct pby_child *child, int every_ms,
					 bool (*look)(void *arg, const struct pby_child *child), void *arg);

#endif
