// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* symbols.h: the kernel's symbol table (kallsyms, System.map or an ELF symtab) by name. */
#ifndef PBY_SYMBOLS_H
#define PBY_SYMBOLS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/index.h"
#include "base/text.h"

/*
 * Names point into the text that the table was filled from, which must outlive
 * it. Type letters are kept but never used to filter: 7.2 prints initialised
 * data as 't'. Addresses are 0 for readers without the right to see them.
 */
struct pby_symbol {
	const char *text;	/* name as printed, suffixes included, not NUL-terminated */
	uint64_t addr;
	uint16_t len;
	char letter;
	bool module;		/* "[module]" follows in the table; bpf pseudo modules too */
};

struct pby_symbols {
	struct pby_symbol *items;
	uint32_t nr;
	uint32_t cap;
	struct pby_index by_base;	/* by the name up to its first '.' that is not at its start */
	uint32_t nr_bpf;	/* symbols of [bpf] */
	uint32_t nr_trampolines;	/* of those, bpf_trampoline_* */
};

static inline struct pby_text pby_symbol__name(const struct pby_symbol *s)
{
	return pby_text__of(s->text, s->len);
}

/* Prepares for about nr symbols. */
bool pby_symbols__reserve(struct pby_symbols *syms, uint32_t nr);
/* Adds one symbol; false without memory. */
bool pby_symbols__add(struct pby_symbols *syms, struct pby_text name, uint64_t addr, char letter,
		      bool module);
/* A symbol of this very name (the first in the table), or NULL. */
const struct pby_symbol *pby_symbols__find(const struct pby_symbols *syms, const char *name);
/* How many symbols bear this very name. */
uint32_t pby_symbols__count(const struct pby_symbols *syms, const char *name);
/*
 * Walks the symbols whose base is this name: "blk_account_io_done.part.0" and the plain name for
 * "blk_account_io_done". *pos starts as 0; NULL ends. The order is that of the table, reversed.
 */
const struct pby_symbol *pby_symbols__each_base(const struct pby_symbols *syms, const char *base,
						uint32_t *pos);
void pby_symbols__free(struct pby_symbols *syms);

#endif
