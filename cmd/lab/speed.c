// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* speed.c: probity lab speed: memory operations that the simulator executes per second of one core. */
#include "cmd/lab/lab.h"

#include <stdio.h>
#include <time.h>

enum { AIM_MILLION = 20 };

/* Of this process: other programs on the machine do not count. */
static double cpu_s(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + t.tv_nsec / 1e9;
}

/* The longer run of each pair shows whether time grows with the operations alone. */
static const struct row {
	const char *pool;
	int threads;
	uint64_t duration_ns;
} rows[] = {
	{ "objpool", 1, 50000000 }, { "objpool", 96, 2000000 }, { "objpool", 1024, 200000 },
	{ "cas", 1, 50000000 }, { "cas", 96, 20000000 }, { "cas", 96, 80000000 },
	{ "cas", 1024, 20000000 }, { "cas", 1024, 80000000 },
};

/* The only output of the lab that depends on the speed of this machine. */
int lab_speed(const struct lab_values *v, char **args, int nr_args)
{
	struct lab_machine m;
	struct pby_err err;

	(void)v;
	(void)args;
	(void)nr_args;
	if (lab_machine__find("large", &m, &err))
		return lab_fail(PBY_EXIT_BLIND, err.text);
	printf("The simulator on one core of this machine; the aim is %d million operations a second.\n"
	       "pool     CPUs  memory operations  transfers  CPU seconds  million per second\n", AIM_MILLION);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct lab_pool_run run = {
			.pool = lab_pool__find(rows[i].pool), .mix = { .bulk = 1 }, .threads = rows[i].threads,
			.duration_ns = rows[i].duration_ns,
		};
		struct lab_pool_point p;
		double begin = cpu_s(), took;

		if (lab_pool__simulate(&run, &m.topology, &m.costs, &p, &err))
			return lab_fail(PBY_EXIT_BLIND, err.text);
		took = cpu_s() - begin;
		printf("%-8s %4d  %17llu  %7.0f %%  %11.2f  %18.1f\n", rows[i].pool, rows[i].threads, (unsigned long long)p.ops,
		       100 * p.transfers * p.per_s * (rows[i].duration_ns / 1e9) / p.ops, took, p.ops / took / 1e6);
	}
	return PBY_EXIT_CLEAN;
}
