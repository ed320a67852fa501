// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* pool.h: what an instance pool is to the engines, and the loads that are put on it. */
#ifndef LAB_POOL_H
#define LAB_POOL_H

#include "lab/cpu.h"

struct lab_pool_config {
	int nr_cpus;		/* possible CPUs: the pool has a slot for each where it has slots */
	int nr_objs;
	int bucket;		/* spinlock design: tasks to a bucket of the hashed task table are
				 * decided by this seed */
};

/* Latencies in powers of two of a nanosecond, four steps to an octave. */
enum { LAB_NR_BUCKETS = 160 };

/*
 * The load of one CPU and what it counted. A round gets `bulk` objects, holds them for
 * hold_ns and puts them back; kretprobe rounds use the pool as a return probe does.
 */
struct lab_pool_load {
	void *pool;
	uint32_t bulk;
	bool kretprobe;
	uint32_t hold_ns;	/* the probed function's body */
	uint32_t think_ns;	/* between two calls */
	uint32_t sample;	/* take the time of each n-th round; 0: never */
	uint32_t *owner;	/* of each object, CPU + 1, or NULL: do not check */
	struct lab_word *data;	/* a word of each object that its holder counts up, or NULL */
	uint64_t hits;		/* rounds that got an object, times bulk */
	uint64_t misses;
	uint64_t buckets[LAB_NR_BUCKETS];	/* of the time in get and put together */
};

/* One algorithm under one engine. */
struct lab_pool_alg {
	size_t (*bytes)(const struct lab_pool_config *c);	/* heap that create() needs */
	void *(*create)(struct lab_heap *heap, const struct lab_pool_config *c);
	void (*run)(struct lab_cpu *me);	/* me->arg is a struct lab_pool_load */
	void (*drain)(struct lab_cpu *me);	/* takes out all that is left; counted as hits */
};

/* One algorithm for the user, with its three executions. */
struct lab_pool_desc {
	const char *name;	/* "cas" */
	const char *title;
	const char *kernels;	/* "5.11 to 6.6" */
	const char *source;	/* the kernel's functions and the release they were read in */
	int objs_per_cpu;	/* default size of the pool as the kernel chooses it */
	const struct lab_pool_alg *native, *sim, *check;
};

extern const struct lab_pool_desc lab_pools[];
extern const size_t lab_nr_pools;
const struct lab_pool_desc *lab_pool__find(const char *name);

/* Bucket of a latency, and the latency at the top of a bucket. */
int lab_bucket__of(uint64_t ns);
double lab_bucket__ns(int bucket);
/* The latency below which this share (0..1) of the rounds stayed; 0 when none was timed. */
double lab_buckets__percentile(const uint64_t *buckets, double share);

#endif
