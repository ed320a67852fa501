// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* cell.c: one member of a struct to JSON and back, for each kind of member. */
#include "source/capture/cell.h"

#include <string.h>

#include "base/buf.h"
#include "base/json.h"
#include "base/text.h"
#include "base/utf8.h"
#include "model/sighting.h"

struct u32s {
	PBY_VEC(uint32_t) v;
};

static uint64_t get_u64(const struct json_object *o)
{
	return json_object_is_type(o, json_type_int) ? json_object_get_uint64(o) : 0;
}

static void write_bool(struct json_object *to, const struct pby_column *c, const void *at)
{
	if (*(const bool *)at)
		pby_json__bool(to, c->name, true);
}

static void read_bool(const struct json_object *o, const struct pby_column *c, void *at, struct pby_arena *arena)
{
	(void)c;
	(void)arena;
	*(bool *)at = json_object_is_type(o, json_type_boolean) && json_object_get_boolean(o);
}

static void write_i32(struct json_object *to, const struct pby_column *c, const void *at)
{
	if (*(const int32_t *)at)
		pby_json__int(to, c->name, *(const int32_t *)at);
}

static void read_i32(const struct json_object *o, const struct pby_column *c, void *at, struct pby_arena *arena)
{
	int64_t v = json_object_is_type(o, json_type_int) ? json_object_get_int64(o) : 0;

	(void)arena;
	if (v >= INT32_MIN && v <= INT32_MAX && (!c->limit || (v >= 0 && v < c->limit)))
		*(int32_t *)at = (int32_t)v;
}

static void write_u32(struct json_object *to, const struct pby_column *c, const void *at)
{
	if (*(const uint32_t *)at)
		pby_json__u64(to, c->name, *(const uint32_t *)at);
}

static void read_u32(const struct json_object *o, const struct pby_column *c, void *at, struct pby_arena *arena)
{
	(void)c;
	(void)arena;
	*(uint32_t *)at = (uint32_t)get_u64(o);
}

static void write_u64(struct json_object *to, const struct pby_column *c, const void *at)
{
	if (*(const uint64_t *)at)
		pby_json__u64(to, c->name, *(const uint64_t *)at);
}

static void read_u64(const struct json_object *o, const struct pby_column *c, void *at, struct pby_arena *arena)
{
	(void)c;
	(void)arena;
	*(uint64_t *)at = get_u64(o);
}

/*
 * A comm or a path may hold any bytes, and a JSON string only text. Bytes that are none, and '%', are
 * written as %NN.
 */
static void put_text(struct json_object *to, const char *name, const char *text)
{
	PBY_AUTO_BUF out = { 0 };
	size_t left = strlen(text);

	while (left) {
		size_t n = pby_utf8__len(text, left);

		if (n && *text != '%')
			pby_buf__add(&out, text, n);
		else
			pby_buf__addf(&out, "%%%02x", (unsigned char)*text);
		n = n && *text != '%' ? n : 1;
		text += n;
		left -= n;
	}
	pby_json__str(to, name, pby_buf__text(&out));
}

static void plain_text(const char *from, struct pby_buf *out)
{
	pby_buf__adds(out, "");
	while (*from) {
		struct pby_text digits = pby_text__of(from + 1, strnlen(from + 1, 2));
		uint64_t byte;

		if (*from == '%' && pby_text__len(&digits) == 2 && pby_text__hex(&digits, &byte) && byte &&
		    pby_text__empty(&digits)) {
			pby_buf__addc(out, (char)byte);
			from += 3;
		} else {
			pby_buf__addc(out, *from++);
		}
	}
}

/* NULL for what is no string. */
static const char *copy_text(const struct json_object *o, struct pby_arena *arena)
{
	PBY_AUTO_BUF out = { 0 };

	if (!json_object_is_type(o, json_type_string))
		return NULL;
	plain_text(json_object_get_string((struct json_object *)o), &out);
	return pby_arena__strdup(arena, pby_buf__text(&out));
}

static void write_text(struct json_object *to, const struct pby_column *c, const void *at)
{
	if (*(const char *const *)at)
		put_text(to, c->name, *(const char *const *)at);
}

static void read_text(const struct json_object *o, const struct pby_column *c, void *at, struct pby_arena *arena)
{
	(void)c;
	*(const char **)at = copy_text(o, arena);
}

static void write_chars(struct json_object *to, const struct pby_column *c, const void *at)
{
	if (*(const char *)at)
		put_text(to, c->name, at);
}

static void read_chars(const struct json_object *o, const struct pby_column *c, void *at, struct pby_arena *arena)
{
	const char *text = copy_text(o, arena);

	if (text)
		pby_text__copy(pby_text__str(text), at, c->size);
}

static void write_bytes(struct json_object *to, const struct pby_column *c, const void *at)
{
	const uint8_t *bytes = at;
	PBY_AUTO_BUF out = { 0 };
	bool any = false;

	for (size_t i = 0; i < c->size; i++) {
		pby_buf__addf(&out, "%02x", bytes[i]);
		any |= bytes[i];
	}
	if (any)
		pby_json__str(to, c->name, pby_buf__text(&out));
}

static void read_bytes(const struct json_object *o, const struct pby_column *c, void *at, struct pby_arena *arena)
{
	const char *from = copy_text(o, arena);
	uint8_t *bytes = at;

	for (size_t i = 0; from && i < c->size && from[0] && from[1]; i++, from += 2) {
		struct pby_text digits = pby_text__of(from, 2);
		uint64_t byte;

		if (pby_text__hex(&digits, &byte))
			bytes[i] = (uint8_t)byte;
	}
}

/* { "value": 270 }, or { "read": "no", "why": "run statistics are off" }. */
static void write_count(struct json_object *to, const struct pby_column *c, const void *at)
{
	const struct pby_count *count = at;
	struct json_object *o;

	if (count->read == PBY_MAYBE && !count->why)
		return;
	o = pby_json__obj(to, c->name);
	if (count->read == PBY_YES)
		pby_json__u64(o, "value", count->value);
	else
		pby_json__str(o, "read", pby_tri__name(count->read));
	if (count->why)
		put_text(o, "why", count->why);
}

static void read_count(const struct json_object *o, const struct pby_column *c, void *at, struct pby_arena *arena)
{
	struct pby_count *count = at;

	(void)c;
	if (pby_json__get(o, "value")) {
		count->read = PBY_YES;
		count->value = get_u64(pby_json__get(o, "value"));
	} else if (!strcmp(pby_json__get_str(o, "read"), "no")) {
		count->read = PBY_NO;
	}
	count->why = copy_text(pby_json__get(o, "why"), arena);
	/* Whoever has no value must have a reason. */
	if (count->read != PBY_YES && !count->why)
		count->why = "not in the snapshot";
}

static void write_u32s(struct json_object *to, const struct pby_column *c, const void *at)
{
	const struct u32s *list = at;
	struct json_object *array = list->v.nr ? pby_json__arr(to, c->name) : NULL;

	for (uint32_t i = 0; i < list->v.nr; i++)
		pby_json__u64(array, NULL, list->v.items[i]);
}

static void read_u32s(const struct json_object *o, const struct pby_column *c, void *at, struct pby_arena *arena)
{
	struct u32s *list = at;

	(void)c;
	for (size_t i = 0; i < pby_json__len(o); i++) {
		uint32_t *slot = PBY_PUSH(arena, &list->v);

		if (slot)
			*slot = (uint32_t)get_u64(pby_json__item(o, i));
	}
}

const struct pby_cell pby_cells[] = {
	[PBY_CELL_BOOL] = { write_bool, read_bool },
	[PBY_CELL_I32] = { write_i32, read_i32 },
	[PBY_CELL_U32] = { write_u32, read_u32 },
	[PBY_CELL_U64] = { write_u64, read_u64 },
	[PBY_CELL_ADDRESS] = { write_u64, read_u64 },
	[PBY_CELL_TEXT] = { write_text, read_text },
	[PBY_CELL_CHARS] = { write_chars, read_chars },
	[PBY_CELL_BYTES] = { write_bytes, read_bytes },
	[PBY_CELL_COUNT] = { write_count, read_count },
	[PBY_CELL_U32S] = { write_u32s, read_u32s },
};
