// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* mappers.c: readers and writers of one address space, started together and stopped together. */
#define _GNU_SOURCE
#include "source/bench/mappers.h"
#include "base/clock.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <sys/mman.h>
#include <time.h>

enum { MAX_THREADS = 128, BATCH = 64, MAPPED = 64 << 10, PAGE = 4096 };

struct team {
	void (*function)(void);
	pthread_barrier_t start;
	atomic_bool stop;
};

struct member {
	struct team *team;
	pthread_t thread;
	bool writes;
	uint64_t done;	/* calls, or rounds of mapping */
};

static void map_once(void)
{
	char *p = mmap(NULL, MAPPED, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (p == MAP_FAILED)
		return;
	for (int at = 0; at < MAPPED; at += PAGE)
		((volatile char *)p)[at] = 1;
	madvise(p, MAPPED, MADV_DONTNEED);
	munmap(p, MAPPED);
}

static void *work(void *arg)
{
	struct member *m = arg;

	pthread_barrier_wait(&m->team->start);
	while (!atomic_load_explicit(&m->team->stop, memory_order_relaxed)) {
		if (m->writes) {
			map_once();
			m->done++;
			continue;
		}
		for (int i = 0; i < BATCH; i++)
			m->team->function();
		m->done += BATCH;
	}
	return NULL;
}

static void sleep_ns(double ns)
{
	const struct timespec t = { (time_t)(ns / 1e9), (long)(ns - (double)(time_t)(ns / 1e9) * 1e9) };

	nanosleep(&t, NULL);
}

int pby_bench_mappers__run(void (*function)(void), uint32_t readers, uint32_t writers, double run_ns,
			   struct pby_mappers_run *run)
{
	struct team team = { .function = function };
	struct member members[MAX_THREADS] = { { NULL } };
	uint32_t nr = readers + writers, made = 0;
	double begin, took, calls = 0, maps = 0;

	if (!nr || nr > MAX_THREADS)
		return -EINVAL;
	if (pthread_barrier_init(&team.start, NULL, nr + 1))
		return -ENOMEM;
	for (; made < nr; made++) {
		int rc;

		members[made] = (struct member){ .team = &team, .writes = made >= readers };
		rc = pthread_create(&members[made].thread, NULL, work, &members[made]);
		/* The others wait at the barrier for ever: this process is of no use any more. */
		if (rc)
			return -rc;
	}
	pthread_barrier_wait(&team.start);
	begin = pby_clock__ns();
	sleep_ns(run_ns);
	atomic_store(&team.stop, true);
	took = pby_clock__ns() - begin;
	for (uint32_t i = 0; i < nr; i++) {
		pthread_join(members[i].thread, NULL);
		*(members[i].writes ? &maps : &calls) += (double)members[i].done;
	}
	pthread_barrier_destroy(&team.start);
	*run = (struct pby_mappers_run){ calls * 1e9 / took, maps * 1e9 / took };
	return 0;
}
