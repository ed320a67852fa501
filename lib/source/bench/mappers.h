// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* mappers.h: threads that call a function beside threads that change the address space. */
#ifndef PBY_BENCH_MAPPERS_H
#define PBY_BENCH_MAPPERS_H

#include <stdint.h>

struct pby_mappers_run {
	double calls_per_s;	/* of all readers */
	double maps_per_s;	/* of all writers; 0 without any */
};

/*
 * Runs readers threads that call function and writers threads that mmap, touch, madvise and munmap 64 KB, for about
 * run_ns. 0 or -errno.
 */
int pby_bench_mappers__run(void (*function)(void), uint32_t readers, uint32_t writers, double run_ns,
			   struct pby_mappers_run *run);

#endif
