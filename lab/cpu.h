// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* cpu.h: who executes: the handle that every operation of mem.h takes, in all three engines. */
#ifndef LAB_CPU_H
#define LAB_CPU_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* All shared memory of an algorithm is made of these; lab_heap__alloc gives them out zeroed. */
struct lab_word {
	uint64_t v;
};

enum { LAB_LINE_BYTES = 64, LAB_LINE_WORDS = LAB_LINE_BYTES / sizeof(struct lab_word) };

/* What the simulator charges for; the counts of a run are indexed by it. */
enum lab_op {
	LAB_OP_LOAD,
	LAB_OP_STORE,
	LAB_OP_ATOMIC,
	LAB_NR_OPS,
};

struct lab_cond;
struct lab_why;
struct lab_line;
struct lab_sim;
struct lab_check;

/*
 * One executing CPU, with the one thread that is pinned to it. The engine owns it; algorithms
 * read id and nr and pass it on. The simulator's fields sit here because its fast path is
 * inlined into the algorithms (mem_sim.h).
 */
struct lab_cpu {
	int id;			/* 0..nr-1: CPU number and thread number at once */
	int nr;			/* CPUs that take part */
	struct lab_sim *sim;
	/* the simulator's, what each operation needs first */
	uint64_t now_ps;	/* this CPU's clock */
	const uint64_t *horizon_ps;	/* up to here a hit cannot be overtaken */
	struct lab_line *lines;
	uintptr_t base;		/* address of lines[0]'s memory */
	const uint32_t *hit_ps;	/* by enum lab_op */
	uint32_t core;		/* owns the cache: siblings share it */
	enum lab_op wants_op;
	struct lab_line *wants;	/* will ask for it when its turn comes */
	struct lab_word *waits_on;	/* while it spins or sleeps */
	uint64_t store_done_ps;	/* when the store buffer will have drained */
	uint64_t rng;		/* xorshift state: same seed, same run */
	uint64_t ops[LAB_NR_OPS];
	uint64_t transfers;	/* lines fetched from another core's cache */
	uint64_t far_transfers;	/* of these, from another socket */
	uint64_t failed_cas;
	uint64_t end_ps;	/* when lab_running() says no */
	uint32_t work_ps;	/* per nanosecond of lab_work: more when the sibling is busy too */
	bool asleep;
	const struct lab_cond *until;	/* what it waits for */
	int next_waiter;	/* CPU + 1, the next one that waits on the line */
	const struct lab_why *why;	/* of its last wait, simulated and native */
	/* everybody's */
	int rounds;		/* checked: how often lab_running() says yes */
	int slot;		/* checked: which thread this is; who looks at the end poses as CPU 0 */
	void *arg;		/* of the workload */
	const int *stop;	/* native: set to end lab_running() */
	const char *violation;	/* native: the first failed lab_assert */
	int waits;		/* native: counts up as it begins to sleep (odd) and goes on (even) */
	int released;		/* native: its sleeps end whether what it waits for has come or not */
	struct lab_check *check;
};

/* Who waits for ever, and for what: nobody is left who could end it. */
struct lab_stuck {
	int cpu;
	const char *what;	/* in the kernel's words */
	uint32_t whom;		/* CPUs that could end it, one bit each; 0: not told */
};

enum { LAB_MAX_STUCK = 8 };	/* of these it is written down */

/* Shared memory of one run: an algorithm takes what it needs, the engine frees all at once. */
struct lab_heap {
	char *base;		/* aligned to a line */
	size_t size;
	size_t used;
	bool full;		/* a request was refused; check it after setting up */
};

/* nr zeroed words; on a line of their own when apart, else packed behind the last ones. */
struct lab_word *lab_heap__alloc(struct lab_heap *heap, size_t nr, bool apart);
/* The same for the algorithm's own constant struct: any bytes, never shared by writing. */
void *lab_heap__struct(struct lab_heap *heap, size_t size);
/* -ENOMEM when the memory is not there. */
int lab_heap__init(struct lab_heap *heap, size_t size);
void lab_heap__free(struct lab_heap *heap);

/* A cheap random number, below n. */
static inline uint32_t lab_cpu__random(struct lab_cpu *me, uint32_t n)
{
	me->rng ^= me->rng << 13;
	me->rng ^= me->rng >> 7;
	me->rng ^= me->rng << 17;
	return (uint32_t)(((me->rng >> 32) * n) >> 32);
}

#endif
