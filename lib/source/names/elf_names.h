// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* elf_names.h: one ELF file by address: its functions, and what its debug information knows of inlined ones. */
#ifndef PBY_ELF_NAMES_H
#define PBY_ELF_NAMES_H

#include "base/err.h"
#include "source/names/build_id.h"
#include "source/names/inlines.h"

struct pby_elf_names;

/* The build id of the ELF file at path; false: it has none, or is no such file. */
bool pby_elf_names__build_id(const char *path, struct pby_build_id *id);

/*
 * Opens the file at path; its build id must be this one, or -ESTALE. NULL with the reason. Symbols come from .symtab,
 * else .dynsym.
 */
struct pby_elf_names *pby_elf_names__open(const char *path, const struct pby_build_id *id, struct pby_err *err);
/* Takes symbols and debug information from a separate file of the same build id as well. */
int pby_elf_names__add_debug(struct pby_elf_names *n, const char *path, const struct pby_build_id *id,
			     struct pby_err *err);
void pby_elf_names__free(struct pby_elf_names *n);

const char *pby_elf_names__path(const struct pby_elf_names *n);
bool pby_elf_names__has_debug(const struct pby_elf_names *n);
/* The address that the linker gave to what lies at this place of the file. */
bool pby_elf_names__address(const struct pby_elf_names *n, uint64_t file_offset, uint64_t *addr);
/* Where a symbol of .symtab lies, whatever it is. */
bool pby_elf_names__symbol(const struct pby_elf_names *n, const char *name, uint64_t *addr);
/* The function around an address, how far into it that is, and how long it is; NULL: none is known there. */
const char *pby_elf_names__function(const struct pby_elf_names *n, uint64_t addr, uint32_t *offset, uint32_t *size);
/* As pby_inlines__at(). */
uint32_t pby_elf_names__inlines(struct pby_elf_names *n, uint64_t addr, struct pby_inline out[PBY_INLINES_MAX]);

#endif
