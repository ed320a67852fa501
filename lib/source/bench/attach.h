// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* attach.h: measures how long attaching and detaching takes, in a child, with its stack looked at from outside. */
#ifndef PBY_SOURCE_BENCH_ATTACH_H
#define PBY_SOURCE_BENCH_ATTACH_H

#include <stdbool.h>

#include "model/bench/attach.h"
#include "source/bench/watch.h"

struct pby_err;
struct pby_kernel;

struct pby_attach_job {
	enum pby_hook hook;
	/* NULL: the hook's own harmless target, once. */
	const char *const *functions;
	uint32_t nr_functions;	/* at most PBY_ATTACH_MAX_FUNCTIONS */
	struct pby_kernel *kernel;
	uint32_t rounds;	/* at rest, and as many under load */
	const uint32_t *cpus;	/* that load is put on, and that the first of is measured on */
	uint32_t nr_cpus;
};

/* Fills *m. -errno with a sentence when no process could be started. */
int pby_source__bench_attach(const struct pby_attach_job *job, const struct pby_bench_watch *watch,
			     struct pby_attach_measured *m, struct pby_err *err);

/* Hooks that take functions by name or by type: of these many can be attached to at once. */
bool pby_attach__takes_functions(enum pby_hook hook);

/*
 * Kernel functions that nothing calls on this machine as long as no 32-bit program runs: entries of 32-bit system
 * calls. Writes at most nr names, the arena's; returns how many there were.
 */
uint32_t pby_attach__idle_functions(struct pby_kernel *kernel, const char **names, uint32_t nr,
				    struct pby_arena *arena);

#endif
