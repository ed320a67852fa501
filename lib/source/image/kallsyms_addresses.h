// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* kallsyms_addresses.h: the addresses beside the packed names of the kernel's own symbol table. */
#ifndef PBY_KALLSYMS_ADDRESSES_H
#define PBY_KALLSYMS_ADDRESSES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

/* Where the tables of names were found in an image. */
struct pby_kallsyms_place {
	struct pby_text image;
	uint64_t base;		/* kernel address of the image's first byte */
	const char *number;	/* kallsyms_num_syms */
	const char *behind;	/* the end of kallsyms_token_index */
	uint32_t nr;		/* symbols */
};

/* How an entry of kallsyms_offsets, 4 bytes, becomes an address. */
enum pby_kallsyms_form {
	PBY_KALLSYMS_PERCPU,	/* >= 0: itself; < 0: relative_base - 1 - entry (ABSOLUTE_PERCPU, to 6.14) */
	PBY_KALLSYMS_BASE,	/* relative_base + entry */
	PBY_KALLSYMS_SELF,	/* the entry's own address + entry: 7.2 has no relative_base */
};

struct pby_kallsyms_addresses {
	enum pby_kallsyms_form form;
	const char *offsets;
	uint64_t at;		/* kernel address of offsets */
	uint64_t relative_base;
};

/*
 * kallsyms_offsets stands before kallsyms_num_syms up to 6.3 and behind kallsyms_token_index later. The
 * symbols are sorted by address: what is not is no such table. False when none fits.
 */
bool pby_kallsyms_addresses__find(const struct pby_kallsyms_place *place,
				  struct pby_kallsyms_addresses *addresses);
uint64_t pby_kallsyms_addresses__get(const struct pby_kallsyms_addresses *addresses, uint32_t i);

#endif
