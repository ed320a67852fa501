// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* row.c: writes and reads structs by tables of their members. */
#include "source/capture/row.h"

#include "base/json.h"
#include "source/capture/cell.h"

void pby_row__write(struct json_object *to, const struct pby_columns *columns, const void *row, bool addresses)
{
	for (size_t i = 0; i < columns->nr; i++) {
		const struct pby_column *c = &columns->items[i];

		if (addresses || c->kind != PBY_CELL_ADDRESS)
			pby_cells[c->kind].write(to, c, (const char *)row + c->offset);
	}
}

void pby_row__read(const struct json_object *from, const struct pby_columns *columns, void *row,
		   struct pby_arena *arena)
{
	for (size_t i = 0; i < columns->nr; i++) {
		const struct pby_column *c = &columns->items[i];
		const struct json_object *o = pby_json__get(from, c->name);

		if (o)
			pby_cells[c->kind].read(o, c, (char *)row + c->offset, arena);
	}
}
