// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * check.h: explores all interleavings of a small scenario, breadth first, so that the first
 * trace found is a shortest one.
 *
 * A state is the memory as the threads can see it, and for each thread the history of what its
 * operations returned (threads are deterministic, so that is their local state). A state is
 * expanded once. Sleep sets leave out transitions that only swap independent steps. What is
 * beyond max_states is cut off and said so; with a preemption bound only executions with so
 * few involuntary switches are explored.
 */
#ifndef LAB_ENGINE_CHECK_H
#define LAB_ENGINE_CHECK_H

#include "base/arena.h"
#include "base/err.h"
#include "lab/cpu.h"

enum { LAB_SCENE_THREADS = 5 };

enum lab_verdict {
	LAB_CLEAN,		/* nothing found, everything explored */
	LAB_BOUNDED,		/* nothing found within the bounds */
	LAB_VIOLATED,		/* an invariant failed */
	LAB_DEADLOCKED,		/* threads that wait for each other, or for a wake-up that is lost */
	LAB_ENDLESS,		/* a state from which no execution ends */
};

/* A scenario: small memory, a few threads, what must hold. */
struct lab_scene {
	const char *name;
	const char *title;
	const char *source;	/* kernel functions and releases */
	enum lab_verdict expected;
	bool planted;		/* a bug put in on purpose, to see it found */
	bool sc;		/* sequentially consistent memory instead of C11's */
	int preemptions;	/* bound; 0: none */
	bool slow;		/* left out of the quick suite */
	int nr_threads;
	const char *threads[LAB_SCENE_THREADS];	/* names */
	/*
	 * Words come from heap, all else from scratch: both begin each execution as setup left
	 * them. What it returns is me->arg of each thread.
	 */
	void *(*setup)(struct lab_heap *heap, struct lab_heap *scratch, const struct lab_scene *scene);
	void (*thread)(struct lab_cpu *me);
	void (*finish)(struct lab_cpu *me);	/* when all have ended, alone; or NULL */
	/* Writes a name for the word; false: none, its number will do. */
	bool (*word_name)(const void *arg, const struct lab_word *w, char *name, size_t size);
	const void *param;	/* for scenes that share functions */
};

struct lab_trace_line {
	const char *thread;
	const char *text;	/* "cas head 1 -> 2: read 1" */
};

/* Who waits for what at the end. */
struct lab_trace_wait {
	const char *thread;
	const char *what;	/* in the kernel's words where the algorithm said so */
	uint32_t whom;		/* threads, one bit each; 0: not told */
};

struct lab_check_limits {
	uint32_t max_states;
	uint32_t max_depth;	/* of a trace */
};

struct lab_check_result {
	enum lab_verdict verdict;
	const char *what;	/* the invariant, or NULL */
	uint32_t states, transitions, pruned;	/* pruned: left out by sleep sets */
	uint32_t depth;		/* of the longest execution explored */
	bool cut;		/* max_states or max_depth was reached */
	PBY_VEC(struct lab_trace_line) trace;
	PBY_VEC(struct lab_trace_wait) waits;
};

/* Strings of the result live in the arena. 0, or -errno with a sentence. */
int lab_check__run(const struct lab_scene *scene, const struct lab_check_limits *limits, struct pby_arena *arena,
		   struct lab_check_result *result, struct pby_err *err);

const char *lab_verdict__name(enum lab_verdict v);

#endif
