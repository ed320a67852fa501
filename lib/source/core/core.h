// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* core.h: the memory of a machine, taken from outside, with the kernel that lies in it. */
#ifndef PBY_CORE_CORE_H
#define PBY_CORE_CORE_H

#include "base/buf.h"
#include "base/text.h"
#include "source/kmem.h"

struct pby_kernel;

/*
 * Nothing but the file is needed: the page tables are found through VMCOREINFO or a CPU's CR3, the
 * kernel's text and data by the page tables, and in them its banner, its types (BTF) and its symbol
 * table (kallsyms), wherever KASLR put it.
 */
struct pby_core {
	struct pby_kmem mem;
	const char *path;
	uint64_t image_start;	/* kernel address of the first byte of image: _text */
	struct pby_buf image;	/* the kernel as it lies in memory, with zeros for what is not mapped */
};

/* path must outlive the core. -EBADMSG, -ENOTSUP, -ENODATA with a sentence. */
int pby_core__open(struct pby_core *core, const char *path, struct pby_err *err);
void pby_core__close(struct pby_core *core);

/* The kernel as read from memory. */
struct pby_text pby_core__image(const struct pby_core *core);

/* What may stand in for what the core lacks, each NULL or a file. */
struct pby_core_helpers {
	const char *kernel;	/* an image of the kernel */
	const char *kallsyms;	/* /proc/kallsyms saved from the guest in that very boot */
};

/*
 * Fills a zeroed kernel: release, types, symbols with addresses, those of modules too. Types or
 * symbols that cannot be had are noted in its domains. Fails when a helper cannot be read, or is
 * of another kernel or another boot.
 */
int pby_core__describe(const struct pby_core *core, const struct pby_core_helpers *helpers,
		       struct pby_kernel *kernel, struct pby_err *err);

#endif
