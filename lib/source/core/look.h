// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* look.h: the tasks and locks in a core, as the dump that everything else judges. */
#ifndef PBY_CORE_LOOK_H
#define PBY_CORE_LOOK_H

#include "model/live.h"
#include "source/core/core.h"

/*
 * What a live look gives, from memory alone: tasks, locks, and stacks read off the tasks' own stacks.
 * kernel is what pby_core__describe() filled. Fails when it lacks types or symbols, or no task can
 * be read. The caller frees live in any case.
 */
int pby_core__look(struct pby_live *live, const struct pby_core *core, const struct pby_kernel *kernel,
		   struct pby_err *err);

#endif
