/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/*
 * pool.h: a fixed pool of objects that any thread gets from and puts back to, as fast on many
 * CPUs as on one.
 *
 *	struct pby_pool *pool = pby_pool__new(1024, sizeof(struct event), 0);
 *	struct event *e = pby_pool__get(pool);
 *	if (e) {		// NULL: all 1,024 are held
 *		...
 *		pby_pool__put(pool, e);
 *	}
 *	pby_pool__free(pool);
 *
 * Each CPU has a small stack of free objects that is changed by restartable sequences: no
 * atomic operation, no shared cache line. The C library registers them for each thread (glibc
 * 2.35 and later), the caller does nothing. What overflows a CPU's stack goes to a shared
 * lock-free stack; a get that finds both empty collects what lies in the other CPUs' stacks, so
 * it fails only when no object is free at some moment of the call. Where restartable sequences
 * or membarrier() are missing (other processors than x86-64, old libraries, a seccomp filter)
 * all goes through the shared stack; pby_pool__is_percpu() says which it is.
 *
 * Threads: get and put from any thread at any time, also from signal handlers as long as the
 * pool is not empty (collecting takes a lock). new and free: nobody else may use the pool.
 * An object is put back once, to its own pool. Objects are not cleared in between; what was
 * written before a put is seen after the get that returns the object.
 */
#ifndef PROBITY_POOL_H
#define PROBITY_POOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct pby_pool;

enum {
	PBY_POOL_SHARED = 1,	/* no per-CPU stacks, even where they would work */
};

/*
 * nr_objs (1 to 2^24) zeroed objects of obj_size bytes, each aligned to 16 bytes, or to a
 * cache line when it is as large as one. NULL with errno: EINVAL, ENOMEM.
 */
struct pby_pool *pby_pool__new(uint32_t nr_objs, size_t obj_size, unsigned int flags);
/* The objects with it. NULL is fine. */
void pby_pool__free(struct pby_pool *pool);

/* An object, or NULL when none is free. */
void *pby_pool__get(struct pby_pool *pool);
/* obj came from pby_pool__get() of this pool; NULL is fine. */
void pby_pool__put(struct pby_pool *pool, void *obj);

/* Whether per-CPU stacks are in use. */
bool pby_pool__is_percpu(const struct pby_pool *pool);

#ifdef __cplusplus
}
#endif

#endif
