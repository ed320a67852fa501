// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* crowd.c: starts the threads, lets them go together, stops them. */
#define _GNU_SOURCE
#include "source/bench/crowd.h"

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <time.h>

#include "source/bench/session.h"

enum { CALLS_BETWEEN_LOOKS = 64 };

struct crowd {
	const struct pby_bench_trigger *trigger;
	pthread_barrier_t start;
	bool stop;
};

struct member {
	struct crowd *crowd;
	pthread_t thread;
	uint32_t cpu;
	uint64_t calls, warm_up;
	double cpu_ns, end_ns;
};

static double clock_ns(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static void *call(void *arg)
{
	struct member *m = arg;
	double begin;

	pby_bench_session__pin(m->cpu);
	/* Pages are touched and programs warm before it counts. */
	m->warm_up = pby_bench_trigger__call(m->crowd->trigger, CALLS_BETWEEN_LOOKS);
	pthread_barrier_wait(&m->crowd->start);
	begin = clock_ns(CLOCK_THREAD_CPUTIME_ID);
	while (!__atomic_load_n(&m->crowd->stop, __ATOMIC_RELAXED)) {
		uint64_t made = pby_bench_trigger__call(m->crowd->trigger, CALLS_BETWEEN_LOOKS);

		if (!made)
			break;
		m->calls += made;
	}
	m->cpu_ns = clock_ns(CLOCK_THREAD_CPUTIME_ID) - begin;
	m->end_ns = clock_ns(CLOCK_MONOTONIC);
	return NULL;
}

static void sum_up(const struct member *members, uint32_t nr, double begin_ns, struct pby_crowd_run *run)
{
	double cpu_ns = 0;

	for (uint32_t i = 0; i < nr; i++) {
		run->calls += members[i].calls;
		run->warm_up += members[i].warm_up;
		cpu_ns += members[i].cpu_ns;
		if (members[i].end_ns - begin_ns > run->took_ns)
			run->took_ns = members[i].end_ns - begin_ns;
	}
	if (run->took_ns > 0)
		run->cpu_share = cpu_ns / (run->took_ns * nr);
}

int pby_bench_crowd__run(const struct pby_bench_trigger *trigger, const struct pby_bench_machine *machine,
			 uint32_t threads, double run_ns, struct pby_crowd_run *run)
{
	struct member *members = calloc(threads, sizeof(*members));
	struct crowd crowd = { .trigger = trigger };
	const struct timespec t = { (time_t)(run_ns / 1e9), (long)(run_ns - 1e9 * (double)(time_t)(run_ns / 1e9)) };
	uint32_t nr = 0;
	double begin_ns;
	int rc = members ? 0 : -ENOMEM;

	*run = (struct pby_crowd_run){ 0 };
	if (!rc)
		rc = -pthread_barrier_init(&crowd.start, NULL, threads + 1);
	for (; !rc && nr < threads; nr++) {
		members[nr] = (struct member){ .crowd = &crowd, .cpu = machine->cpus[nr % machine->nr_cpus] };
		rc = -pthread_create(&members[nr].thread, NULL, call, &members[nr]);
	}
	/* Those at the barrier wait for ever: the process is measuring, and ends with its refusal. */
	if (rc)
		return rc;
	pthread_barrier_wait(&crowd.start);
	begin_ns = clock_ns(CLOCK_MONOTONIC);
	nanosleep(&t, NULL);
	__atomic_store_n(&crowd.stop, true, __ATOMIC_RELAXED);
	for (uint32_t i = 0; i < nr; i++)
		pthread_join(members[i].thread, NULL);
	sum_up(members, nr, begin_ns, run);
	pthread_barrier_destroy(&crowd.start);
	free(members);
	return 0;
}
