// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * pool_percpu_cas.c: a CAS free list for each CPU: objpool as first proposed on the lists
 * (2022), never merged in this form. Get looks at the own CPU's list, then at the others' in
 * turn; put gives to the own CPU's.
 */
#include "lab/alg/freelist.h"
#include "lab/alg/pool_loop.h"
#include "lab/alg/task_list.h"

struct pool {
	struct lab_word *heads;		/* a line for each CPU */
	struct lab_word *nodes;
	struct lab_word *tasks;
	int nr_cpus;
};

static size_t bytes(const struct lab_pool_config *c)
{
	return sizeof(struct pool) + (size_t)(c->nr_objs + 2 * c->nr_cpus + 4) * LAB_LINE_BYTES;
}

static inline struct lab_freelist list_of(const struct pool *p, int cpu)
{
	return (struct lab_freelist){
		.head = p->heads + cpu * LAB_LINE_WORDS, .nodes = p->nodes, .stride = LAB_LINE_WORDS,
	};
}

static void *create(struct lab_heap *heap, const struct lab_pool_config *c)
{
	struct pool *p = lab_heap__struct(heap, sizeof(*p));

	p->nr_cpus = c->nr_cpus;
	p->heads = lab_heap__alloc(heap, (size_t)c->nr_cpus * LAB_LINE_WORDS, true);
	p->nodes = lab_heap__alloc(heap, (size_t)c->nr_objs * LAB_LINE_WORDS, true);
	p->tasks = lab_heap__alloc(heap, (size_t)c->nr_cpus * LAB_LINE_WORDS, true);
	for (int cpu = 0; cpu < c->nr_cpus && !heap->full; cpu++) {
		struct lab_freelist l = list_of(p, cpu);

		lab_freelist_fill(&l, cpu, c->nr_objs, c->nr_cpus);
	}
	return p;
}

static inline int get(struct lab_cpu *me, void *pool)
{
	struct pool *p = pool;
	int cpu = me->id;

	for (int i = 0; i < p->nr_cpus; i++) {
		struct lab_freelist l = list_of(p, cpu);
		uint64_t link = lab_freelist_get(me, &l);

		if (link)
			return (int)link - 1;
		if (++cpu >= p->nr_cpus)
			cpu = 0;
	}
	return -1;
}

static inline void put(struct lab_cpu *me, void *pool, int obj)
{
	struct lab_freelist l = list_of(pool, me->id);

	lab_freelist_put(me, &l, obj + 1);
}

LAB_ENTER_AND_LEAVE(get, put)
LAB_POOL_ALG(percpu_cas, get, put, enter, leave);
