// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* gather.h: wires the sources to the models, for a command that says what it wants to look at. */
#ifndef PBY_GATHER_H
#define PBY_GATHER_H

#include <stdbool.h>

struct pby_attach_points;
struct pby_err;
struct pby_kernel;
struct pby_probes;
struct pby_recorder;
struct pby_sickness;

/* What to look at; all strings may be NULL. Without any of them it is the live machine. */
struct pby_gather {
	const char *root;	/* a captured tree */
	const char *kernel;	/* an image or raw BTF of a kernel that does not run */
	const char *config;	/* beside it: its .config */
	const char *kallsyms;	/* beside it: its symbol table */
};

/* A machine has probes; a kernel given by its image alone has none. */
bool pby_gather__is_machine(const struct pby_gather *what);

/*
 * Fills a zeroed kernel and, unless they are NULL or it is no machine, the probes attached there
 * and the tasks that hang in tracing. Fails only when what was asked for by name cannot be read, or without memory.
 */
int pby_gather__machine(const struct pby_gather *what, struct pby_kernel *kernel,
			struct pby_probes *probes, struct pby_sickness *sickness,
			struct pby_err *err);

/*
 * Looks at the live machine as the above does, and has a recorder keep all that is read; without
 * addresses the lists of probes hold none of the kernel's memory (the files still do).
 */
int pby_gather__snapshot(bool modules, bool addresses, struct pby_recorder *recorder, struct pby_err *err);

/*
 * Samples run statistics for that long on the live machine, unless something hangs there or did
 * not answer: switching them on takes text_mutex. See sample_why of probes.
 */
void pby_gather__sample(double seconds, const struct pby_sickness *sickness, struct pby_probes *probes);

/* Does it ask for anything but the live machine? */
bool pby_gather__elsewhere(const struct pby_gather *what);

/* Makes the experiments that rules ask for (pby_kernel__experiment()) and that attach nothing. */
void pby_gather__experiments(struct pby_kernel *kernel);

/* Tries every hook on the live machine: attaches something harmless for a moment. */
void pby_gather__trials(struct pby_kernel *kernel, struct pby_attach_points *points);

#endif
