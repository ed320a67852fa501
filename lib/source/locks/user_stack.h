// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* user_stack.h: stacks of programs: each frame as a place in a file that its build id tells, where the kernel knew it. */
#ifndef PBY_LOCKS_USER_STACK_H
#define PBY_LOCKS_USER_STACK_H

#include "base/arena.h"
#include "bpf/locks.h"
#include "source/names/build_id.h"

struct pby_locks_hooks;
struct bpf_stack_build_id;

/*
 * A frame of a program is one number: 2^56 + file * 2^40 + offset in the file, where file is an index in this list; or
 * the address, when the kernel could not tell the file. No address of a program is as large, and none of the kernel is
 * as small.
 */
struct pby_program_files {
	PBY_VEC(struct pby_build_id) ids;
};

/* Is the frame a place in a file? Then which. */
bool pby_program_files__place(const struct pby_program_files *f, uint64_t frame, struct pby_build_id *id, uint64_t *offset);

/*
 * Makes places of the addresses whose files the kernel told; the number of them. A pair that cannot belong together
 * stays an address.
 */
uint32_t pby_program_files__resolve(struct pby_program_files *f, struct pby_arena *arena, uint64_t *addrs, uint32_t nr,
				    const struct bpf_stack_build_id *ids);
/* Makes one address the place of that offset in the file; false when there is no room. */
bool pby_program_files__set(struct pby_program_files *f, struct pby_arena *arena, uint64_t *addr,
			    const struct pby_build_id *id, uint64_t offset);
/*
 * The frames of a program's stack by its id in the maps (plus 1); their number. *files of them are places. A stack of
 * which the kernel could tell no file, because it could not look at the process's memory map at that moment, is looked
 * at again when it comes again; if the process of that tgid waited for its own mmap_lock, memory tells the files.
 */
uint32_t pby_user_stack__read(const struct pby_locks_hooks *hooks, uint32_t id, uint64_t lock, int32_t tgid,
			      struct pby_program_files *f, struct pby_arena *arena, uint64_t addrs[PBY_LOCKS_FRAMES],
			      uint32_t *files);

#endif
