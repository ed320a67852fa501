// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* clock.h: the clock that never goes back. */
#ifndef PBY_CLOCK_H
#define PBY_CLOCK_H

#include <stdint.h>
#include <time.h>

/* CLOCK_MONOTONIC: what the kernel's own time stamps (ktime_get) count too. */
static inline int64_t pby_clock__ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static inline int64_t pby_clock__ms(void)
{
	return pby_clock__ns() / 1000000;
}

#endif
