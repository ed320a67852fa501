// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* native.c: pinned threads, a common start, a stop flag; sleeping by futex. */
#define _GNU_SOURCE
#include "lab/engine/native.h"

#include <linux/futex.h>
#include <pthread.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define LAB_ENGINE 1
#include "lab/mem.h"

struct crew {
	pthread_barrier_t start;
	int stop __attribute__((aligned(64)));
	void (*thread)(struct lab_cpu *me);
	cpu_set_t allowed;
};

/* A line of its own for each: what one thread counts must not disturb the others. */
struct member {
	struct lab_cpu cpu;
	struct crew *crew;
	pthread_t pthread;
	int on_cpu;
} __attribute__((aligned(128)));

uint64_t lab_native__now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

void lab_native__work(uint64_t ns)
{
	uint64_t end;

	if (!ns) {
		sched_yield();
		return;
	}
	end = lab_native__now_ns() + ns;
	while (lab_native__now_ns() < end)
		lab_pause(NULL);
}

/* Futexes are 32 bits wide: the low half of the word (little endian) is what is compared. */
void lab_native__sleep(struct lab_word *w, uint64_t seen)
{
	/* A change of the upper half alone is not noticed: wake up by ourselves once in a while. */
	struct timespec at_most = { .tv_nsec = 10 * 1000 * 1000 };

	syscall(SYS_futex, (uint32_t *)w, FUTEX_WAIT_PRIVATE, (uint32_t)seen, &at_most, NULL, 0);
}

void lab_native__wake(struct lab_word *w, int nr)
{
	syscall(SYS_futex, (uint32_t *)w, FUTEX_WAKE_PRIVATE, nr, NULL, NULL, 0);
}

static int nth_cpu(const cpu_set_t *set, int n)
{
	n %= CPU_COUNT(set);
	for (int cpu = 0; cpu < CPU_SETSIZE; cpu++)
		if (CPU_ISSET(cpu, set) && !n--)
			return cpu;
	return 0;
}

static void *member_main(void *arg)
{
	struct member *m = arg;
	cpu_set_t one;

	CPU_ZERO(&one);
	CPU_SET(m->on_cpu, &one);
	/* Not being allowed to pin is no reason to stop: the scheduler places us then. */
	pthread_setaffinity_np(pthread_self(), sizeof(one), &one);
	pthread_barrier_wait(&m->crew->start);
	m->crew->thread(&m->cpu);
	return NULL;
}

static int start(struct crew *crew, struct member *members, const struct lab_native_config *config, void **args)
{
	int nr = 0;

	for (; nr < config->nr_threads; nr++) {
		struct member *m = &members[nr];

		m->crew = crew;
		m->on_cpu = nth_cpu(&crew->allowed, nr);
		m->cpu.id = nr;
		m->cpu.nr = config->nr_threads;
		m->cpu.arg = args ? args[nr] : NULL;
		m->cpu.stop = &crew->stop;
		m->cpu.rng = (config->seed + nr + 1) * 0x9e3779b97f4a7c15ull | 1;
		if (pthread_create(&m->pthread, NULL, member_main, m))
			break;
	}
	return nr;
}

static uint64_t cpu_time_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (uint64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

int lab_native__run(const struct lab_native_config *config, void (*thread)(struct lab_cpu *me), void **args,
		    struct lab_native_result *result, struct pby_err *err)
{
	struct crew crew = { .thread = thread };
	struct member *members = aligned_alloc(128, config->nr_threads * sizeof(*members));
	struct timespec nap = { .tv_sec = config->duration_ns / 1000000000, .tv_nsec = config->duration_ns % 1000000000 };
	uint64_t begin, cpu_begin;
	int nr;

	*result = (struct lab_native_result){ 0 };
	if (!members)
		return pby_err__set(err, ENOMEM, "no memory for %d threads", config->nr_threads);
	memset(members, 0, config->nr_threads * sizeof(*members));
	if (sched_getaffinity(0, sizeof(crew.allowed), &crew.allowed))
		CPU_SET(0, &crew.allowed);
	result->nr_cpus = CPU_COUNT(&crew.allowed);
	pthread_barrier_init(&crew.start, NULL, config->nr_threads + 1);
	nr = start(&crew, members, config, args);
	if (nr < config->nr_threads) {
		/* Those that exist wait at the barrier for good: they cannot be called back. */
		for (int i = 0; i < nr; i++)
			pthread_cancel(members[i].pthread);
		for (int i = 0; i < nr; i++)
			pthread_join(members[i].pthread, NULL);
		free(members);
		return pby_err__set(err, EAGAIN, "%d threads could be started, not %d", nr, config->nr_threads);
	}
	pthread_barrier_wait(&crew.start);
	begin = lab_native__now_ns();
	cpu_begin = cpu_time_ns();
	nanosleep(&nap, NULL);
	__atomic_store_n(&crew.stop, 1, __ATOMIC_RELAXED);
	for (int i = 0; i < nr; i++)
		pthread_join(members[i].pthread, NULL);
	result->wall_ns = lab_native__now_ns() - begin;
	result->cpu_share = (double)(cpu_time_ns() - cpu_begin) / result->wall_ns /
			    (nr < result->nr_cpus ? nr : result->nr_cpus);
	for (int i = 0; i < nr && !result->violation; i++)
		result->violation = members[i].cpu.violation;
	pthread_barrier_destroy(&crew.start);
	free(members);
	return 0;
}
