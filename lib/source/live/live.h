// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* live.h: the tasks and locks of the machine that hangs now, as the dump that everything else judges. */
#ifndef PBY_LIVE_H
#define PBY_LIVE_H

#include "base/err.h"
#include "model/dump.h"
#include "source/child.h"

struct pby_kernel;

/* What may be asked and for how long. */
struct pby_live_options {
	const struct pby_kernel *kernel;	/* BTF and symbols; without them memory is not read */
	const char *core;	/* an ELF core of another machine instead of this one; or NULL */
	int timeout_ms;		/* for everything together; 0: 20 s */
};

/* How one source answered; text lives in the dump's arena. */
struct pby_live_source {
	const char *name;	/* "kernel memory", "/proc stacks" */
	bool answered;
	const char *detail;	/* what it gave, or why it gave nothing */
};

struct pby_live {
	struct pby_dump dump;
	PBY_VEC(struct pby_live_source) sources;
	uint32_t nr_stuck;	/* children left behind */
	bool no_stacks;		/* not one kernel stack could be read */
};

/*
 * Asks every source. Fails only when no source at all answered; what did not is in sources. The
 * caller frees in any case.
 */
int pby_live__look(struct pby_live *live, const struct pby_live_options *options,
		   struct pby_err *err);
void pby_live__free(struct pby_live *live);

#endif
