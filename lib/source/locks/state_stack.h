// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* state_stack.h: stacks of addresses become stacks of named frames, each kept once. */
#ifndef PBY_LOCKS_STATE_STACK_H
#define PBY_LOCKS_STATE_STACK_H

#include "base/map.h"
#include "model/addresses.h"
#include "model/contention/contention.h"

struct pby_locks_namer {
	struct pby_contention *to;
	const struct pby_addresses *addresses;
	struct pby_map known;	/* the addresses of a stack -> its index */
	uint64_t text_start, text_end;	/* the kernel proper, without modules and programs; 0 unknown */
};

/* Only what pby_locks_namer__own_frames() needs. */
void pby_locks_namer__text(struct pby_locks_namer *n, const struct pby_addresses *addresses);
/* Begins with the empty stack, index 0. False without memory. */
bool pby_locks_namer__init(struct pby_locks_namer *n, struct pby_contention *to,
			   const struct pby_addresses *addresses);
/* The index in to->stacks; 0 for none. addrs stay where they are until the namer is freed. */
uint32_t pby_locks_namer__stack(struct pby_locks_namer *n, const uint64_t *addrs, uint32_t nr, bool user);
/*
 * How many of the innermost frames are those of our own hook, of a stack that was taken inside it: a program that is
 * younger than the symbols, and what called it.
 */
uint32_t pby_locks_namer__own_frames(const struct pby_locks_namer *n, const uint64_t *addrs, uint32_t nr);
void pby_locks_namer__free(struct pby_locks_namer *n);

/* An address of the kernel as a frame; its name is the address itself ("0x...") when no symbol is near. */
struct pby_frame pby_locks__frame(const struct pby_addresses *addresses, uint64_t addr, struct pby_arena *arena);

/* "event_mutex", "locks+0x40"; NULL when no symbol is near. */
const char *pby_locks__data_name(const struct pby_addresses *addresses, uint64_t addr, struct pby_arena *arena);

#endif
