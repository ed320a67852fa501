// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* arena.h: memory that lives and dies together: one arena per model object. */
#ifndef PBY_ARENA_H
#define PBY_ARENA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pby_arena_block;

/*
 * Zeroed memory is an empty arena. An arena over a fixed region (shared with a
 * child process, see source/child.h) never grows: when the region is full,
 * allocations fail. Not thread safe.
 */
struct pby_arena {
	struct pby_arena_block *blocks;
	char *next;
	char *end;
	bool fixed;
	bool failed;	/* an allocation was refused: what was built is incomplete */
};

/* Serves from [mem, mem + size) only. The caller keeps the region. */
void pby_arena__init_fixed(struct pby_arena *arena, void *mem, size_t size);

/* Zeroed memory aligned to 16 bytes, or NULL (and arena->failed) when there is none. */
void *pby_arena__alloc(struct pby_arena *arena, size_t size);

/* Strings never are NULL: a failed copy is "" and sets arena->failed. */
char *pby_arena__strdup(struct pby_arena *arena, const char *text);
char *pby_arena__strndup(struct pby_arena *arena, const char *text, size_t len);
char *pby_arena__printf(struct pby_arena *arena, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/* Frees everything and leaves an empty arena. */
void pby_arena__free(struct pby_arena *arena);

/* Grows an array of item_size bytes an item to hold one more; used by PBY_PUSH. */
void *pby_arena__grow(struct pby_arena *arena, void *items, uint32_t nr, uint32_t *cap,
		      size_t item_size);

/*
 * A growable array in an arena: declare as PBY_VEC(struct thing) things; then
 *	struct thing *t = PBY_PUSH(arena, &obj->things);
 * gives a zeroed new last item, or NULL. Pushing moves the items: keep indexes, not pointers.
 */
#define PBY_VEC(type)				\
	struct {				\
		type *items;			\
		uint32_t nr;			\
		uint32_t cap;			\
	}

#define PBY_PUSH(arena, vec)							\
	({									\
		__typeof__((vec)->items) _items = pby_arena__grow((arena),	\
			(vec)->items, (vec)->nr, &(vec)->cap, sizeof(*(vec)->items)); \
		if (_items)							\
			(vec)->items = _items;					\
		_items ? &_items[(vec)->nr++] : NULL;				\
	})

#endif
