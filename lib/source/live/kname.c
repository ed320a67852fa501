// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* kname.c: names a lock by its symbol or by the address space that it is a part of. */
#include "source/live/kname.h"

/* Objects in kernel or module data are small; beyond this the nearest symbol proves nothing. */
enum { MAX_OBJECT = 64 << 10 };

static const char *by_symbol(const struct pby_kview *view, uint64_t lock, struct pby_arena *arena)
{
	const struct pby_symbol *s;
	uint64_t offset;

	s = pby_addresses__find(&view->addresses, lock, &offset);
	/* 'A' are absolute numbers such as per-CPU offsets. */
	if (!s || offset >= MAX_OBJECT || s->letter == 'A' || s->letter == 'a')
		return NULL;
	if (!offset)
		return pby_arena__strndup(arena, s->text, s->len);
	return pby_arena__printf(arena, "%.*s+0x%llx", (int)s->len, s->text,
				 (unsigned long long)offset);
}

static const char *by_mm(const struct pby_kview *view, uint64_t lock, struct pby_arena *arena)
{
	const struct pby_field *f = &view->layout.mm_mmap_lock;

	for (uint32_t i = 0; f->there && i < view->tasks.nr; i++) {
		const struct pby_ktask *t = &view->tasks.items[i];

		if (t->mm && t->mm + f->offset == lock)
			return pby_arena__printf(arena, "mmap_lock of %d (%s)", t->tgid, t->comm);
	}
	return NULL;
}

const char *pby_kname__of(const struct pby_kview *view, uint64_t lock, struct pby_arena *arena)
{
	const char *name = by_symbol(view, lock, arena);

	return name ? name : by_mm(view, lock, arena);
}
