// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* watch.h: waits for a measuring child while somebody watches. */
#ifndef PBY_BENCH_WATCH_H
#define PBY_BENCH_WATCH_H

#include <stdbool.h>

#include "source/child.h"

/*
 * Waits for the child's end; look is called ten times a second with what it has done so far, and stops it by
 * returning false: DONE then too, with what it had. A child that takes no step for long is killed: LATE, or STUCK
 * when that does not end it. Killing waits until the child has gone, and with it all that it had attached.
 */
enum pby_child_end pby_bench_watch__wait(struct pby_child *child,
					  bool (*look)(void *arg, const struct pby_region *region), void *arg);
/* The same with a look every so many milliseconds. */
enum pby_child_end pby_bench_watch__often(struct pby_child *child, int every_ms,
					  bool (*look)(void *arg, const struct pby_region *region), void *arg);

#endif
