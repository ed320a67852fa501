// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* inlines.h: which functions were inlined at an address, and where that is in the source, by DWARF. */
#ifndef PBY_INLINES_H
#define PBY_INLINES_H

#include <elfutils/libdw.h>
#include <stdbool.h>
#include <stdint.h>

/* One function at an address. Strings are borrowed from the debug information. */
struct pby_inline {
	const char *name;	/* never NULL */
	const char *file;	/* "kernel/locking/mutex.c": below where it was compiled, when it lies there; or NULL */
	uint32_t line;		/* the instruction's; of callers, that of the call; 0 unknown */
};

enum { PBY_INLINES_MAX = 8 };

/* Which compilation unit covers what, where .debug_aranges does not tell; zeroed memory is not asked yet. */
struct pby_inlines {
	struct pby_cu_range *ranges;
	uint32_t nr, cap;
	bool known;
};

/*
 * The functions at the address, the innermost inlined one first, the one that they were all inlined into last. When
 * there are more than fit, outer inlined ones are left out, never the last. 0: nothing is known of that address.
 */
uint32_t pby_inlines__at(struct pby_inlines *in, Dwarf *dwarf, uint64_t addr, struct pby_inline out[PBY_INLINES_MAX]);
void pby_inlines__free(struct pby_inlines *in);

#endif
