// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* load.h: processes that keep CPUs busy while something else is measured. */
#ifndef PBY_BENCH_LOAD_H
#define PBY_BENCH_LOAD_H

#include <stdint.h>
#include <sys/types.h>

enum { PBY_BENCH_MAX_LOAD = 256 };

/* They die with the process that started them, however it ends. */
struct pby_bench_load {
	pid_t pids[PBY_BENCH_MAX_LOAD];
	uint32_t nr;
};

/* A process on each of these CPUs that makes one cheap system call after the other. 0 or -errno. */
int pby_bench_load__start(struct pby_bench_load *load, const uint32_t *cpus, uint32_t nr);
void pby_bench_load__stop(struct pby_bench_load *load);

#endif
