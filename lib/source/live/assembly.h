// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* assembly.h: one dump out of what several sources say, thread by thread. */
#ifndef PBY_LIVE_ASSEMBLY_H
#define PBY_LIVE_ASSEMBLY_H

#include <stddef.h>

#include "base/err.h"
#include "base/index.h"
#include "model/live.h"
#include "source/dump/stacks.h"

struct pby_live_memory;
struct pby_proc_task;

/* Threads by number, stacks kept once. Everything is copied: a source may go away afterwards. */
struct pby_assembly {
	struct pby_live *live;
	struct pby_arena *arena;	/* the dump's */
	struct pby_index by_pid;
	struct pby_stacks stacks;
	uint32_t nr_log_stacks;		/* that have numbers above those of stacks */
};

/* Empties live; what it was is not freed. -ENOMEM. */
int pby_assembly__start(struct pby_assembly *assembly, struct pby_live *live, struct pby_err *err);
/* Notes how a source answered. name and detail must live as long as the dump's arena. */
void pby_assembly__source(struct pby_assembly *assembly, const char *name, bool answered, const char *detail);
/* What would make the source noted last answer (better); NULL: nothing that is known. */
void pby_assembly__advise(struct pby_assembly *assembly, const char *todo);
/* What memory knows of tasks and locks: where both sources speak, the later call wins; so does a later look. */
void pby_assembly__memory(struct pby_assembly *assembly, const struct pby_live_memory *memory);
/* Where tasks of that memory run. */
void pby_assembly__running(struct pby_assembly *assembly, const struct pby_live_memory *memory);
void pby_assembly__proc(struct pby_assembly *assembly, const struct pby_proc_task *task);
/*
 * What the kernel wrote of tasks, as text of its log: stacks with scheduler frames, blockers, notes. How many tasks it
 * showed. Once.
 */
uint32_t pby_assembly__log(struct pby_assembly *assembly, const char *text, size_t len);
/* Marks who ran between the last two looks: what was read of his stack between them may be past. */
void pby_assembly__progress(struct pby_assembly *assembly, const struct pby_progress *progress);
/* Frees what it needed; the dump stays with live. */
void pby_assembly__end(struct pby_assembly *assembly);

#endif
