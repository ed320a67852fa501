// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * pool_cas.c: kretprobe instances on one CAS free list: kprobes.c:pre_handler_kretprobe and
 * recycle_rp_inst in 5.11 to 5.17, rethook.c:rethook_try_get and rethook_recycle in 5.18 to 6.6.
 */
#include "lab/alg/freelist.h"
#include "lab/alg/pool_loop.h"
#include "lab/alg/task_list.h"

struct pool {
	struct lab_freelist list;
	struct lab_word *tasks;
};

static size_t bytes(const struct lab_pool_config *c)
{
	return sizeof(struct pool) + (size_t)(c->nr_objs + c->nr_cpus + 4) * LAB_LINE_BYTES;
}

static void *create(struct lab_heap *heap, const struct lab_pool_config *c)
{
	struct pool *p = lab_heap__struct(heap, sizeof(*p));

	p->list.head = lab_heap__alloc(heap, 1, true);
	/* An instance is larger than a line (its data follows): no two nodes share one. */
	p->list.stride = LAB_LINE_WORDS;
	p->list.nodes = lab_heap__alloc(heap, (size_t)c->nr_objs * LAB_LINE_WORDS, true);
	p->tasks = lab_heap__alloc(heap, (size_t)c->nr_cpus * LAB_LINE_WORDS, true);
	if (!heap->full)
		lab_freelist_fill(&p->list, 0, c->nr_objs, 1);
	return p;
}

static inline int get(struct lab_cpu *me, void *pool)
{
	struct pool *p = pool;

	return (int)lab_freelist_get(me, &p->list) - 1;
}

static inline void put(struct lab_cpu *me, void *pool, int obj)
{
	struct pool *p = pool;

	lab_freelist_put(me, &p->list, obj + 1);
}

LAB_ENTER_AND_LEAVE(get, put)
LAB_POOL_ALG(cas, get, put, enter, leave);
