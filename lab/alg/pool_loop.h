// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* pool_loop.h: the rounds that are run on a pool; inlined into each algorithm, so that get and put are no calls. */
#ifndef LAB_POOL_LOOP_H
#define LAB_POOL_LOOP_H

#include "lab/mem.h"
#include "lab/pool.h"

enum { LAB_MAX_BULK = 16 };

/* Ghost ownership: memory of the test, not of the algorithm; no engine sees it. */
static inline __attribute__((always_inline)) void lab_claim(struct lab_cpu *me, struct lab_pool_load *load, int obj)
{
	if (load->owner)
		lab_assert(me, !__atomic_exchange_n(&load->owner[obj], me->id + 1, __ATOMIC_RELAXED),
			   "an object was handed out that somebody still held");
}

static inline __attribute__((always_inline)) void lab_disclaim(struct lab_cpu *me, struct lab_pool_load *load, int obj)
{
	if (load->owner)
		lab_assert(me, __atomic_exchange_n(&load->owner[obj], 0, __ATOMIC_RELAXED) == (uint32_t)me->id + 1,
			   "an object was put back by somebody who did not hold it");
}

/*
 * Each holder counts its object's word up, not atomically: a second holder, or one who does not
 * see what the last one wrote, loses counts.
 */
static inline __attribute__((always_inline)) void lab_use(struct lab_cpu *me, struct lab_pool_load *load, int obj)
{
	if (load->data)
		lab_store(me, &load->data[obj], lab_load(me, &load->data[obj], LAB_RELAXED) + 1, LAB_RELAXED);
}

/*
 * get and put are the pool's; enter and leave what a return probe does at the probed
 * function's entry and return (get, then the per-task list; and back).
 */
static inline __attribute__((always_inline)) void lab_pool_round(struct lab_cpu *me, struct lab_pool_load *load,
		int (*get)(struct lab_cpu *, void *), void (*put)(struct lab_cpu *, void *, int))
{
	int obj[LAB_MAX_BULK];
	uint32_t nr = 0;

	for (uint32_t i = 0; i < load->bulk; i++) {
		obj[nr] = get(me, load->pool);
		if (obj[nr] < 0) {
			load->misses++;
			continue;
		}
		lab_claim(me, load, obj[nr]);
		lab_use(me, load, obj[nr]);
		nr++;
	}
	lab_work(me, load->hold_ns);
	for (uint32_t i = 0; i < nr; i++) {
		lab_disclaim(me, load, obj[i]);
		put(me, load->pool, obj[i]);
	}
	load->hits += nr;
}

static inline __attribute__((always_inline)) void lab_pool_rounds(struct lab_cpu *me,
		int (*get)(struct lab_cpu *, void *), void (*put)(struct lab_cpu *, void *, int),
		int (*enter)(struct lab_cpu *, void *), void (*leave)(struct lab_cpu *, void *, int))
{
	struct lab_pool_load *load = me->arg;
	uint32_t until_sample = load->sample;

	while (lab_running(me)) {
		uint64_t begin = 0;
		bool timed = load->sample && !--until_sample;

		lab_work(me, load->think_ns);
		if (timed)
			begin = lab_now_ns(me);
		if (load->kretprobe)
			lab_pool_round(me, load, enter, leave);
		else
			lab_pool_round(me, load, get, put);
		if (timed) {
			load->buckets[lab_bucket__of(lab_now_ns(me) - begin - load->hold_ns)]++;
			until_sample = load->sample;
		}
	}
}

static inline __attribute__((always_inline)) void lab_pool_drain(struct lab_cpu *me,
		int (*get)(struct lab_cpu *, void *))
{
	struct lab_pool_load *load = me->arg;

	for (int obj; (obj = get(me, load->pool)) >= 0; load->hits++)
		lab_claim(me, load, obj);
}

/* Ends an algorithm's file: its table under this engine. */
#define LAB_POOL_ALG(name, get, put, enter, leave)				\
	static void name##_run(struct lab_cpu *me)				\
	{									\
		lab_pool_rounds(me, get, put, enter, leave);			\
	}									\
	static void name##_drain(struct lab_cpu *me)				\
	{									\
		lab_pool_drain(me, get);					\
	}									\
	extern const struct lab_pool_alg LAB_EXPORT(lab_pool_##name);		\
	const struct lab_pool_alg LAB_EXPORT(lab_pool_##name) = {		\
		.bytes = bytes,							\
		.create = create,						\
		.run = name##_run,						\
		.drain = name##_drain,						\
	}

#endif
