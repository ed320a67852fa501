// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* line.h: the state of one simulated cache line. */
#ifndef LAB_LINE_H
#define LAB_LINE_H

#include <stdint.h>

/*
 * A line is exclusive in one core's cache (owner >= 0), or shared by the cores in its
 * bitmap (owner == -1), or nowhere yet (owner == -1, no sharers).
 */
struct lab_line {
	int32_t owner;		/* core, or -1 */
	int32_t last_cpu;	/* the CPU that touched it last: siblings hand it over too */
	uint32_t waiters;	/* CPU + 1: the first that spins or sleeps on it */
	uint32_t nr_sharers;
	uint64_t busy_until_ps;	/* requests queue here */
	uint64_t *sharers;	/* a bit for each core */
};

#endif
