// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * pool_trampoline.c: fexit needs no instances: the trampoline calls the function itself and
 * keeps the return address on the stack (arch/x86/net/bpf_jit_comp.c:
 * arch_prepare_bpf_trampoline; kernel/bpf/trampoline.c: __bpf_tramp_enter, __bpf_tramp_exit,
 * since 5.12). What it touches is a per-CPU counter of the image, twice, not locked.
 */
#include "lab/alg/pool_loop.h"

struct pool {
	struct lab_word *counts;	/* percpu_ref: a line for each CPU */
	int nr_cpus;
};

static size_t bytes(const struct lab_pool_config *c)
{
	return sizeof(struct pool) + (size_t)(c->nr_cpus + 3) * LAB_LINE_BYTES;
}

static void *create(struct lab_heap *heap, const struct lab_pool_config *c)
{
	struct pool *p = lab_heap__struct(heap, sizeof(*p));

	p->nr_cpus = c->nr_cpus;
	p->counts = lab_heap__alloc(heap, (size_t)c->nr_cpus * LAB_LINE_WORDS, true);
	return p;
}

static inline void count(struct lab_cpu *me, struct pool *p, uint64_t by)
{
	struct lab_word *w = p->counts + me->id * LAB_LINE_WORDS;

	lab_store(me, w, lab_load(me, w, LAB_RELAXED) + by, LAB_RELAXED);
}

/* The "object" is the CPU's own stack frame: there is always one. */
static inline int get(struct lab_cpu *me, void *pool)
{
	count(me, pool, 1);
	return me->id;
}

static inline void put(struct lab_cpu *me, void *pool, int obj)
{
	(void)obj;
	count(me, pool, -1ull);
}

/* Nothing can be left over: the counters say whether as many left as entered. */
static void drain(struct lab_cpu *me)
{
	struct lab_pool_load *load = me->arg;
	struct pool *p = load->pool;

	for (int i = 0; i < p->nr_cpus; i++)
		lab_assert(me, !lab_load(me, p->counts + i * LAB_LINE_WORDS, LAB_RELAXED),
			   "the trampoline's counters do not end at zero");
}

static void run(struct lab_cpu *me)
{
	lab_pool_rounds(me, get, put, get, put);
}

extern const struct lab_pool_alg LAB_EXPORT(lab_pool_trampoline);
const struct lab_pool_alg LAB_EXPORT(lab_pool_trampoline) = {
	.bytes = bytes, .create = create, .run = run, .drain = drain,
};
