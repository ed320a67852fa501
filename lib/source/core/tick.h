// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* tick.h: how many jiffies a second has, in a kernel that stands still. */
#ifndef PBY_CORE_TICK_H
#define PBY_CORE_TICK_H

#include <stdint.h>

struct pby_kview;

/*
 * CONFIG_HZ, or 0 when nothing tells: from tick_nsec, the length of a tick, where that is a variable of its
 * own (to 6.12); else from jiffies and the scheduler's clock, which count the same time since boot.
 */
uint32_t pby_tick__hz(const struct pby_kview *view, uint64_t jiffies, uint64_t clock_ns);

#endif
