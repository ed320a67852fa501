// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* rwsem.h: loads on one rw_semaphore: what threads do with mmap_lock, and how long they wait. */
#ifndef LAB_RWSEM_RUN_H
#define LAB_RWSEM_RUN_H

#include "lab/machine.h"
#include "lab/pool.h"
#include "lab/pool_run.h"

/* What a thread does over and over. */
enum lab_rw_role {
	LAB_RW_READER,		/* down_read, hold, up_read */
	LAB_RW_SPECULATIVE,	/* looks without the lock; takes it for reading when a writer was there */
	LAB_RW_LOCKLESS,	/* the same work under a lock of its own: per-VMA */
	LAB_RW_WRITER_ROLE,	/* down_write, hold, up_write */
};

struct lab_rw_load {
	enum lab_rw_role role;
	int kind;		/* what is summed up together; in chain.h the role */
	uint32_t hold_ns;
	uint32_t think_ns;	/* between two rounds; varies by half of it up and down */
	/* filled by the run */
	uint64_t rounds, fallbacks;
	uint64_t buckets[LAB_NR_BUCKETS];	/* of the time from wanting to having */
	void *state;
};

/* The algorithm under one engine: memory, a semaphore, the loop. */
struct lab_rw_alg {
	size_t (*bytes)(int nr_cpus);
	void *(*create)(struct lab_heap *heap, int nr_cpus, bool spin);
	void (*run)(struct lab_cpu *me);	/* me->arg is a struct lab_rw_load */
};

extern const struct lab_rw_alg lab_rwsem__native, lab_rwsem__sim, lab_rwsem__check;

struct lab_rw_run {
	const struct lab_rw_alg *native, *sim;	/* NULL: one semaphore, lab_rwsem */
	struct lab_rw_load *loads;	/* one for each thread */
	int threads;
	bool spin;			/* optimistic spinning of writers */
	uint64_t duration_ns;
	uint64_t seed;
};

/* Simulated, or native with machine NULL. Fills the loads; seconds is how long it ran. */
int lab_rwsem__run(const struct lab_rw_run *run, const struct lab_machine *machine, double *seconds,
		   struct lab_sim_result *sim, struct pby_err *err);
/* All threads of this kind together. */
void lab_rwsem__point(const struct lab_rw_run *run, int kind, double seconds, struct lab_pool_point *point);

#endif
