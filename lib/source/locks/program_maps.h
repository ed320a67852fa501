// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* program_maps.h: the files of a program's frames where the kernel tells none: of those who wait for their own mmap_lock. */
#ifndef PBY_LOCKS_PROGRAM_MAPS_H
#define PBY_LOCKS_PROGRAM_MAPS_H

#include "source/live/kview.h"
#include "source/locks/user_stack.h"

struct pby_kernel;

/* Memory of the kernel, read by a program: for the child only. Zeroed: it cannot be read. */
struct pby_program_maps {
	struct pby_kview view;
	bool there;
	uint32_t left;		/* so many stacks may still be looked at in this shot */
};

enum { PBY_PROGRAM_MAPS_MOST = 500 };

/* Loads a program: may block for ever. */
void pby_program_maps__open(struct pby_program_maps *m, const struct pby_kernel *kernel);
/*
 * Makes places of the addresses of a stack of a process that waited for lock, when that is its own mmap_lock: by the
 * mappings that memory shows now. The number of them.
 */
uint32_t pby_program_maps__resolve(struct pby_program_maps *m, uint64_t lock, int32_t tgid, struct pby_program_files *f,
				   struct pby_arena *arena, uint64_t *addrs, uint32_t nr);
void pby_program_maps__close(struct pby_program_maps *m);

#endif
