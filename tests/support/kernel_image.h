// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* kernel_image.h: builds kernels that cannot run, in every wrapping that kernels come in. */
#ifndef PBY_TEST_KERNEL_IMAGE_H
#define PBY_TEST_KERNEL_IMAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/text.h"

/* How the build of some kernel lays out its own symbol table. */
struct kallsyms_form {
	size_t align;		/* 8, or 4 in 7.2 */
	int marker_bytes;	/* 4, or 8 before 4.20 */
	bool seqs;		/* 6.2 and 6.3: a table between markers and tokens */
	int offset;		/* the odd place where it begins in the image */
	enum kallsyms_addresses {
		KALLSYMS_NO_ADDRESSES,
		KALLSYMS_BEFORE,	/* offsets and relative_base before the names, per-CPU form (to 6.3) */
		KALLSYMS_BEHIND,	/* behind the tokens, per-CPU form */
		KALLSYMS_BEHIND_BASE,	/* behind the tokens, all relative to the base */
		KALLSYMS_BEHIND_SELF,	/* behind the tokens, each relative to its own place (7.2) */
	} addresses;
	uint64_t base;		/* kernel address of the first byte of the image */
};

/* The address that symbol i of nr has: the first ten are per-CPU numbers, two have the same address. */
uint64_t kernel_image__address(const struct kallsyms_form *form, uint32_t i);

/*
 * The tables over nr names "Tname_0", "dname_1"... and those of extra (ended by NULL, with their type
 * letters), packed as scripts/kallsyms.c does it. One name is so long that its length takes two bytes.
 */
void kernel_image__kallsyms(struct pby_buf *out, const struct kallsyms_form *form, uint32_t nr,
			    const char *const *extra);

/* An ELF file with .rodata, .BTF (unless empty) and, for each name, a function in .symtab (unless 0). */
void kernel_image__elf(struct pby_buf *out, struct pby_text rodata, struct pby_text btf,
		       uint32_t nr_functions);

/* BTF with one struct of this name with one member, and enough others to pass for a kernel's. */
void kernel_image__btf(struct pby_buf *out, const char *name, const char *member);

/* "gzip", "xz", "lzma", "zstd", "lz4" or "lz4 legacy". */
void kernel_image__pack(struct pby_buf *out, const char *format, struct pby_text text);

/* A bzImage around a payload, with a banner in its header. */
void kernel_image__bzimage(struct pby_buf *out, struct pby_text payload, const char *banner);

/* A Debian package with these files (path, content, path, content, ... NULL); data.tar packed. */
struct kernel_image_file {
	const char *path;
	struct pby_text content;
};
void kernel_image__deb(struct pby_buf *out, const char *format, const struct kernel_image_file *files,
		       size_t nr);
/* A tar archive of files. */
void kernel_image__tar(struct pby_buf *out, const struct kernel_image_file *files, size_t nr);

static inline struct pby_text kernel_image__text(const struct pby_buf *buf)
{
	return pby_text__of(pby_buf__text(buf), buf->len);
}

#endif
