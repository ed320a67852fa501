// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* state_stack.h: stacks of addresses become stacks of named frames, each kept once. */
#ifndef PBY_LOCKS_STATE_STACK_H
#define PBY_LOCKS_STATE_STACK_H

#include "base/map.h"
#include "model/contention/contention.h"
#include "source/locks/frame_names.h"

struct pby_locks_namer {
	struct pby_contention *to;
	struct pby_frame_names names;
	struct pby_map known;	/* the addresses of a stack -> its index */
	uint64_t text_start, text_end;	/* the kernel proper, without modules and programs; 0 unknown */
	uint32_t nr_programs, nr_unnamed;	/* frames of programs, and those of them that have no name */
	const char *why;	/* why the first of these has none */
};

/* Only what pby_locks_namer__own_frames() needs. */
void pby_locks_namer__text(struct pby_locks_namer *n, const struct pby_frame_names *names);
/* Begins with the empty stack, index 0. False without memory. */
bool pby_locks_namer__init(struct pby_locks_namer *n, struct pby_contention *to, const struct pby_frame_names *names);
/* The index in to->stacks; 0 for none. addrs stay where they are until the namer is freed. files: of a program's stack. */
uint32_t pby_locks_namer__stack(struct pby_locks_namer *n, const uint64_t *addrs, uint32_t nr,
				const struct pby_program_files *files);
/*
 * How many of the innermost frames are those of our own hook, of a stack that was taken inside it: a program that is
 * younger than the symbols, and what called it.
 */
uint32_t pby_locks_namer__own_frames(const struct pby_locks_namer *n, const uint64_t *addrs, uint32_t nr);
void pby_locks_namer__free(struct pby_locks_namer *n);

/* "event_mutex", "locks+0x40"; NULL when no symbol is near. */
const char *pby_locks__data_name(const struct pby_addresses *addresses, uint64_t addr, struct pby_arena *arena);

#endif
