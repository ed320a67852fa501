// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* frame.h: one line of a stack, as every architecture and several tools print it. */
#ifndef PBY_DUMP_FRAME_H
#define PBY_DUMP_FRAME_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

/* A frame whose strings still lie in the line. */
struct pby_raw_frame {
	struct pby_text name;	/* suffixes and __pfx_ taken off */
	struct pby_text module;
	struct pby_text file;
	uint64_t addr;
	uint32_t offset;
	uint32_t size;
	uint32_t file_line;
	bool unreliable;
	bool inlined;
	bool weak;		/* a bare name: a frame only inside a stack ("? func") */
};

/*
 * Reads a frame from a line without its leading blanks and without <IRQ> marks:
 *	__schedule+0x265/0x5a0                              x86, riscv, arm64
 *	? __pfx_kthread+0x10/0x10
 *	[<ffffffff82a9df9c>] ? schedule+0x7c/0x1b0 [mod 3adb60]
 *	[<0>] do_wait+0x60/0xa0                             /proc/PID/stack
 *	__mutex_lock+0xf63/0x1b50 kernel/locking/mutex.c:752
 *	__mutex_lock_common kernel/locking/mutex.c:684 [inline]
 *	__schedule (kernel/sched/core.c:5304 kernel/sched/core.c:6622)
 *	[c00000000f] [c000000000d15f2c] __schedule+0x2fc/0x950 (unreliable)   powerpc
 *	([<0000000000c1c4b2>] __schedule+0x2b2/0x860)       s390
 *	#3 [ffffb36] down_read+0x5c at ffffffffb7266f3c     crash
 * Of "[<c0098b>] (schedule) from [<c0166c>] (synchronize_irq+0x5b/0x7c)" (arm) and "schedule from
 * synchronize_irq+0x5b/0x7c" it gives both, the callee first. Returns the number of frames.
 */
int pby_raw_frame__parse(struct pby_text line, struct pby_raw_frame frames[2]);

/* A symbol alone ("perf_trace_init+0x5c/0x310 [mod]"), for "at:" and RIP; false: none there. */
bool pby_raw_frame__symbol(struct pby_text *t, struct pby_raw_frame *f);

/* Takes .isra.0, .constprop.0, .part.0, .cold, .llvm.1 and __pfx_ off a name. */
struct pby_text pby_symbol__bare(struct pby_text name);

#endif
