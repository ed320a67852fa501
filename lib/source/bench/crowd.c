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
	pthread_barrier_t all;	/* met three times: ready, start, end */
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
	uint64_t made;
	double begin;

	pby_bench_session__pin(m->cpu);
	/* Pages are touched and programs warm before it counts. */
	m->warm_up = pby_bench_trigger__call(m->crowd->trigger, CALLS_BETWEEN_LOOKS);
	pthread_barrier_wait(&m->crowd->all);
	pthread_barrier_wait(&m->crowd->all);
	begin = clock_ns(CLOCK_THREAD_CPUTIME_ID);
	/* At least once: on a busy machine all may be over before it has its turn. */
	do {
		made = pby_bench_trigger__call(m->crowd->trigger, CALLS_BETWEEN_LOOKS);
		m->calls += made;
	} while (made && !__atomic_load_n(&m->crowd->stop, __ATOMIC_RELAXED));
	m->cpu_ns = clock_ns(CLOCK_THREAD_CPUTIME_ID) - begin;
	m->end_ns = clock_ns(CLOCK_MONOTONIC);
	pthread_barrier_wait(&m->crowd->all);
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

static void read_locks(const struct pby_crowd_job *job, uint64_t counts[PBY_NR_LOCK_COUNTS])
{
	if (job->locks)
		pby_lock_counts__read(job->locks, counts);
}

/* Starting and ending a thread takes locks too: what is counted lies between all being ready and none going on. */
static double let_go(struct crowd *crowd, const struct pby_crowd_job *job, struct pby_lock_counted *locks)
{
	const struct timespec t = { (time_t)(job->run_ns / 1e9), (long)(job->run_ns - 1e9 * (double)(time_t)(job->run_ns / 1e9)) };
	uint64_t before[PBY_NR_LOCK_COUNTS] = { 0 };
	double begin_ns;

	pthread_barrier_wait(&crowd->all);
	read_locks(job, before);
	pthread_barrier_wait(&crowd->all);
	begin_ns = clock_ns(CLOCK_MONOTONIC);
	nanosleep(&t, NULL);
	__atomic_store_n(&crowd->stop, true, __ATOMIC_RELAXED);
	pthread_barrier_wait(&crowd->all);
	read_locks(job, locks->counts);
	for (int i = 0; i < PBY_NR_LOCK_COUNTS; i++)
		locks->counts[i] -= before[i];
	return begin_ns;
}

int pby_bench_crowd__run(const struct pby_crowd_job *job, struct pby_crowd_run *run)
{
	const struct pby_bench_machine *machine = job->machine;
	struct member *members = calloc(job->threads, sizeof(*members));
	struct crowd crowd = { .trigger = job->trigger };
	uint32_t nr = 0;
	double begin_ns;
	int rc = members ? 0 : -ENOMEM;

	*run = (struct pby_crowd_run){ 0 };
	if (!rc)
		rc = -pthread_barrier_init(&crowd.all, NULL, job->threads + 1);
	for (; !rc && nr < job->threads; nr++) {
		members[nr] = (struct member){ .crowd = &crowd, .cpu = machine->cpus[nr % machine->nr_cpus] };
		rc = -pthread_create(&members[nr].thread, NULL, call, &members[nr]);
	}
	/* Those at the barrier wait for ever: the process is measuring, and ends with its refusal. */
	if (rc)
		return rc;
	begin_ns = let_go(&crowd, job, &run->locks);
	for (uint32_t i = 0; i < nr; i++)
		pthread_join(members[i].thread, NULL);
	sum_up(members, nr, begin_ns, run);
	run->locks.calls = run->calls;
	pthread_barrier_destroy(&crowd.all);
	free(members);
	return 0;
}
