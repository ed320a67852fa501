// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* watch.c: what all children of the meter share: a beginning, sleep that can be ended, clocks. */
#define _GNU_SOURCE
#include "source/cost/watch.h"

#include <time.h>

enum { STEP_NS = 250 * 1000 * 1000 };	/* each waking costs, in a virtual machine most */

struct pby_watch *pby_watch__begin(struct pby_region *region)
{
	struct pby_watch *w = pby_arena__alloc(&region->arena, sizeof(*w));

	__atomic_store_n(&region->result, w, __ATOMIC_RELEASE);
	return w;
}

static double clock_s(clockid_t clock)
{
	struct timespec ts;

	clock_gettime(clock, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

double pby_watch__now(void)
{
	return clock_s(CLOCK_MONOTONIC);
}

double pby_watch__cpu(void)
{
	return clock_s(CLOCK_PROCESS_CPUTIME_ID);
}

bool pby_watch__sleep(struct pby_region *region, const struct pby_watch *watch, double seconds)
{
	double end = pby_watch__now() + seconds, left;

	while ((left = end - pby_watch__now()) > 0) {
		long ns = left > STEP_NS / 1e9 ? STEP_NS : (long)(left * 1e9);

		if (__atomic_load_n(&watch->stop, __ATOMIC_RELAXED))
			return false;
		nanosleep(&(struct timespec){ .tv_nsec = ns }, NULL);
		pby_region__step(region);
	}
	return !__atomic_load_n(&watch->stop, __ATOMIC_RELAXED);
}
