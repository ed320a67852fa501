// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* stacks.c: interning of strings, frames and stacks. */
#include "source/dump/stacks.h"

#include <string.h>

#include "source/dump/frame.h"

bool pby_stacks__init(struct pby_stacks *s, struct pby_arena *arena)
{
	*s = (struct pby_stacks){ .arena = arena };
	return PBY_PUSH(arena, &s->frames) && PBY_PUSH(arena, &s->pairs) && PBY_PUSH(arena, &s->all);
}

void pby_stacks__free(struct pby_stacks *s)
{
	pby_map__free(&s->names);
	pby_map__free(&s->lines);
	pby_map__free(&s->keys);
	pby_map__free(&s->stacks);
	pby_map__free(&s->above);
	*s = (struct pby_stacks){ 0 };
}

const char *pby_stacks__string(struct pby_stacks *s, struct pby_text text)
{
	size_t len = pby_text__len(&text);
	const char **slot;
	uint32_t at;
	char *copy;

	if (!len)
		return "";
	at = pby_map__get(&s->names, text.p, len);
	if (at != PBY_MAP_NONE)
		return s->strings.items[at];
	copy = pby_arena__strndup(s->arena, text.p, len);
	slot = PBY_PUSH(s->arena, &s->strings);
	if (!slot)
		return "";
	*slot = copy;
	if (!s->arena->failed)
		pby_map__put(&s->names, copy, len, s->strings.nr - 1);
	return copy;
}

static const char *string_or_null(struct pby_stacks *s, struct pby_text text)
{
	return pby_text__empty(&text) ? NULL : pby_stacks__string(s, text);
}

/* Frames are compared by their bytes: strings are shared, so that equal text is an equal pointer. */
static uint32_t add(struct pby_stacks *s, const struct pby_frame *f)
{
	uint32_t at = pby_map__get(&s->keys, (const char *)f, sizeof(*f));
	struct pby_frame *slot, *key;
	uint32_t *pair;

	if (at != PBY_MAP_NONE)
		return at;
	key = pby_arena__alloc(s->arena, sizeof(*key));
	slot = PBY_PUSH(s->arena, &s->frames);
	pair = PBY_PUSH(s->arena, &s->pairs);
	if (!slot || !pair || !key)
		return 0;
	memcpy(slot, f, sizeof(*f));
	memcpy(key, f, sizeof(*f));
	at = s->frames.nr - 1;
	return pby_map__put(&s->keys, (const char *)key, sizeof(*key), at) ? at : 0;
}

uint32_t pby_stacks__frame(struct pby_stacks *s, const struct pby_raw_frame *raw, bool pc)
{
	struct pby_frame f;

	memset(&f, 0, sizeof(f));	/* padding too: see add() */
	f.name = pby_stacks__string(s, raw->name);
	f.module = string_or_null(s, raw->module);
	f.file = string_or_null(s, raw->file);
	f.addr = raw->addr;
	f.offset = raw->offset;
	f.size = raw->size;
	f.file_line = raw->file_line;
	f.unreliable = raw->unreliable;
	f.inlined = raw->inlined;
	f.pc = pc;
	return add(s, &f);
}

uint32_t pby_stacks__interrupted(struct pby_stacks *s, uint32_t frame)
{
	struct pby_frame f;

	memcpy(&f, &s->frames.items[frame], sizeof(f));
	f.interrupt = true;
	return add(s, &f);
}

uint32_t pby_stacks__known(const struct pby_stacks *s, struct pby_text line)
{
	uint32_t at = pby_map__get(&s->lines, line.p, pby_text__len(&line));

	return at == PBY_MAP_NONE ? 0 : at;
}

uint32_t pby_stacks__learn(struct pby_stacks *s, struct pby_text line,
			   const struct pby_raw_frame *raw, int nr)
{
	size_t len = pby_text__len(&line);
	uint32_t first = pby_stacks__frame(s, &raw[0], false);
	uint32_t second = nr > 1 ? pby_stacks__frame(s, &raw[1], false) : 0;
	char *copy;

	if (!first)
		return 0;
	if (second) {
		/* The pair belongs to this line, not to the callee: give it a number of its own. */
		struct pby_frame *slot = PBY_PUSH(s->arena, &s->frames);
		uint32_t *pair = PBY_PUSH(s->arena, &s->pairs);

		if (!slot || !pair)
			return 0;
		memcpy(slot, &s->frames.items[first], sizeof(*slot));
		*pair = second;
		first = s->frames.nr - 1;
	}
	copy = pby_arena__strndup(s->arena, line.p, len);
	if (!s->arena->failed)
		pby_map__put(&s->lines, copy, len, first);
	return first;
}

void pby_stacks__learn_order(struct pby_stacks *s, const uint32_t *frames, uint32_t nr)
{
	enum { PAIRS_MAX = 1 << 16 };
	uint32_t *copy;

	if (nr < 2 || s->above.nr > PAIRS_MAX)
		return;
	copy = pby_arena__alloc(s->arena, nr * sizeof(*copy));
	if (!copy)
		return;
	/* Two neighbours are a key as they lie there. */
	memcpy(copy, frames, nr * sizeof(*copy));
	for (uint32_t i = 0; i + 1 < nr; i++)
		pby_map__put(&s->above, (const char *)&copy[i], 2 * sizeof(*copy), 1);
}

bool pby_stacks__was_pair(const struct pby_stacks *s, uint32_t upper, uint32_t lower)
{
	const uint32_t pair[2] = { upper, lower };

	return pby_map__get(&s->above, (const char *)pair, sizeof(pair)) != PBY_MAP_NONE;
}

struct pby_stack pby_stacks__stack(struct pby_stacks *s, const uint32_t *frames, uint32_t nr)
{
	size_t size = nr * sizeof(*frames);
	struct pby_frame *items;
	struct pby_stack *slot;
	uint32_t at, *key;

	if (!nr)
		return (struct pby_stack){ 0 };
	at = pby_map__get(&s->stacks, (const char *)frames, size);
	if (at != PBY_MAP_NONE)
		return s->all.items[at];
	key = pby_arena__alloc(s->arena, size);
	items = pby_arena__alloc(s->arena, nr * sizeof(*items));
	slot = PBY_PUSH(s->arena, &s->all);
	if (!key || !items || !slot)
		return (struct pby_stack){ 0 };
	memcpy(key, frames, size);
	for (uint32_t i = 0; i < nr; i++)
		memcpy(&items[i], &s->frames.items[frames[i]], sizeof(*items));
	*slot = (struct pby_stack){ items, nr, s->all.nr - 1 };
	pby_map__put(&s->stacks, (const char *)key, size, slot->id);
	return *slot;
}
