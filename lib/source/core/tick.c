// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* tick.c: finds CONFIG_HZ in memory. */
#include "source/core/tick.h"

#include <stddef.h>

#include "source/live/kview.h"

/* What kernel/Kconfig.hz offers. */
static const uint32_t choices[] = { 100, 250, 300, 1000 };

static uint32_t nearest(double hz)
{
	uint32_t best = 0;
	double gap = 1.15;	/* 250 and 300 are 1.2 apart: farther from both than from 1 is no answer */

	for (size_t i = 0; i < sizeof(choices) / sizeof(choices[0]); i++) {
		double away = hz > choices[i] ? hz / choices[i] : choices[i] / hz;

		if (away < gap) {
			gap = away;
			best = choices[i];
		}
	}
	return best;
}

/* jiffies begin five minutes before they wrap at 32 bits: INITIAL_JIFFIES in include/linux/jiffies.h. */
static double seconds_since_boot(uint64_t jiffies, uint32_t hz)
{
	return (double)(int64_t)(jiffies - (uint32_t)(-300 * (int32_t)hz)) / hz;
}

/* The choice under which both clocks agree best. */
static uint32_t by_clocks(uint64_t jiffies, uint64_t clock_ns)
{
	double clock = (double)clock_ns / 1e9, gap = 1.15;
	uint32_t best = 0;

	for (size_t i = 0; i < sizeof(choices) / sizeof(choices[0]); i++) {
		double ticks = seconds_since_boot(jiffies, choices[i]);
		double away = ticks > clock ? ticks / clock : clock / ticks;

		if (ticks > 0 && away < gap) {
			gap = away;
			best = choices[i];
		}
	}
	return best;
}

uint32_t pby_tick__hz(const struct pby_kview *view, uint64_t jiffies, uint64_t clock_ns)
{
	uint64_t at = pby_kview__symbol(view, "tick_nsec"), tick = 0;

	if (at && pby_kmem__u64(&view->mem, at, &tick) && tick >= 1000000 && tick <= 10000000)
		return nearest(1e9 / (double)tick);
	return jiffies && clock_ns ? by_clocks(jiffies, clock_ns) : 0;
}
