// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* layout.h: where in this kernel's structs the members lie that are read from memory. */
#ifndef PBY_LIVE_LAYOUT_H
#define PBY_LIVE_LAYOUT_H

#include <stdbool.h>
#include <stdint.h>

struct pby_types;

struct pby_field {
	uint32_t offset;	/* bytes from the start of the struct */
	uint32_t size;		/* bytes */
	bool there;		/* this kernel has it */
};

struct pby_layout {
#define FIELD(name, composite, path) struct pby_field name;
#include "source/live/layout.def"
#undef FIELD
};

/* Looks every member up in BTF. */
void pby_layout__read(struct pby_layout *layout, const struct pby_types *types);
/* Can tasks be walked with it? */
bool pby_layout__has_tasks(const struct pby_layout *layout);

#endif
