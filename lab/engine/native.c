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
	int ended;
	int waits_seen;		/* cpu.waits as the watch saw it first */
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
static void sleep_on(struct lab_word *w, uint64_t seen)
{
	/* A change of the upper half alone is not noticed: wake up by ourselves once in a while. */
	struct timespec at_most = { .tv_nsec = 10 * 1000 * 1000 };

	syscall(SYS_futex, (uint32_t *)w, FUTEX_WAIT_PRIVATE, (uint32_t)seen, &at_most, NULL, 0);
}

uint64_t lab_native__wait(struct lab_cpu *me, struct lab_word *w, const struct lab_cond *cond, const struct lab_why *why)
{
	uint64_t v;

	/* For the watch: what is waited for, and since when. */
	__atomic_store_n(&me->waits_on, w, __ATOMIC_RELAXED);
	__atomic_store_n(&me->until, cond, __ATOMIC_RELAXED);
	__atomic_store_n(&me->why, why, __ATOMIC_RELAXED);
	__atomic_add_fetch(&me->waits, 1, __ATOMIC_SEQ_CST);
	while (v = __atomic_load_n(&w->v, __ATOMIC_SEQ_CST),
	       !lab_cond__holds(cond, v) && !__atomic_load_n(&me->released, __ATOMIC_RELAXED))
		sleep_on(w, v);
	__atomic_add_fetch(&me->waits, 1, __ATOMIC_SEQ_CST);
	return v;
}

/* A timer's sleep; it ends early for who has been released. */
void lab_native__nap(struct lab_cpu *me, uint64_t ns)
{
	uint64_t until = lab_native__now_ns() + ns, now;

	while ((now = lab_native__now_ns()) < until && !__atomic_load_n(&me->released, __ATOMIC_RELAXED)) {
		uint64_t rest = until - now < 10000000 ? until - now : 10000000;
		struct timespec t = { .tv_nsec = (long)rest };

		nanosleep(&t, NULL);
	}
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
	__atomic_store_n(&m->ended, 1, __ATOMIC_SEQ_CST);
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

static bool has_ended(const struct member *m)
{
	return __atomic_load_n(&m->ended, __ATOMIC_SEQ_CST);
}

/*
 * Whether all that have not ended sleep for something that is not there. Each is looked at three times: when none has
 * gone on between the first look and the last, then all of them slept while the words were read, and nobody was left
 * to change these. That is no question of time: it will be so for ever.
 */
static bool all_stuck(struct member *members, int nr)
{
	int sleeping = 0;

	for (int i = 0; i < nr; i++) {
		members[i].waits_seen = __atomic_load_n(&members[i].cpu.waits, __ATOMIC_SEQ_CST);
		if (has_ended(&members[i]))
			continue;
		if (members[i].waits_seen % 2 == 0)
			return false;
		sleeping++;
	}
	for (int i = 0; i < nr; i++) {
		struct lab_cpu *c = &members[i].cpu;
		const struct lab_cond *until = __atomic_load_n(&c->until, __ATOMIC_RELAXED);
		struct lab_word *w = __atomic_load_n(&c->waits_on, __ATOMIC_RELAXED);

		if (!has_ended(&members[i]) && lab_cond__holds(until, __atomic_load_n(&w->v, __ATOMIC_SEQ_CST)))
			return false;
	}
	for (int i = 0; i < nr; i++)
		if (members[i].waits_seen != __atomic_load_n(&members[i].cpu.waits, __ATOMIC_SEQ_CST))
			return false;
	return sleeping > 0;
}

static bool all_ended(const struct member *members, int nr)
{
	for (int i = 0; i < nr; i++)
		if (!has_ended(&members[i]))
			return false;
	return true;
}

/* Until all have ended, or those that have not are stuck: these are written down and released. */
static void watch(struct member *members, int nr, struct lab_native_result *result)
{
	struct timespec moment = { .tv_nsec = 2000000 };

	while (!all_ended(members, nr) && !all_stuck(members, nr))
		nanosleep(&moment, NULL);
	for (int i = 0; i < nr; i++) {
		const struct lab_why *why = members[i].cpu.why;

		/* What fails after the release says nothing. */
		if (!result->violation)
			result->violation = members[i].cpu.violation;
		if (has_ended(&members[i]))
			continue;
		if (result->nr_stuck < LAB_MAX_STUCK)
			result->stuck[result->nr_stuck] = (struct lab_stuck){ i, why->what, why->whom };
		result->nr_stuck++;
		__atomic_store_n(&members[i].cpu.released, 1, __ATOMIC_RELAXED);
	}
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
	if (config->release_stuck)
		watch(members, nr, result);
	for (int i = 0; i < nr; i++)
		pthread_join(members[i].pthread, NULL);
	result->wall_ns = lab_native__now_ns() - begin;
	result->cpu_share = (double)(cpu_time_ns() - cpu_begin) / result->wall_ns /
			    (nr < result->nr_cpus ? nr : result->nr_cpus);
	for (int i = 0; i < nr && !result->violation && !result->nr_stuck; i++)
		result->violation = members[i].cpu.violation;
	pthread_barrier_destroy(&crew.start);
	free(members);
	return 0;
}
