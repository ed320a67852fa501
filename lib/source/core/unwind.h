// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* unwind.h: the stack of a task, read off its memory. */
#ifndef PBY_CORE_UNWIND_H
#define PBY_CORE_UNWIND_H

#include "source/core/orc.h"
#include "source/live/kview.h"

struct pby_types;

/*
 * With the kernel's ORC tables frames are as sure as the kernel's own traces, scheduler functions
 * included. Where a function has no rule (programs that a JIT made) or the kernel no tables, frame
 * pointers are followed; where they lead nowhere, the words above that are return addresses follow
 * with a "?": some are leftovers.
 */
struct pby_unwind {
	const struct pby_kview *view;
	struct pby_orc orc;
	uint32_t frame_bp, frame_ret, frame_size;	/* struct inactive_task_frame */
	uint64_t text_start, text_end;	/* _stext, _etext: of the kernel proper */
};

/* -ENODATA when BTF does not tell where a sleeping task keeps its registers; -ENOMEM. */
int pby_unwind__start(struct pby_unwind *unwind, const struct pby_kview *view,
		      const struct pby_types *types, struct pby_err *err);
/*
 * Lines in the kernel's form, "__schedule+0x2eb/0x8d0", innermost first; NULL for a task whose stack
 * cannot be read, or that runs on a CPU of which nobody noted the registers. Lives in the arena.
 */
const char *pby_unwind__text(const struct pby_unwind *unwind, const struct pby_ktask *task,
			     struct pby_arena *arena);
/*
 * The same for a task that runs, from the registers that it had a moment ago. What lies above them on its stack may have
 * changed since: only frames that the rules lead to, and a guess for all that.
 */
const char *pby_unwind__running(const struct pby_unwind *unwind, const struct pby_ktask *task,
				const struct pby_kmem_cpu *registers, struct pby_arena *arena);
void pby_unwind__free(struct pby_unwind *unwind);

#endif
