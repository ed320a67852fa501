// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* session.h: what happens in a measuring child whatever it measures: prepare, find a way that works, tell why not. */
#ifndef PBY_BENCH_SESSION_H
#define PBY_BENCH_SESSION_H

#include <stddef.h>
#include <sys/types.h>

#include "model/bench/measured.h"
#include "source/bench/probe.h"
#include "source/bench/watch.h"

struct pby_region;

struct pby_bench_session {
	enum pby_bench_hook row;
	struct pby_kernel *kernel;
	struct pby_region *region;
	struct pby_bench_outcome *outcome;	/* in the region */
	struct pby_bench_probe probe;
};

/* Notes the refusal in the outcome. Returns -1. */
int pby_bench_refused(struct pby_bench_outcome *outcome, const struct pby_bench_refusal *refusal);
int pby_bench_session__refused(struct pby_bench_session *s, const struct pby_bench_refusal *refusal);

/*
 * Tries the row's ways until one opens and its counter counts every call; then the outcome is DONE and work is
 * called. When work returns -1 (after pby_bench_session__refused()) the next way is tried.
 */
void pby_bench_session__run(struct pby_bench_session *s, int (*work)(struct pby_bench_session *s, void *arg), void *arg);

/*
 * For the child at its beginning: memory for maps, tracefs and debugfs of its own, and zeroed room for what it measures,
 * which becomes region->result. NULL: no memory.
 */
void *pby_bench_session__begin(struct pby_region *region, size_t size);
/* Keeps the calling thread on this CPU. */
void pby_bench_session__pin(uint32_t cpu);

/* A measurement as the parent sees it. */
struct pby_bench_measuring {
	void (*work)(struct pby_region *region, void *job);	/* in the child; region->result is what it measures */
	void *job;
	const struct pby_bench_watch *watch;
	void *measured;		/* becomes a copy of region->result, or zeroes */
	size_t size;
	struct pby_bench_outcome *outcome;	/* in measured */
	/* Before each look, or NULL: what can be seen of the child from outside. */
	void (*peek)(void *arg, pid_t pid, const void *now);
	void *peek_arg;
	int every_ms;		/* between looks; 0: ten a second */
};

/* From the child's start to its end. -errno with a sentence when no process could be started. */
struct pby_err;
int pby_bench_session__measure(const struct pby_bench_measuring *m, struct pby_err *err);

#endif
