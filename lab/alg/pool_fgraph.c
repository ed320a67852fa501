// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * pool_fgraph.c: the function graph's shadow stack: each task has its own array of returns
 * (kernel/trace/fgraph.c: ftrace_push_return_trace, ftrace_pop_return_trace; an array of 50
 * entries to 6.9, 4 KiB of words since 6.10; kprobe.multi uses it since 6.14). A miss is a full
 * stack: deep nesting, never other tasks.
 */
#include "lab/alg/pool_loop.h"

enum { DEPTH = 0, FRAMES = 1, MAX_DEPTH = 50, FRAME_WORDS = 2 };
enum { TASK_WORDS = (FRAMES + MAX_DEPTH * FRAME_WORDS + LAB_LINE_WORDS - 1) / LAB_LINE_WORDS * LAB_LINE_WORDS };

struct pool {
	struct lab_word *stacks;
	int nr_cpus;
};

static size_t bytes(const struct lab_pool_config *c)
{
	return sizeof(struct pool) + (size_t)c->nr_cpus * TASK_WORDS * sizeof(struct lab_word) + 3 * LAB_LINE_BYTES;
}

static void *create(struct lab_heap *heap, const struct lab_pool_config *c)
{
	struct pool *p = lab_heap__struct(heap, sizeof(*p));

	p->nr_cpus = c->nr_cpus;
	p->stacks = lab_heap__alloc(heap, (size_t)c->nr_cpus * TASK_WORDS, true);
	return p;
}

static inline int get(struct lab_cpu *me, void *pool)
{
	struct pool *p = pool;
	struct lab_word *stack = p->stacks + (size_t)me->id * TASK_WORDS;
	uint64_t depth = lab_load(me, &stack[DEPTH], LAB_RELAXED);

	if (depth >= MAX_DEPTH)
		return -1;
	lab_store(me, &stack[DEPTH], depth + 1, LAB_RELAXED);
	lab_store(me, &stack[FRAMES + depth * FRAME_WORDS], 0xabcd, LAB_RELAXED);	/* return address */
	lab_store(me, &stack[FRAMES + depth * FRAME_WORDS + 1], me->id, LAB_RELAXED);	/* function */
	return me->id * MAX_DEPTH + (int)depth;
}

static inline void put(struct lab_cpu *me, void *pool, int obj)
{
	struct pool *p = pool;
	struct lab_word *stack = p->stacks + (size_t)me->id * TASK_WORDS;
	uint64_t depth = lab_load(me, &stack[DEPTH], LAB_RELAXED);

	(void)obj;	/* returns come back innermost first, whatever the caller held */
	lab_load(me, &stack[FRAMES + (depth - 1) * FRAME_WORDS], LAB_RELAXED);
	lab_store(me, &stack[DEPTH], depth - 1, LAB_RELAXED);
}

static void drain(struct lab_cpu *me)
{
	struct lab_pool_load *load = me->arg;
	struct pool *p = load->pool;

	for (int i = 0; i < p->nr_cpus; i++)
		lab_assert(me, !lab_load(me, p->stacks + (size_t)i * TASK_WORDS, LAB_RELAXED),
			   "a shadow stack does not end empty");
}

static void run(struct lab_cpu *me)
{
	lab_pool_rounds(me, get, put, get, put);
}

extern const struct lab_pool_alg LAB_EXPORT(lab_pool_fgraph);
const struct lab_pool_alg LAB_EXPORT(lab_pool_fgraph) = {
	.bytes = bytes, .create = create, .run = run, .drain = drain,
};
