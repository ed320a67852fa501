// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* measured.h: what measuring one row brought, or why it brought nothing. */
#ifndef PBY_BENCH_MEASURED_H
#define PBY_BENCH_MEASURED_H

#include "model/bench/hooks.h"
#include "model/bench/stats.h"

enum pby_bench_state {
	PBY_BENCH_NOT_RUN,	/* interrupted before its turn, or a row before it got stuck */
	PBY_BENCH_DONE,
	PBY_BENCH_MISSING,	/* this kernel or machine has no such hook; why says what told */
	PBY_BENCH_REFUSED,	/* a step was refused: says nothing about the kernel */
	PBY_BENCH_SILENT,	/* attached, but it did not fire as often as it was called */
	PBY_BENCH_STUCK,	/* a step did not answer in time */
};

const char *pby_bench_state__name(enum pby_bench_state state);	/* "not-run", "done", "missing", ... */

/*
 * How measuring a row went, whatever was measured. This and what it is part of are plain data: a child fills them in
 * shared memory, and the parent may read them at any moment.
 */
struct pby_bench_outcome {
	enum pby_bench_state state;
	char step[80];		/* REFUSED, STUCK: what was being done */
	int error;		/* REFUSED: errno, or 0 when why says it */
	char why[160];		/* a sentence; MISSING, NOT_RUN, and of what has no errno */
	char at[96];		/* what was probed: "bpf_get_numa_node_id+0x5" */
	const char *trigger;	/* how it was called, in words; or NULL */
};

struct pby_bench_measured {
	struct pby_bench_outcome outcome;
	struct {
		struct pby_bench_pairs pairs;
		uint64_t calls;		/* made while the probe was on */
		uint64_t counted;	/* PBY_BENCH_COUNTER: by the program */
	} bodies[PBY_NR_BENCH_BODIES];
};

#endif
