// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * pool_spinlock.c: kretprobe instances to 5.10: a free list under rp->lock, and pending returns
 * in a table hashed by task, 64 buckets with a lock each (kprobes.c: pre_handler_kretprobe,
 * kretprobe_hash_lock, recycle_rp_inst, __kretprobe_trampoline_handler in 5.10). On return
 * rp->lock is taken inside the bucket's lock.
 *
 * All shared words are written under the lock named beside them; the locks are queued spinlocks.
 */
#include "lab/alg/pool_loop.h"
#include "lab/alg/qspinlock.h"

enum { NEXT, PREV, TASK };		/* words of an instance; links are index + 1 */
enum { RP_FREE, RP_LOCK };		/* words of the kretprobe: they share a line */
enum { TABLE_BITS = 6, TABLE_SIZE = 1 << TABLE_BITS };

struct pool {
	struct lab_word *rp;
	struct lab_word *instances;	/* a line each */
	struct lab_word *bucket_locks;	/* a line each, as in the kernel */
	struct lab_word *buckets;	/* eight to a line, as in the kernel */
	struct lab_word *mcs;
	uint64_t seed;
};

static size_t bytes(const struct lab_pool_config *c)
{
	return sizeof(struct pool) + (size_t)(c->nr_objs + c->nr_cpus + TABLE_SIZE + TABLE_SIZE / 8 + 8) * LAB_LINE_BYTES;
}

static inline struct lab_word *instance(const struct pool *p, uint64_t link)
{
	return p->instances + (link - 1) * LAB_LINE_WORDS;
}

static void *create(struct lab_heap *heap, const struct lab_pool_config *c)
{
	struct pool *p = lab_heap__struct(heap, sizeof(*p));

	p->seed = c->bucket;
	p->rp = lab_heap__alloc(heap, 2, true);
	p->instances = lab_heap__alloc(heap, (size_t)c->nr_objs * LAB_LINE_WORDS, true);
	p->bucket_locks = lab_heap__alloc(heap, TABLE_SIZE * LAB_LINE_WORDS, true);
	p->buckets = lab_heap__alloc(heap, TABLE_SIZE, true);
	p->mcs = lab_heap__alloc(heap, (size_t)c->nr_cpus * LAB_LINE_WORDS, true);
	for (int i = 0; i < c->nr_objs && !heap->full; i++) {
		instance(p, i + 1)[NEXT].v = p->rp[RP_FREE].v;
		p->rp[RP_FREE].v = i + 1;
	}
	return p;
}

/* hash_ptr() of a task's address: here of its number. */
static inline uint32_t bucket_of(const struct lab_cpu *me, const struct pool *p)
{
	return (uint32_t)((p->seed + me->id + 1) * 0x61c8864680b583ebull >> (64 - TABLE_BITS));
}

/* hlist_add_head, under the list's lock. */
static inline void add_head(struct lab_cpu *me, struct pool *p, struct lab_word *head, uint64_t link)
{
	struct lab_word *ri = instance(p, link);
	uint64_t first = lab_load(me, head, LAB_RELAXED);

	lab_store(me, &ri[NEXT], first, LAB_RELAXED);
	if (first)
		lab_store(me, &instance(p, first)[PREV], link, LAB_RELAXED);
	lab_store(me, head, link, LAB_RELAXED);
	lab_store(me, &ri[PREV], 0, LAB_RELAXED);
}

/* hlist_del, under the list's lock. */
static inline void del(struct lab_cpu *me, struct pool *p, struct lab_word *head, uint64_t link)
{
	struct lab_word *ri = instance(p, link);
	uint64_t next = lab_load(me, &ri[NEXT], LAB_RELAXED), prev = lab_load(me, &ri[PREV], LAB_RELAXED);

	lab_store(me, prev ? &instance(p, prev)[NEXT] : head, next, LAB_RELAXED);
	if (next)
		lab_store(me, &instance(p, next)[PREV], prev, LAB_RELAXED);
}

static inline int get(struct lab_cpu *me, void *pool)
{
	struct pool *p = pool;
	uint64_t link;

	lab_qspin_lock(me, &p->rp[RP_LOCK], p->mcs, 0);
	link = lab_load(me, &p->rp[RP_FREE], LAB_RELAXED);
	if (link)
		del(me, p, &p->rp[RP_FREE], link);
	lab_qspin_unlock(me, &p->rp[RP_LOCK]);
	return (int)link - 1;
}

static inline void put_nested(struct lab_cpu *me, struct pool *p, int obj, int nesting)
{
	lab_qspin_lock(me, &p->rp[RP_LOCK], p->mcs, nesting);
	add_head(me, p, &p->rp[RP_FREE], obj + 1);
	lab_qspin_unlock(me, &p->rp[RP_LOCK]);
}

static inline void put(struct lab_cpu *me, void *pool, int obj)
{
	put_nested(me, pool, obj, 0);
}

static inline int enter(struct lab_cpu *me, void *pool)
{
	struct pool *p = pool;
	uint32_t b = bucket_of(me, p);
	int obj = get(me, pool);

	if (obj < 0)
		return -1;
	lab_store(me, &instance(p, obj + 1)[TASK], me->id, LAB_RELAXED);
	lab_qspin_lock(me, &p->bucket_locks[b * LAB_LINE_WORDS], p->mcs, 0);
	add_head(me, p, &p->buckets[b], obj + 1);
	lab_qspin_unlock(me, &p->bucket_locks[b * LAB_LINE_WORDS]);
	return obj;
}

static inline void leave(struct lab_cpu *me, void *pool, int obj)
{
	struct pool *p = pool;
	uint32_t b = bucket_of(me, p);
	uint64_t link;

	lab_qspin_lock(me, &p->bucket_locks[b * LAB_LINE_WORDS], p->mcs, 0);
	/* other tasks' instances in the same bucket are walked over */
	link = lab_load(me, &p->buckets[b], LAB_RELAXED);
	while (link && lab_load(me, &instance(p, link)[TASK], LAB_RELAXED) != (uint64_t)me->id)
		link = lab_load(me, &instance(p, link)[NEXT], LAB_RELAXED);
	lab_assert(me, link == (uint64_t)obj + 1, "the task's instance is not in its bucket");
	if (link) {
		del(me, p, &p->buckets[b], link);
		put_nested(me, p, (int)link - 1, 1);
	}
	lab_qspin_unlock(me, &p->bucket_locks[b * LAB_LINE_WORDS]);
}

LAB_POOL_ALG(spinlock, get, put, enter, leave);
