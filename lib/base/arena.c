// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* arena.c: a bump allocator over malloc'ed blocks or over one fixed region. */
#include "base/arena.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ALIGN = 16, BLOCK_SIZE = 64 * 1024, FIRST_SIZE = 64 };

struct pby_arena_block {
	struct pby_arena_block *older;
	_Alignas(ALIGN) char data[];
};

void pby_arena__init_fixed(struct pby_arena *arena, void *mem, size_t size)
{
	*arena = (struct pby_arena){ .next = mem, .end = (char *)mem + size, .fixed = true };
}

static char *new_block(struct pby_arena *arena, size_t size)
{
	struct pby_arena_block *b;

	if (arena->fixed)
		return NULL;
	b = calloc(1, sizeof(*b) + size);
	if (!b)
		return NULL;
	b->older = arena->blocks;
	arena->blocks = b;
	return b->data;
}

static void *refuse(struct pby_arena *arena)
{
	arena->failed = true;
	return NULL;
}

void *pby_arena__alloc(struct pby_arena *arena, size_t size)
{
	char *p;

	if (size > SIZE_MAX / 2)
		return refuse(arena);
	size = (size + ALIGN) & ~(size_t)(ALIGN - 1);
	/* A large object has a block of its own; small ones go on filling the current one. */
	if ((size_t)(arena->end - arena->next) < size && size > BLOCK_SIZE / 4) {
		p = new_block(arena, size);
		return p ? p : refuse(arena);
	}
	if ((size_t)(arena->end - arena->next) < size) {
		p = new_block(arena, BLOCK_SIZE);
		if (!p)
			return refuse(arena);
		arena->next = p;
		arena->end = p + BLOCK_SIZE;
	}
	p = arena->next;
	arena->next += size;
	return p;
}

char *pby_arena__strndup(struct pby_arena *arena, const char *text, size_t len)
{
	static char empty[1];
	char *copy = pby_arena__alloc(arena, len + 1);

	if (!copy) {
		empty[0] = '\0';
		return empty;
	}
	if (len)
		memcpy(copy, text, len);
	return copy;
}

char *pby_arena__strdup(struct pby_arena *arena, const char *text)
{
	return pby_arena__strndup(arena, text ? text : "", text ? strlen(text) : 0);
}

char *pby_arena__printf(struct pby_arena *arena, const char *fmt, ...)
{
	char small[256];
	va_list ap;
	char *text;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(small, sizeof(small), fmt, ap);
	va_end(ap);
	if (n < 0)
		return pby_arena__strndup(arena, "", 0);
	if ((size_t)n < sizeof(small))
		return pby_arena__strndup(arena, small, n);
	text = pby_arena__alloc(arena, (size_t)n + 1);
	if (!text)
		return pby_arena__strndup(arena, "", 0);
	va_start(ap, fmt);
	vsnprintf(text, (size_t)n + 1, fmt, ap);
	va_end(ap);
	return text;
}

void pby_arena__free(struct pby_arena *arena)
{
	while (arena->blocks) {
		struct pby_arena_block *older = arena->blocks->older;

		free(arena->blocks);
		arena->blocks = older;
	}
	*arena = (struct pby_arena){ 0 };
}

void *pby_arena__grow(struct pby_arena *arena, void *items, uint32_t nr, uint32_t *cap,
		      size_t item_size)
{
	/* Most small arrays, such as whom a task waits for, never hold more than one. */
	uint32_t first = item_size < FIRST_SIZE ? FIRST_SIZE / item_size : 1;
	uint32_t more = *cap ? *cap * 2 : first;
	void *bigger;

	if (nr < *cap)
		return items;
	if (more <= *cap) {
		arena->failed = true;
		return NULL;
	}
	bigger = pby_arena__alloc(arena, (size_t)more * item_size);
	if (!bigger)
		return NULL;
	if (nr)
		memcpy(bigger, items, (size_t)nr * item_size);
	*cap = more;
	return bigger;
}
