// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* attach.h: how long attaching and detaching took, and what the process waited for meanwhile. */
#ifndef PBY_BENCH_ATTACH_H
#define PBY_BENCH_ATTACH_H

#include "model/bench/measured.h"
#include "model/hang/wait_class.h"

enum { PBY_ATTACH_MAX_ROUNDS = 64, PBY_ATTACH_MAX_WAITS = 16, PBY_ATTACH_MAX_FUNCTIONS = 256 };

enum pby_attach_phase { PBY_ATTACH_PREPARES, PBY_ATTACHES, PBY_DETACHES, PBY_NR_ATTACH_PHASES };

/* Whole rounds: each time is that of all of a row's functions together. */
struct pby_attach_times {
	double attach_ns[PBY_ATTACH_MAX_ROUNDS];
	double detach_ns[PBY_ATTACH_MAX_ROUNDS];
	uint32_t nr;
};

/* Something the kernel stack showed while the process slept in a phase. */
struct pby_attach_wait {
	enum pby_attach_phase phase;
	enum pby_wait_class cls;
	char function[48];	/* the frame that says so: "synchronize_rcu_tasks" */
	char caller[48];	/* and who called that: "bpf_trampoline_unlink_prog", or "" */
	uint32_t samples;
};

/* Plain data, filled by a child in shared memory, but for waits, which the parent sees from outside. */
struct pby_attach_measured {
	struct pby_bench_outcome outcome;
	enum pby_attach_phase phase;
	struct pby_attach_times idle, loaded;
	struct pby_attach_wait waits[PBY_ATTACH_MAX_WAITS];
	uint32_t nr_waits;
	uint32_t samples[PBY_NR_ATTACH_PHASES];	/* looks at the stack, those that showed no wait too */
	int stack_errno;	/* why stacks could not be read, or 0 */
};

/* Counts a look that showed this; when the table is full, the looks are counted all the same. */
void pby_attach__saw(struct pby_attach_measured *m, enum pby_attach_phase phase, enum pby_wait_class cls,
		     const char *function, const char *caller);

#endif
