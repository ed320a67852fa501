// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* scene_pool.c: instance pools with few objects and threads: nothing lost, nothing held twice, all writes seen. */
#include "lab/mem.h"

#include "lab/engine/check.h"
#include "lab/pool.h"

#include <stdio.h>

#define POOL(c, ...) extern const struct lab_pool_alg lab_pool_##c##__check;
#include "lab/pools.def"
#undef POOL

struct param {
	const struct lab_pool_alg *alg;
	int nr_objs;
	int rounds;
	bool kretprobe;
};

struct state {
	const struct param *param;
	struct lab_pool_config config;
	struct lab_pool_load loads[LAB_SCENE_THREADS];
	struct lab_pool_load rest;
	struct lab_word *data;
	uint32_t owner[16];
};

static void *setup(struct lab_heap *heap, struct lab_heap *scratch, const struct lab_scene *scene)
{
	struct state *s = lab_heap__struct(scratch, sizeof(*s));
	void *pool;

	s->param = scene->param;
	s->config = (struct lab_pool_config){ .nr_cpus = scene->nr_threads, .nr_objs = s->param->nr_objs };
	s->data = lab_heap__alloc(heap, s->param->nr_objs, true);
	pool = s->param->alg->create(heap, &s->config);
	for (int i = 0; i < scene->nr_threads; i++)
		s->loads[i] = (struct lab_pool_load){
			.pool = pool, .bulk = 1, .kretprobe = s->param->kretprobe, .owner = s->owner, .data = s->data,
		};
	s->rest = (struct lab_pool_load){ .pool = pool };
	return s;
}

static void thread(struct lab_cpu *me)
{
	struct state *s = me->arg;

	me->arg = &s->loads[me->id];
	me->rounds = s->param->rounds;
	s->param->alg->run(me);
}

/* All objects are there, and no holder's count is missing. */
static void finish(struct lab_cpu *me)
{
	struct state *s = me->arg;
	uint64_t hits = 0, counted = 0;

	for (int i = 0; i < me->nr; i++)
		hits += s->loads[i].hits;
	for (int i = 0; i < s->config.nr_objs; i++)
		counted += lab_load(me, &s->data[i], LAB_RELAXED);
	lab_assert(me, counted == hits, "a holder's write to its object was lost");
	me->arg = &s->rest;
	s->param->alg->drain(me);
	lab_assert(me, s->rest.hits == (uint64_t)s->config.nr_objs, "an object is lost: nobody holds it and the pool does not have it");
}

#define PARAM(c, objs, n, krp) ((const struct param[]){ { &lab_pool_##c##__check, objs, n, krp } })
#define SCENE(c, text, threads, objs, n, krp, ...) \
	{ .name = text, .nr_threads = threads, .param = PARAM(c, objs, n, krp), .setup = setup, .thread = thread, .finish = finish, __VA_ARGS__ }

extern const struct lab_scene lab_scenes_pool[];
const struct lab_scene lab_scenes_pool[] = {
	SCENE(cas, "cas-2x1", 2, 1, 1, false, .title = "CAS free list, 2 threads, 1 object"),
	SCENE(cas, "cas-2x2", 2, 2, 1, true, .title = "CAS free list under a kretprobe, 2 threads, 2 objects"),
	SCENE(cas, "cas-2-rounds", 2, 2, 2, false, .sc = true, .slow = true, .title = "CAS free list, 2 threads, 2 objects, 2 rounds each"),
	SCENE(cas, "cas-3", 3, 2, 1, false, .sc = true, .slow = true, .title = "CAS free list, 3 threads, 2 objects"),
	SCENE(cas, "cas-4-bounded", 4, 2, 1, false, .sc = true, .slow = true, .preemptions = 2, .expected = LAB_BOUNDED,
	      .title = "CAS free list, 4 threads, 2 objects, at most 2 preemptions"),
	SCENE(percpu_cas, "percpu-cas-2", 2, 2, 1, false, .title = "per-CPU CAS free lists, 2 threads, 2 objects"),
	SCENE(objpool, "objpool-2x1", 2, 1, 1, false, .title = "objpool, 2 threads, 1 object"),
	SCENE(objpool, "objpool-2x2", 2, 2, 2, false, .title = "objpool, 2 threads, 2 objects, 2 rounds each"),
	SCENE(objpool, "objpool-3", 3, 2, 1, true, .slow = true, .title = "objpool under a kretprobe, 3 threads, 2 objects"),
	SCENE(spinlock, "spinlock-2x1", 2, 1, 1, false, .title = "spinlock free list, 2 threads, 1 object"),
	SCENE(spinlock, "spinlock-kretprobe", 2, 1, 1, true, .sc = true, .title = "spinlock list and hashed table, 2 threads, 1 object"),
	{ 0 },
};
