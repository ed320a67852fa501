// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* symbols.h: the kernel's symbol table (kallsyms, System.map or an ELF symtab) by name. */
#ifndef PBY_SYMBOLS_H
#define PBY_SYMBOLS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/map.h"
#include "base/text.h"

/*
 * Names point into the text that the table was filled from, which must outlive
 * it. Type letters are kept but never used to filter: 7.2 prints initialised
 * data as 't'. Addresses are 0 for readers without the right to see them.
 */
struct pby_symbol {
	struct pby_text name;	/* as printed, suffixes included */
	uint64_t addr;
	uint32_t next_base;	/* next symbol with the same base name, or PBY_MAP_NONE */
	uint32_t next_name;	/* next symbol with the same full name, or PBY_MAP_NONE */
	char letter;
	bool module;		/* "[module]" follows in the table; bpf pseudo modules too */
};

struct pby_symbols {
	struct pby_symbol *items;
	uint32_t nr;
	uint32_t cap;
	struct pby_map by_name;
	struct pby_map by_base;	/* the name up to its first '.' that is not at its start */
	uint32_t nr_bpf;	/* symbols of [bpf] */
	uint32_t nr_trampolines;	/* of those, bpf_trampoline_* */
};

/* Adds one symbol; false without memory. */
bool pby_symbols__add(struct pby_symbols *syms, struct pby_text name, uint64_t addr, char letter,
		      bool module);
/* First symbol of this name, or NULL. */
const struct pby_symbol *pby_symbols__find(const struct pby_symbols *syms, const char *name);
/* How many symbols bear this very name. */
uint32_t pby_symbols__count(const struct pby_symbols *syms, const char *name);
/*
 * First symbol whose base is this name ("blk_account_io_done.part.0" for "blk_account_io_done",
 * and the plain name too); follow next_base for the others.
 */
const struct pby_symbol *pby_symbols__find_base(const struct pby_symbols *syms, const char *base);
void pby_symbols__free(struct pby_symbols *syms);

#endif
