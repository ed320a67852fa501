// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* native.h: runs an algorithm on real threads of this machine. */
#ifndef LAB_NATIVE_H
#define LAB_NATIVE_H

#include "base/err.h"
#include "lab/cpu.h"

struct lab_native_config {
	int nr_threads;		/* thread i is pinned to the i-th allowed CPU, in turn */
	uint64_t duration_ns;	/* wall time until lab_running() says no */
	uint64_t seed;
	/*
	 * Afterwards, threads that all sleep, each for what none of the others will bring about, are not waited for: they
	 * are told in the result and released, and their code goes on as if what they waited for had come.
	 */
	bool release_stuck;
};

struct lab_native_result {
	uint64_t wall_ns;	/* from the moment all threads were ready to the stop */
	int nr_cpus;		/* allowed CPUs: fewer than threads means that they took turns */
	double cpu_share;	/* of the time that its threads wanted: less than 1 on a busy machine */
	const char *violation;
	int nr_stuck;		/* threads that would have slept for ever */
	struct lab_stuck stuck[LAB_MAX_STUCK];
};

/* Like lab_sim__run: thread(me) on each thread, args[i] in me->arg. */
int lab_native__run(const struct lab_native_config *config, void (*thread)(struct lab_cpu *me), void **args,
		    struct lab_native_result *result, struct pby_err *err);

#endif
