// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* program_maps.c: from an mmap_lock to its mm, to the mapping around an address, to the place of its file. */
#include "source/locks/program_maps.h"

#include <bpf/btf.h>
#include <sys/sysmacros.h>

#include "model/kernel.h"
#include "source/kmem_bpf.h"
#include "source/live/kmapping.h"

void pby_program_maps__open(struct pby_program_maps *m, const struct pby_kernel *kernel)
{
	int32_t id;

	*m = (struct pby_program_maps){ .view.mem.fd = -1 };
	if (!kernel || kernel->btf.read != PBY_YES)
		return;
	id = btf__find_by_name_kind(kernel->types.btf, "task_struct", BTF_KIND_STRUCT);
	if (id <= 0 || pby_kmem_bpf__open(&m->view.mem, (size_t)btf__resolve_size(kernel->types.btf, (uint32_t)id), NULL))
		return;
	pby_layout__read(&m->view.layout, &kernel->types);
	m->there = m->view.layout.mm_mmap_lock.there;
	m->left = PBY_PROGRAM_MAPS_MOST;
}

/* As stat(2) has it. */
static uint64_t device_of(uint32_t kernel_dev)
{
	return makedev(kernel_dev >> 20, kernel_dev & 0xfffff);
}

uint32_t pby_program_maps__resolve(struct pby_program_maps *m, uint64_t lock, int32_t tgid, struct pby_program_files *f,
				   struct pby_arena *arena, uint64_t *addrs, uint32_t nr)
{
	uint64_t mm = lock - m->view.layout.mm_mmap_lock.offset;
	uint32_t resolved = 0;

	if (!m->there || !m->left || !pby_kmapping__is_mm_of(&m->view, mm, tgid))
		return 0;
	m->left--;
	for (uint32_t i = 0; i < nr; i++) {
		struct pby_kmapping at;
		struct pby_build_id place;

		if (!pby_kmapping__find(&m->view, mm, addrs[i], &at))
			continue;
		place = pby_build_id__of_inode(device_of(at.dev), at.inode);
		resolved += pby_program_files__set(f, arena, &addrs[i], &place, at.offset);
	}
	return resolved;
}

void pby_program_maps__close(struct pby_program_maps *m)
{
	if (m->there)
		pby_kmem__close(&m->view.mem);
	m->there = false;
}
