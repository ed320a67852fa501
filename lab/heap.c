// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* heap.c: the shared memory of one run. */
#include "lab/cpu.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

int lab_heap__init(struct lab_heap *heap, size_t size)
{
	*heap = (struct lab_heap){ .size = (size + LAB_LINE_BYTES - 1) & ~(size_t)(LAB_LINE_BYTES - 1) };
	heap->base = aligned_alloc(4096, (heap->size + 4095) & ~(size_t)4095);
	if (!heap->base)
		return -ENOMEM;
	memset(heap->base, 0, heap->size);
	return 0;
}

void lab_heap__free(struct lab_heap *heap)
{
	free(heap->base);
	*heap = (struct lab_heap){ 0 };
}

static void *take(struct lab_heap *heap, size_t bytes, size_t align)
{
	size_t at = (heap->used + align - 1) & ~(align - 1);

	if (at + bytes > heap->size) {
		heap->full = true;
		return heap->base;	/* inside the heap: the caller looks at full before it runs */
	}
	heap->used = at + bytes;
	return heap->base + at;
}

struct lab_word *lab_heap__alloc(struct lab_heap *heap, size_t nr, bool apart)
{
	struct lab_word *w = take(heap, nr * sizeof(*w), apart ? LAB_LINE_BYTES : sizeof(*w));

	if (apart)	/* nobody else on the last line either */
		heap->used = (heap->used + LAB_LINE_BYTES - 1) & ~(size_t)(LAB_LINE_BYTES - 1);
	if (heap->used > heap->size)
		heap->used = heap->size;
	return w;
}

void *lab_heap__struct(struct lab_heap *heap, size_t size)
{
	return take(heap, size, LAB_LINE_BYTES);
}
