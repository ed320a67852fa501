// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* elf.h: sections and symbols of a 64-bit little-endian ELF file in memory, whatever its bytes. */
#ifndef PBY_IMAGE_ELF_H
#define PBY_IMAGE_ELF_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

struct pby_err;

/* Borrowed bytes and where its tables lie; nothing to free. */
struct pby_elf {
	struct pby_text file;
	const char *machine;	/* as uname -m: "x86_64", "aarch64"; "" for others */
	uint64_t sections;	/* offset of the section table */
	uint32_t nr_sections;
	struct pby_text names;	/* of sections */
	struct pby_text symtab, strtab;	/* empty when it was stripped */
};

bool pby_elf__is(struct pby_text file);
int pby_elf__open(struct pby_text file, struct pby_elf *elf, struct pby_err *err);

/* The bytes of the first section of this name; false when there is none or it has no bytes here. */
bool pby_elf__section(const struct pby_elf *elf, const char *name, struct pby_text *content);

struct pby_elf_symbol {
	struct pby_text name;
	uint64_t value;
	bool function;
};

/* The i-th symbol of .symtab; false behind the last one. A symbol without a good name has an empty one. */
bool pby_elf__symbol(const struct pby_elf *elf, uint32_t i, struct pby_elf_symbol *symbol);

#endif
