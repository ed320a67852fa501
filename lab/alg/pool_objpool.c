// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * pool_objpool.c: a ring for each CPU: lib/objpool.c and include/linux/objpool.h
 * (objpool_pop, __objpool_try_get_slot, objpool_push, __objpool_try_add_slot), 6.7 and later.
 *
 * Concurrency: pop from any CPU; push only from the ring's own CPU with interrupts off, so
 * there is one pusher to a ring, and `last` is always the pusher's latest tail. The release of
 * `last` pairs with the acquire of `last` in pop (the kernel reads head with acquire and last
 * plainly and relies on the CAS; on x86 both are the same): who sees last sees the entry below
 * it. The CAS of `head` is a release: the entry was read before somebody may overwrite it.
 * Positions only grow, so there is no ABA before they wrap around.
 */
#include "lab/alg/pool_loop.h"
#include "lab/alg/task_list.h"

enum { HEAD, TAIL, LAST, ENTRIES };	/* words of a ring */

struct pool {
	struct lab_word *rings;
	struct lab_word *tasks;
	uint64_t capacity;	/* a power of two: one ring holds all objects if need be */
	size_t stride;		/* words from ring to ring, whole lines */
	int nr_cpus;
};

static uint64_t capacity_for(int nr_objs)
{
	uint64_t n = 1;

	while (n < (uint64_t)nr_objs)
		n *= 2;
	return n;
}

static size_t stride_for(uint64_t capacity)
{
	return (ENTRIES + capacity + LAB_LINE_WORDS - 1) / LAB_LINE_WORDS * LAB_LINE_WORDS;
}

static size_t bytes(const struct lab_pool_config *c)
{
	size_t ring = stride_for(capacity_for(c->nr_objs)) * sizeof(struct lab_word);

	return sizeof(struct pool) + (ring + LAB_LINE_BYTES) * c->nr_cpus + 4 * LAB_LINE_BYTES;
}

static void *create(struct lab_heap *heap, const struct lab_pool_config *c)
{
	struct pool *p = lab_heap__struct(heap, sizeof(*p));

	p->nr_cpus = c->nr_cpus;
	p->capacity = capacity_for(c->nr_objs);
	p->stride = stride_for(p->capacity);
	p->rings = lab_heap__alloc(heap, p->stride * c->nr_cpus, true);
	p->tasks = lab_heap__alloc(heap, (size_t)c->nr_cpus * LAB_LINE_WORDS, true);
	for (int i = 0; i < c->nr_objs && !heap->full; i++) {
		struct lab_word *ring = p->rings + i % c->nr_cpus * p->stride;

		ring[ENTRIES + ring[TAIL].v].v = i;
		ring[TAIL].v++;
		ring[LAST].v++;
	}
	return p;
}

static inline int try_get(struct lab_cpu *me, const struct pool *p, struct lab_word *ring)
{
	uint64_t mark = lab_mark(me), head = lab_load(me, &ring[HEAD], LAB_ACQUIRE);

	for (;;) {
		uint64_t last, obj;

		lab_loop(me, mark, head);
		last = lab_load(me, &ring[LAST], LAB_ACQUIRE);
		if (head == last)
			return -1;
		/* head and last are read one after the other: a last behind head, or far before
		 * it, says that they do not belong together */
		if (last - head - 1 >= p->capacity) {
			head = lab_load(me, &ring[HEAD], LAB_RELAXED);
			continue;
		}
		obj = lab_load(me, &ring[ENTRIES + (head & (p->capacity - 1))], LAB_RELAXED);
		if (lab_cas(me, &ring[HEAD], &head, head + 1, LAB_RELEASE))
			return (int)obj;
	}
}

static inline int get(struct lab_cpu *me, void *pool)
{
	struct pool *p = pool;
	int cpu = me->id;

	for (int i = 0; i < p->nr_cpus; i++) {
		int obj = try_get(me, p, p->rings + cpu * p->stride);

		if (obj >= 0)
			return obj;
		if (++cpu >= p->nr_cpus)
			cpu = 0;
	}
	return -1;
}

static inline void put(struct lab_cpu *me, void *pool, int obj)
{
	struct pool *p = pool;
	struct lab_word *ring = p->rings + me->id * p->stride;
	uint64_t tail = lab_load(me, &ring[TAIL], LAB_RELAXED);

	do {
		uint64_t head = lab_load(me, &ring[HEAD], LAB_RELAXED);

		lab_assert(me, tail - head < p->capacity, "objpool: more objects were pushed than there are");
	} while (!lab_cas(me, &ring[TAIL], &tail, tail + 1, LAB_ACQUIRE));
	lab_store(me, &ring[ENTRIES + (tail & (p->capacity - 1))], obj, LAB_RELAXED);
	lab_store(me, &ring[LAST], tail + 1, LAB_RELEASE);
}

LAB_ENTER_AND_LEAVE(get, put)
LAB_POOL_ALG(objpool, get, put, enter, leave);
