// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* pool.c: per-CPU stacks by restartable sequences, a shared lock-free stack behind them. */
#define _GNU_SOURCE
#include "probity/pool.h"

#include <errno.h>
#include <linux/membarrier.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "pool/rseq.h"

enum { LINE = 64, MAX_OBJS = 1 << 24, MAX_CPUS = 65536 };

struct pby_pool {
	/* read only after setting up */
	struct pby_pool_cpu *cpus;	/* NULL: shared stack only */
	uint32_t nr_cpus;
	uint32_t nr_objs;
	char *objs;
	size_t stride;
	uint32_t *next;			/* of each object on the shared stack: its index + 1, 0 at the end */
	pthread_mutex_t collecting;
	/*
	 * Top of the shared stack: index + 1 in the low half, a count of changes in the high one.
	 * The count prevents ABA unless exactly 2^32 changes pass between a load and its CAS. The
	 * release of a push pairs with the acquire of the pop that takes its object.
	 */
	uint64_t top __attribute__((aligned(LINE)));
	char apart[LINE - sizeof(uint64_t)];
};

static void *obj_at(const struct pby_pool *pool, uint32_t link)
{
	return pool->objs + (size_t)(link - 1) * pool->stride;
}

static void shared_push(struct pby_pool *pool, void *obj)
{
	uint32_t link = (uint32_t)(((char *)obj - pool->objs) / pool->stride) + 1;
	uint64_t top = __atomic_load_n(&pool->top, __ATOMIC_RELAXED), changed;

	do {
		/* Others may read next while it changes; their CAS fails then, for the count has moved on. */
		__atomic_store_n(&pool->next[link - 1], (uint32_t)top, __ATOMIC_RELAXED);
		changed = ((top >> 32) + 1) << 32 | link;
	} while (!__atomic_compare_exchange_n(&pool->top, &top, changed, true, __ATOMIC_RELEASE, __ATOMIC_RELAXED));
}

static void *shared_pop(struct pby_pool *pool)
{
	uint64_t top = __atomic_load_n(&pool->top, __ATOMIC_ACQUIRE), changed;

	do {
		if (!(uint32_t)top)
			return NULL;
		changed = ((top >> 32) + 1) << 32 |
			  __atomic_load_n(&pool->next[(uint32_t)top - 1], __ATOMIC_RELAXED);
	} while (!__atomic_compare_exchange_n(&pool->top, &top, changed, true, __ATOMIC_ACQUIRE, __ATOMIC_ACQUIRE));
	return obj_at(pool, (uint32_t)top);
}

#if PBY_POOL_HAS_RSEQ

static int membarrier(int command)
{
	return (int)syscall(SYS_membarrier, command, 0, 0);
}

static bool percpu_works(void)
{
	return pby_rseq__registered() && !membarrier(MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED_RSEQ);
}

static bool percpu_push(struct pby_pool *pool, void *obj)
{
	enum pby_rseq_result r;

	do
		r = pby_rseq__push(pool->cpus, pool->nr_cpus, obj);
	while (r == PBY_RSEQ_ABORTED);
	return r == PBY_RSEQ_DONE;
}

static void *percpu_pop(struct pby_pool *pool)
{
	enum pby_rseq_result r;
	void *obj;

	do
		r = pby_rseq__pop(pool->cpus, pool->nr_cpus, &obj);
	while (r == PBY_RSEQ_ABORTED);
	return r == PBY_RSEQ_DONE ? obj : NULL;
}

/*
 * Moves what lies in all CPUs' stacks to the shared one; keeps the first object found. The
 * barrier aborts every sequence under way, so afterwards each has either happened or will see
 * that its stack is frozen; the release that thaws it pairs, on x86, with any later load.
 */
static void *collect(struct pby_pool *pool)
{
	void *mine;

	pthread_mutex_lock(&pool->collecting);
	mine = shared_pop(pool);	/* somebody else may have collected just now */
	if (!mine) {
		for (uint32_t i = 0; i < pool->nr_cpus; i++)
			__atomic_store_n(&pool->cpus[i].frozen, 1, __ATOMIC_SEQ_CST);
		if (!membarrier(MEMBARRIER_CMD_PRIVATE_EXPEDITED_RSEQ)) {
			for (uint32_t i = 0; i < pool->nr_cpus; i++) {
				struct pby_pool_cpu *cpu = &pool->cpus[i];

				while (cpu->nr) {
					void *obj = cpu->objs[--cpu->nr];

					if (mine)
						shared_push(pool, obj);
					else
						mine = obj;
				}
			}
		}
		for (uint32_t i = 0; i < pool->nr_cpus; i++)
			__atomic_store_n(&pool->cpus[i].frozen, 0, __ATOMIC_RELEASE);
		/* What was put while the stacks were frozen went to the shared one. */
		if (!mine)
			mine = shared_pop(pool);
	}
	pthread_mutex_unlock(&pool->collecting);
	return mine;
}

void *pby_pool__get(struct pby_pool *pool)
{
	void *obj = pool->cpus ? percpu_pop(pool) : NULL;

	if (__builtin_expect(!obj, 0))
		obj = shared_pop(pool);
	return obj || !pool->cpus ? obj : collect(pool);
}

void pby_pool__put(struct pby_pool *pool, void *obj)
{
	if (obj && (!pool->cpus || !percpu_push(pool, obj)))
		shared_push(pool, obj);
}

#else

static bool percpu_works(void)
{
	return false;
}

void *pby_pool__get(struct pby_pool *pool)
{
	return shared_pop(pool);
}

void pby_pool__put(struct pby_pool *pool, void *obj)
{
	if (obj)
		shared_push(pool, obj);
}

#endif

struct pby_pool *pby_pool__new(uint32_t nr_objs, size_t obj_size, unsigned int flags)
{
	size_t align = obj_size >= LINE ? LINE : 16;
	long nr_cpus = sysconf(_SC_NPROCESSORS_CONF);
	struct pby_pool *pool;

	if (!nr_objs || nr_objs > MAX_OBJS || !obj_size || obj_size > SIZE_MAX / 2 / nr_objs || flags & ~PBY_POOL_SHARED) {
		errno = EINVAL;
		return NULL;
	}
	pool = aligned_alloc(LINE, sizeof(*pool));
	if (!pool)
		return NULL;
	*pool = (struct pby_pool){ .nr_objs = nr_objs, .stride = (obj_size + align - 1) / align * align };
	pthread_mutex_init(&pool->collecting, NULL);
	pool->objs = aligned_alloc(LINE, (pool->stride * nr_objs + LINE - 1) / LINE * LINE);
	pool->next = calloc(nr_objs, sizeof(*pool->next));
	if (!(flags & PBY_POOL_SHARED) && nr_cpus > 0 && nr_cpus < MAX_CPUS && percpu_works()) {
		pool->nr_cpus = (uint32_t)nr_cpus;
		pool->cpus = aligned_alloc(1 << PBY_CPU_SHIFT, (size_t)nr_cpus << PBY_CPU_SHIFT);
	}
	if (!pool->objs || !pool->next || (pool->nr_cpus && !pool->cpus)) {
		pby_pool__free(pool);
		errno = ENOMEM;
		return NULL;
	}
	if (pool->cpus)
		memset(pool->cpus, 0, (size_t)pool->nr_cpus << PBY_CPU_SHIFT);
	memset(pool->objs, 0, pool->stride * nr_objs);
	for (uint32_t i = nr_objs; i; i--)
		shared_push(pool, obj_at(pool, i));
	return pool;
}

void pby_pool__free(struct pby_pool *pool)
{
	if (!pool)
		return;
	pthread_mutex_destroy(&pool->collecting);
	free(pool->cpus);
	free(pool->objs);
	free(pool->next);
	free(pool);
}

bool pby_pool__is_percpu(const struct pby_pool *pool)
{
	return pool->cpus != NULL;
}
