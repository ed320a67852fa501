// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* cell.h: what row.c knows of each kind of member. */
#ifndef PBY_CAPTURE_CELL_H
#define PBY_CAPTURE_CELL_H

#include "source/capture/row.h"

struct pby_cell {
	/* Adds the member at this address, unless it is zero. */
	void (*write)(struct json_object *to, const struct pby_column *column, const void *at);
	/* Sets it from a value of any kind; what does not fit leaves it as it is. */
	void (*read)(const struct json_object *from, const struct pby_column *column, void *at,
		     struct pby_arena *arena);
};

/* By enum pby_cell_kind. */
extern const struct pby_cell pby_cells[];

#endif
