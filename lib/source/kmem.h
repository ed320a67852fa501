// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* kmem.h: reads kernel memory by address from /proc/kcore or from an ELF core of the same form. */
#ifndef PBY_KMEM_H
#define PBY_KMEM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"
#include "source/core/paging.h"

/*
 * /proc/kcore is an ELF core whose PT_LOAD segments map kernel addresses to
 * file offsets. They are the only test of "is this a kernel pointer": with
 * five-level page tables addresses begin at 0xff..., not at 0xffff8....
 * A core taken from outside (QEMU, kdump) has segments by physical address, and the kernel's own
 * page tables lead there.
 *
 * A read takes kclist_lock and page_offline_rwsem (memory hot-plug holds them), so it can
 * block for ever: use it in a child (source/child.h) on a machine that hangs.
 * Everything read may change or vanish at any time: check what you follow, bound what you walk.
 */
struct pby_kmem_range {
	uint64_t start;
	uint64_t end;		/* first address behind it */
	uint64_t offset;	/* of start in the file */
};

struct pby_page_cache;

/* A CPU as the core's notes show it; only QEMU's tell control registers. */
struct pby_kmem_cpu {
	uint64_t cr0, cr3, cr4;
	uint64_t ip, sp, bp;
};

struct pby_kmem {
	int fd;
	bool x86_64;
	struct pby_arena arena;
	PBY_VEC(struct pby_kmem_range) ranges;	/* kernel addresses, ascending */
	PBY_VEC(struct pby_kmem_range) physical;	/* physical addresses, ascending */
	struct pby_paging paging;	/* for addresses outside of ranges; levels 0: none */
	PBY_VEC(struct pby_kmem_cpu) cpus;
	struct pby_page_cache *cache;	/* of a file that does not change; else NULL */
	uint64_t file_end;	/* how long the file has to be to hold all segments */
	/*
	 * NT_TASKSTRUCT: the copy of the opener's own task_struct. Its "tasks" list leads to
	 * every process without any symbol. NULL in cores that have none.
	 */
	const void *self_task;
	size_t self_task_size;
	/* Instead of the file: ranges then say what may be asked for, and their offsets are addresses (kmem_bpf.h). */
	bool (*read)(void *by, uint64_t addr, void *to, size_t size);
	void (*close)(void *by);
	void *by;
	struct pby_text vmcoreinfo;	/* "OSRELEASE=...\n...", or empty */
};

/* Takes fd over, also on failure. name is for messages. -EBADMSG when it is no such core. */
int pby_kmem__open(struct pby_kmem *mem, int fd, const char *name, struct pby_err *err);
/* The live machine's /proc/kcore; needs root and no lockdown=confidentiality. */
int pby_kmem__open_live(struct pby_kmem *mem, struct pby_err *err);
void pby_kmem__close(struct pby_kmem *mem);

/* Does the core map all of [addr, addr + size)? */
bool pby_kmem__covers(const struct pby_kmem *mem, uint64_t addr, size_t size);
/* Reads all of size bytes or fails; what is not covered is never asked for. */
bool pby_kmem__read(const struct pby_kmem *mem, uint64_t addr, void *to, size_t size);
/*
 * Is addr mapped? *left: how many bytes lie together there, in memory and in the file, or, when it is
 * not, how many bytes from it on are not mapped for sure; never 0.
 */
bool pby_kmem__piece(const struct pby_kmem *mem, uint64_t addr, uint64_t *left);
/* The same by physical address, of which size bytes lie in one segment, and by place in the file. */
bool pby_kmem__read_physical(const struct pby_kmem *mem, uint64_t addr, void *to, size_t size);
bool pby_kmem__read_file(const struct pby_kmem *mem, uint64_t offset, void *to, size_t size);
/* Little words; false like pby_kmem__read(). */
bool pby_kmem__u64(const struct pby_kmem *mem, uint64_t addr, uint64_t *value);
bool pby_kmem__u32(const struct pby_kmem *mem, uint64_t addr, uint32_t *value);
/* A byte array such as task_struct.comm, up to its NUL; size bytes are read, to has size + 1. */
bool pby_kmem__string(const struct pby_kmem *mem, uint64_t addr, char *to, size_t size);
/* A value of size 1, 2, 4 or 8 bytes, zero-extended. */
bool pby_kmem__word(const struct pby_kmem *mem, uint64_t addr, size_t size, uint64_t *value);

#endif
