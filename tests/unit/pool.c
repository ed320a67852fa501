// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* pool.c: the object pool: all objects once, NULL when all are held, nothing stranded on another CPU, no hand-over without its writes. */
#define _GNU_SOURCE
#include "support/cmocka.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "probity/pool.h"

enum { NR = 200 };

static void takes_all_and_gives_all_back(struct pby_pool *pool)
{
	void *objs[NR];

	for (int round = 0; round < 3; round++) {
		for (int i = 0; i < NR; i++) {
			objs[i] = pby_pool__get(pool);
			assert_non_null(objs[i]);
			for (int k = 0; k < i; k++)
				assert_ptr_not_equal(objs[i], objs[k]);
			memset(objs[i], 0xab, 24);
		}
		assert_null(pby_pool__get(pool));
		for (int i = 0; i < NR; i++)
			pby_pool__put(pool, objs[i]);
	}
}

static void one_thread(void **state)
{
	(void)state;
	for (unsigned int flags = 0; flags <= PBY_POOL_SHARED; flags++) {
		struct pby_pool *pool = pby_pool__new(NR, 24, flags);

		assert_non_null(pool);
		assert_true(!flags || !pby_pool__is_percpu(pool));
		takes_all_and_gives_all_back(pool);
		pby_pool__put(pool, NULL);
		pby_pool__free(pool);
	}
	pby_pool__free(NULL);
}

static void bad_arguments(void **state)
{
	(void)state;
	assert_null(pby_pool__new(0, 8, 0));
	assert_int_equal(errno, EINVAL);
	assert_null(pby_pool__new(8, 0, 0));
	assert_null(pby_pool__new((1 << 24) + 1, 8, 0));
	assert_null(pby_pool__new(1 << 24, SIZE_MAX / 4, 0));
	assert_null(pby_pool__new(8, 8, 2));
}

static bool move_to(int n)
{
	cpu_set_t all, one;

	if (sched_getaffinity(0, sizeof(all), &all))
		return false;
	for (int cpu = 0; cpu < CPU_SETSIZE; cpu++) {
		if (!CPU_ISSET(cpu, &all) || n--)
			continue;
		CPU_ZERO(&one);
		CPU_SET(cpu, &one);
		return !sched_setaffinity(0, sizeof(one), &one);
	}
	return false;
}

/* What one CPU put on its own stack is there for the others. */
static void *on_another_cpu(void *arg)
{
	struct pby_pool *pool = arg;
	void *objs[NR];
	int nr = 0;

	if (!move_to(1))
		return NULL;
	while (nr < NR && (objs[nr] = pby_pool__get(pool)))
		nr++;
	for (int i = 0; i < nr; i++)
		pby_pool__put(pool, objs[i]);
	return (void *)(long)nr;
}

static void *on_first_cpu(void *arg)
{
	if (!move_to(0))
		return NULL;
	takes_all_and_gives_all_back(arg);
	return (void *)1;
}

static void nothing_is_stranded(void **state)
{
	struct pby_pool *pool = pby_pool__new(NR, 24, 0);
	pthread_t t;
	void *ok, *nr;

	(void)state;
	pthread_create(&t, NULL, on_first_cpu, pool);
	pthread_join(t, &ok);
	pthread_create(&t, NULL, on_another_cpu, pool);
	pthread_join(t, &nr);
	pby_pool__free(pool);
	if (!ok || sysconf(_SC_NPROCESSORS_ONLN) < 2)
		skip();
	assert_int_equal((long)nr, NR);
}

struct work {
	struct pby_pool *pool;
	int rounds;
	uint64_t got, missed;
};

/* Counts up in the object without atomicity: a lost count is a second holder. */
static void *worker(void *arg)
{
	struct work *w = arg;

	for (int i = 0; i < w->rounds; i++) {
		volatile uint64_t *a = pby_pool__get(w->pool), *b = pby_pool__get(w->pool);

		if (a)
			(*a)++;
		if (b)
			(*b)++;
		w->got += !!a + !!b;
		w->missed += !a + !b;
		pby_pool__put(w->pool, (void *)b);
		pby_pool__put(w->pool, (void *)a);
	}
	return NULL;
}

static void stress(unsigned int flags, int nr_objs, int rounds)
{
	struct pby_pool *pool = pby_pool__new(nr_objs, sizeof(uint64_t), flags);
	struct work works[4];
	pthread_t threads[4];
	uint64_t got = 0, counted = 0, *obj;
	int nr = 0;

	for (int i = 0; i < 4; i++) {
		works[i] = (struct work){ .pool = pool, .rounds = rounds };
		pthread_create(&threads[i], NULL, worker, &works[i]);
	}
	for (int i = 0; i < 4; i++) {
		pthread_join(threads[i], NULL);
		got += works[i].got;
		if (nr_objs >= 8)
			assert_int_equal(works[i].missed, 0);
	}
	for (; (obj = pby_pool__get(pool)); nr++)
		counted += *obj;
	assert_int_equal(nr, nr_objs);
	assert_int_equal(counted, got);
	pby_pool__free(pool);
}

static void threads_lose_nothing(void **state)
{
	(void)state;
	stress(0, 8, 200000);		/* as many as can be held: no get may miss */
	stress(0, 500, 200000);
	stress(0, 3, 3000);		/* fewer: much collecting */
	stress(PBY_POOL_SHARED, 8, 200000);
}

static struct pby_pool *signal_pool;
static volatile sig_atomic_t nr_signals;

static void on_signal(int sig)
{
	(void)sig;
	pby_pool__put(signal_pool, pby_pool__get(signal_pool));
	nr_signals++;
}

/* A signal lands anywhere, also inside a sequence, and uses the pool itself. */
static void signals_may_use_it(void **state)
{
	struct sigaction action = { .sa_handler = on_signal }, old;
	void *objs[NR];

	(void)state;
	signal_pool = pby_pool__new(NR, 16, 0);
	sigaction(SIGALRM, &action, &old);
	ualarm(50, 50);
	while (nr_signals < 200) {
		void *a = pby_pool__get(signal_pool), *b = pby_pool__get(signal_pool);

		assert_true(a && b && a != b);
		pby_pool__put(signal_pool, a);
		pby_pool__put(signal_pool, b);
	}
	ualarm(0, 0);
	sigaction(SIGALRM, &old, NULL);
	for (int i = 0; i < NR; i++) {
		objs[i] = pby_pool__get(signal_pool);
		assert_non_null(objs[i]);
		for (int k = 0; k < i; k++)
			assert_ptr_not_equal(objs[i], objs[k]);
	}
	assert_null(pby_pool__get(signal_pool));
	pby_pool__free(signal_pool);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_thread),
		cmocka_unit_test(bad_arguments),
		cmocka_unit_test(nothing_is_stranded),
		cmocka_unit_test(threads_lose_nothing),
		cmocka_unit_test(signals_may_use_it),
	};

	return cmocka_run_group_tests_name("pool", tests, NULL, NULL);
}
