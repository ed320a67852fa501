// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * pool.c: get/put pairs per second of object pools on one and two threads: probity's pool, the
 * lab's algorithms, and, where their packages are installed, ck, liburcu and DPDK. One run, in
 * turns, so that a noisy machine disturbs all alike; the median of the turns is printed.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "lab/pool_run.h"
#include "probity/pool.h"

#ifdef HAVE_CK
#include <ck_stack.h>
#endif
#ifdef HAVE_URCU
#include <urcu/lfstack.h>
#endif
#ifdef HAVE_DPDK
#include <rte_eal.h>
#include <rte_lcore.h>
#include <rte_mempool.h>
#endif

enum { NR_OBJS = 1024, TURNS = 5, MAX_THREADS = 2, TURN_NS = 150000000 };

static atomic_int stop;

struct contender {
	const char *name;
	const char *what;
	/* loop until stop; the number of pairs */
	uint64_t (*loop)(void);
};

#define LOOP(get, put)						\
	uint64_t n = 0;						\
	while (!atomic_load_explicit(&stop, memory_order_relaxed)) {	\
		for (int i = 0; i < 64; i++) {			\
			get;					\
			put;					\
		}						\
		n += 64;					\
	}							\
	return n

static struct pby_pool *percpu, *shared;

static uint64_t loop_percpu(void)
{
	void *o;

	LOOP(o = pby_pool__get(percpu), pby_pool__put(percpu, o));
}

static uint64_t loop_shared(void)
{
	void *o;

	LOOP(o = pby_pool__get(shared), pby_pool__put(shared, o));
}

static pthread_spinlock_t spin;
static struct link {
	struct link *next;
} *spin_list, spin_objs[NR_OBJS];

static uint64_t loop_spinlock(void)
{
	struct link *o;

	LOOP(({ pthread_spin_lock(&spin); o = spin_list; spin_list = o->next; pthread_spin_unlock(&spin); }),
	     ({ pthread_spin_lock(&spin); o->next = spin_list; spin_list = o; pthread_spin_unlock(&spin); }));
}

#ifdef HAVE_CK
static ck_stack_t ck __attribute__((aligned(64))) = CK_STACK_INITIALIZER;
static ck_stack_entry_t ck_objs[NR_OBJS];

static uint64_t loop_ck(void)
{
	ck_stack_entry_t *o;

	LOOP(o = ck_stack_pop_mpmc(&ck), ck_stack_push_mpmc(&ck, o));
}
#endif

#ifdef HAVE_URCU
static struct cds_lfs_stack lfs;
static struct cds_lfs_node lfs_objs[NR_OBJS];

/* Its own lock makes pops safe from ABA, as its documentation offers. */
static uint64_t loop_urcu(void)
{
	struct cds_lfs_node *o;

	LOOP(o = cds_lfs_pop_blocking(&lfs), cds_lfs_push(&lfs, o));
}
#endif

#ifdef HAVE_DPDK
static struct rte_mempool *mempool;

static uint64_t loop_dpdk(void)
{
	uint64_t n = 0;
	void *o;

	rte_thread_register();	/* an lcore id, and with it the cache */
	while (!atomic_load_explicit(&stop, memory_order_relaxed)) {
		for (int i = 0; i < 64; i++)
			if (!rte_mempool_get(mempool, &o))
				rte_mempool_put(mempool, o);
		n += 64;
	}
	rte_thread_unregister();
	return n;
}
#endif

static const struct contender contenders[] = {
	{ "pby_pool", "restartable sequences", loop_percpu },
	{ "pby_pool shared", "its atomic fallback", loop_shared },
	{ "spinlock list", "pthread_spin_lock", loop_spinlock },
#ifdef HAVE_CK
	{ "ck_stack", "ck, mpmc", loop_ck },
#endif
#ifdef HAVE_URCU
	{ "lfstack", "liburcu", loop_urcu },
#endif
#ifdef HAVE_DPDK
	{ "rte_mempool", "DPDK, cache of 256", loop_dpdk },
#endif
};

enum { NR = sizeof(contenders) / sizeof(contenders[0]), NR_LAB = 3 };

static const char *const lab_names[NR_LAB] = { "objpool", "cas", "spinlock" };

static int setup(int argc, char **argv)
{
	percpu = pby_pool__new(NR_OBJS, 64, 0);
	shared = pby_pool__new(NR_OBJS, 64, PBY_POOL_SHARED);
	pthread_spin_init(&spin, 0);
	for (int i = 0; i < NR_OBJS; i++) {
		spin_objs[i].next = spin_list;
		spin_list = &spin_objs[i];
#ifdef HAVE_CK
		ck_stack_push_mpmc(&ck, &ck_objs[i]);
#endif
	}
#ifdef HAVE_URCU
	cds_lfs_init(&lfs);
	for (int i = 0; i < NR_OBJS; i++) {
		cds_lfs_node_init(&lfs_objs[i]);
		cds_lfs_push(&lfs, &lfs_objs[i]);
	}
#endif
#ifdef HAVE_DPDK
	{
		char *eal[] = { argv[0], "--no-huge", "--no-pci", "--no-telemetry", "-m", "64", "--log-level", "1", "-l", "0", NULL };

		if (rte_eal_init(10, eal) < 0)
			return -1;
		mempool = rte_mempool_create("bench", NR_OBJS * 2, 64, 256, 0, NULL, NULL, NULL, NULL, -1, 0);
		if (!mempool)
			return -1;
	}
#endif
	(void)argc;
	(void)argv;
	return percpu && shared ? 0 : -1;
}

struct seat {
	pthread_t thread;
	int cpu;
	const struct contender *who;
	pthread_barrier_t *start;
	uint64_t pairs;
};

static void *sit(void *arg)
{
	struct seat *s = arg;
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(s->cpu, &set);
	pthread_setaffinity_np(pthread_self(), sizeof(set), &set);
	pthread_barrier_wait(s->start);
	s->pairs = s->who->loop();
	return NULL;
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + t.tv_nsec / 1e9;
}

static double turn(const struct contender *who, int threads)
{
	struct timespec nap = { .tv_nsec = TURN_NS };
	struct seat seats[MAX_THREADS];
	pthread_barrier_t start;
	uint64_t pairs = 0;
	double begin;

	atomic_store(&stop, 0);
	pthread_barrier_init(&start, NULL, threads + 1);
	for (int i = 0; i < threads; i++) {
		seats[i] = (struct seat){ .cpu = i, .who = who, .start = &start };
		pthread_create(&seats[i].thread, NULL, sit, &seats[i]);
	}
	pthread_barrier_wait(&start);
	begin = now();
	nanosleep(&nap, NULL);
	atomic_store(&stop, 1);
	for (int i = 0; i < threads; i++) {
		pthread_join(seats[i].thread, NULL);
		pairs += seats[i].pairs;
	}
	pthread_barrier_destroy(&start);
	return pairs / (now() - begin);
}

static double lab_turn(const char *name, int threads)
{
	struct lab_pool_run run = {
		.pool = lab_pool__find(name), .mix = { .bulk = 1 }, .threads = threads, .nr_objs = NR_OBJS, .duration_ns = TURN_NS,
	};
	struct lab_pool_point p;

	return lab_pool__measure(&run, &p, NULL) ? 0 : p.per_s;
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

int main(int argc, char **argv)
{
	double got[NR + NR_LAB][MAX_THREADS][TURNS];
	int most = sysconf(_SC_NPROCESSORS_ONLN) < MAX_THREADS ? 1 : MAX_THREADS;

	if (setup(argc, argv)) {
		fprintf(stderr, "bench/pool: a pool could not be set up\n");
		return 3;
	}
	for (int t = 0; t < TURNS; t++)
		for (int threads = 1; threads <= most; threads++)
			for (int i = 0; i < NR + NR_LAB; i++)
				got[i][threads - 1][t] = i < NR ? turn(&contenders[i], threads) : lab_turn(lab_names[i - NR], threads);
	printf("get/put pairs per second, median of %d turns; pby_pool %s per-CPU stacks\n", TURNS,
	       pby_pool__is_percpu(percpu) ? "with" : "WITHOUT");
	printf("%-18s %-24s %10s %10s\n", "", "", "1 thread", "2 threads");
	for (int i = 0; i < NR + NR_LAB; i++) {
		printf("%-18s %-24s", i < NR ? contenders[i].name : lab_names[i - NR], i < NR ? contenders[i].what : "lab, native");
		for (int threads = 1; threads <= most; threads++) {
			qsort(got[i][threads - 1], TURNS, sizeof(double), by_size);
			printf(" %8.1f M", got[i][threads - 1][TURNS / 2] / 1e6);
		}
		putchar('\n');
	}
	return 0;
}
