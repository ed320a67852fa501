// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* frame_names.h: names for the frames of stacks: the kernel's symbols, debug information, files of programs. */
#ifndef PBY_LOCKS_FRAME_NAMES_H
#define PBY_LOCKS_FRAME_NAMES_H

#include "model/addresses.h"
#include "model/task.h"
#include "source/locks/user_stack.h"

struct pby_names;

enum { PBY_FRAMES_AT_ONE = 8 };	/* functions at one address */

/* Any of them may be NULL, or empty. */
struct pby_frame_names {
	const struct pby_addresses *addresses;	/* the kernel's symbols */
	struct pby_names *names;		/* debug information, and files of programs */
};

/* Before _at(): asks for all of a stack at once. files: NULL for stacks of the kernel. */
void pby_frame_names__ask(const struct pby_frame_names *n, const struct pby_program_files *files, const uint64_t *addrs,
			  uint32_t nr);
/*
 * The functions at an address, the inlined ones first; at least one: without a name it is called "0x...", or "build-id
 * 4a5a...+0x1234", and *why, unless NULL, says why. Texts go into the arena.
 */
uint32_t pby_frame_names__at(const struct pby_frame_names *n, const struct pby_program_files *files, uint64_t addr,
			     struct pby_arena *arena, struct pby_frame out[PBY_FRAMES_AT_ONE], const char **why);

#endif
