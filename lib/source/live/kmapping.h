// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* kmapping.h: which file a process has at an address, from kernel memory: /proc/PID/maps would wait for its mmap_lock. */
#ifndef PBY_LIVE_KMAPPING_H
#define PBY_LIVE_KMAPPING_H

#include <stdbool.h>
#include <stdint.h>

struct pby_kview;

struct pby_kmapping {
	uint64_t offset;	/* of the address, in the file */
	uint64_t inode;
	uint32_t dev;		/* of its superblock, as the kernel keeps it: major << 20 | minor */
};

/*
 * Mappings change while they are read: what is found was a mapping of this mm (struct mm_struct) around addr before and
 * after its file was read. False: none, one without a file, or it changed.
 */
bool pby_kmapping__find(const struct pby_kview *view, uint64_t mm, uint64_t addr, struct pby_kmapping *out);
/* Is it the mm of this process? Asked of the task that owns it (CONFIG_MEMCG); where nobody does, the answer is no. */
bool pby_kmapping__is_mm_of(const struct pby_kview *view, uint64_t mm, int32_t tgid);

#endif
