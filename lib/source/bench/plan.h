// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* plan.h: what each row is put on and what calls it, in the order of preference. */
#ifndef PBY_BENCH_PLAN_H
#define PBY_BENCH_PLAN_H

#include <stdbool.h>
#include <stddef.h>

#include "model/bench/hooks.h"
#include "source/bench/trigger.h"
#include "source/trial/recipe.h"

/* Which instruction of a kernel function a kprobe is to be on, by what the kernel makes of it. */
enum pby_bench_inner {
	PBY_INNER_NO,		/* the entry */
	PBY_INNER_OPTIMISED,	/* one inside that the kernel replaces by a jump */
	PBY_INNER_TRAP,		/* one inside that it does not replace */
};

/* One way to measure a row. */
struct pby_bench_way {
	struct pby_recipe_at at;
	enum pby_bench_trigger_kind trigger;
	void (*function)(void);	/* of PBY_TRIGGER_FUNCTION */
	enum pby_bench_inner inner;
	bool count_is_others;	/* what is called is not what the program counts */
};

/* The i-th way of a row; false behind the last one. A row without ways is not for this architecture. */
bool pby_bench_plan__way(enum pby_bench_hook row, struct pby_kernel *k, int i, struct pby_bench_way *way);

/* What a way probes, in words: "bpf_get_numa_node_id+0x5", "task:task_rename". */
void pby_bench_plan__describe(enum pby_bench_hook row, const struct pby_bench_way *way, char *text, size_t size);

#endif
