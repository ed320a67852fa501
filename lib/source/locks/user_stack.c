// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* user_stack.c: two maps have the same stack under one number: its addresses, and their files. */
#include "source/locks/user_stack.h"

#include <bpf/bpf.h>
#include <linux/bpf.h>
#include <string.h>

#include "source/locks/hooks.h"
#include "source/locks/program_maps.h"

#define PROGRAM_FRAME (1ull << 56)

enum { FILE_SHIFT = 40, MOST_FILES = 1 << 15, IN_PAGE = 4095 };

bool pby_program_files__place(const struct pby_program_files *f, uint64_t frame, struct pby_build_id *id, uint64_t *offset)
{
	uint64_t file = (frame & ~PROGRAM_FRAME) >> FILE_SHIFT;

	if (frame >> 56 != 1 || !f || file >= f->ids.nr)
		return false;
	*id = f->ids.items[file];
	*offset = frame & ((1ull << FILE_SHIFT) - 1);
	return true;
}

/* A machine waits in few programs: a search is short. */
static int64_t index_of(struct pby_program_files *f, struct pby_arena *arena, const uint8_t *bytes)
{
	struct pby_build_id *slot;

	for (uint32_t i = 0; i < f->ids.nr; i++)
		if (!memcmp(f->ids.items[i].bytes, bytes, sizeof(f->ids.items[i].bytes)))
			return i;
	slot = f->ids.nr < MOST_FILES ? PBY_PUSH(arena, &f->ids) : NULL;
	if (!slot)
		return -1;
	memcpy(slot->bytes, bytes, sizeof(slot->bytes));
	return f->ids.nr - 1;
}

bool pby_program_files__set(struct pby_program_files *f, struct pby_arena *arena, uint64_t *addr,
			    const struct pby_build_id *id, uint64_t offset)
{
	int64_t file = offset >> FILE_SHIFT ? -1 : index_of(f, arena, id->bytes);

	if (file >= 0)
		*addr = PROGRAM_FRAME | (uint64_t)file << FILE_SHIFT | offset;
	return file >= 0;
}

uint32_t pby_program_files__resolve(struct pby_program_files *f, struct pby_arena *arena, uint64_t *addrs, uint32_t nr,
				    const struct bpf_stack_build_id *ids)
{
	uint32_t resolved = 0;

	for (uint32_t i = 0; i < nr; i++) {
		struct pby_build_id id;

		if (ids[i].status != BPF_STACK_BUILD_ID_VALID || (ids[i].offset ^ addrs[i]) & IN_PAGE)
			continue;
		memcpy(id.bytes, ids[i].build_id, sizeof(id.bytes));
		resolved += pby_program_files__set(f, arena, &addrs[i], &id, ids[i].offset);
	}
	return resolved;
}

uint32_t pby_user_stack__read(const struct pby_locks_hooks *hooks, uint32_t id, uint64_t lock, int32_t tgid,
			      struct pby_program_files *f, struct pby_arena *arena, uint64_t addrs[PBY_LOCKS_FRAMES],
			      uint32_t *files)
{
	int stacks = pby_locks_hooks__map(hooks, "user_stacks"), places = pby_locks_hooks__map(hooks, "user_files");
	struct bpf_stack_build_id ids[PBY_LOCKS_FRAMES] = { { .status = BPF_STACK_BUILD_ID_EMPTY } };
	uint32_t key = id - 1, nr = 0;

	*files = 0;
	if (bpf_map_lookup_elem(stacks, &key, addrs))
		return 0;
	while (nr < PBY_LOCKS_FRAMES && addrs[nr])
		nr++;
	if (!bpf_map_lookup_elem(places, &key, ids)) {
		*files = pby_program_files__resolve(f, arena, addrs, nr, ids);
		if (!*files)
			bpf_map_delete_elem(places, &key);
	}
	if (!*files && hooks->programs)
		*files = pby_program_maps__resolve(hooks->programs, lock, tgid, f, arena, addrs, nr);
	return nr;
}
