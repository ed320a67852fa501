// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* place.h: functions of this program that begin with a known instruction, to hang uprobes on. */
#ifndef PBY_BENCH_PLACE_H
#define PBY_BENCH_PLACE_H

#include <stdint.h>

/* Each does nothing. The label is the first instruction, and so the function's address. */
struct pby_bench_place {
	const char *name;	/* "nop5" */
	void (*function)(void);
};

/* The place of this name; NULL where this architecture has none. */
const struct pby_bench_place *pby_bench_place__find(const char *name);

/* Of the USDT: 1 in the file, so that the kernel's own increment shows as 2. */
extern volatile uint16_t pby_bench_semaphore;

#endif
