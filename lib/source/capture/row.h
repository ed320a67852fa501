// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* row.h: plain structs to JSON and back, by a table of their members. */
#ifndef PBY_CAPTURE_ROW_H
#define PBY_CAPTURE_ROW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

struct json_object;

enum pby_cell_kind {
	PBY_CELL_BOOL,
	PBY_CELL_I32,		/* int, pid_t, enums */
	PBY_CELL_U32,
	PBY_CELL_U64,
	PBY_CELL_ADDRESS,	/* uint64_t in kernel memory: left out where addresses are to be kept secret */
	PBY_CELL_TEXT,		/* const char *, NULL is left out; any bytes but NUL */
	PBY_CELL_CHARS,		/* char[], NUL-terminated */
	PBY_CELL_BYTES,		/* uint8_t[], in hexadecimal */
	PBY_CELL_COUNT,		/* struct pby_count */
	PBY_CELL_U32S,		/* PBY_VEC(uint32_t) */
};

/* One member. */
struct pby_column {
	const char *name;
	enum pby_cell_kind kind;
	size_t offset, size;
	int limit;	/* of an enum: only values 0 to limit - 1 are taken; 0: any */
};

#define PBY_COLUMN(type, member, kind) \
	{ #member, PBY_CELL_##kind, offsetof(type, member), sizeof(((type *)0)->member), 0 }
#define PBY_ENUM_COLUMN(type, member, limit) \
	{ #member, PBY_CELL_I32, offsetof(type, member), sizeof(((type *)0)->member), limit }

/* All columns of a struct. */
struct pby_columns {
	const struct pby_column *items;
	size_t nr;
};

#define PBY_COLUMNS(array) { array, sizeof(array) / sizeof((array)[0]) }

/* Adds the members that are not zero. */
void pby_row__write(struct json_object *to, const struct pby_columns *columns, const void *row, bool addresses);
/* Fills zeroed memory from an object; what is missing or of another kind stays zero. Strings are copied. */
void pby_row__read(const struct json_object *from, const struct pby_columns *columns, void *row,
		   struct pby_arena *arena);

#endif
