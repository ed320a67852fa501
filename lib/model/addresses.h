// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* addresses.h: the symbol table the other way round: which symbol lies at or below an address. */
#ifndef PBY_ADDRESSES_H
#define PBY_ADDRESSES_H

#include <stdbool.h>
#include <stdint.h>

#include "model/symbols.h"

/* Indexes of the symbols that have an address, ascending by it. Keeps the symbols, does not own them. */
struct pby_addresses {
	const struct pby_symbols *syms;
	uint32_t *order;
	uint32_t nr;
};

/* False without memory. Symbols without an address (kptr_restrict) are left out: nr may be 0. */
bool pby_addresses__build(struct pby_addresses *a, const struct pby_symbols *syms);
/* The last symbol that begins at or below addr, and how far below; NULL below the first. */
const struct pby_symbol *pby_addresses__find(const struct pby_addresses *a, uint64_t addr,
					     uint64_t *offset);
void pby_addresses__free(struct pby_addresses *a);

#endif
