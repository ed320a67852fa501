// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* hooks.h: the rows that are measured: a hook and its variant. */
#ifndef PBY_BENCH_HOOKS_H
#define PBY_BENCH_HOOKS_H

#include "model/attach_point.h"

enum pby_bench_hook {
#define BENCH(constant, hook, variant, where) PBY_BENCH_##constant,
#include "model/bench/hooks.def"
#undef BENCH
	PBY_NR_BENCH_HOOKS
};

struct pby_bench_hook_row {
	enum pby_hook hook;
	const char *variant;	/* "int3"; "" where there is but one */
	const char *where;	/* "function entry" */
};

extern const struct pby_bench_hook_row pby_bench_hooks[PBY_NR_BENCH_HOOKS];

/* "kprobe/int3", or "fentry". The text is the arena's. */
const char *pby_bench_hook__name(enum pby_bench_hook row, struct pby_arena *arena);

/*
 * Is the row meant by a word of --only: "kprobe/int3" the one, "kprobe" all of the hook?
 */
bool pby_bench_hook__matches(enum pby_bench_hook row, const char *word);

/* The programs that each row is measured with. */
enum pby_bench_body {
	PBY_BENCH_EMPTY,	/* returns at once */
	PBY_BENCH_COUNTER,	/* adds 1 to a per-CPU array's element */
	PBY_BENCH_HASH,		/* updates a hash map under the thread's id */
	PBY_NR_BENCH_BODIES
};

const char *pby_bench_body__name(enum pby_bench_body body);	/* "empty", "counter", "hash" */
/* The body of this name, or -1. */
int pby_bench_body__parse(const char *name);

#endif
