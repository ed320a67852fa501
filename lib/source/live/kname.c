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

static const struct pby_ktask *task_with_mm(const struct pby_kview *view, uint64_t mm)
{
	for (uint32_t i = 0; i < view->tasks.nr; i++)
		if (view->tasks.items[i].mm == mm)
			return &view->tasks.items[i];
	return NULL;
}

void pby_kname__set(const struct pby_kview *view, struct pby_lock *lock, struct pby_arena *arena)
{
	const struct pby_field *f = &view->layout.mm_mmap_lock;
	const struct pby_ktask *task = NULL;

	lock->mm_tgid = PBY_PID_UNKNOWN;
	lock->name = by_symbol(view, lock->addr, arena);
	if (!lock->name && f->there && lock->addr > f->offset)
		task = task_with_mm(view, lock->addr - f->offset);
	if (!task)
		return;
	lock->mm_tgid = task->tgid;
	lock->name = pby_arena__printf(arena, "mmap_lock of %d (%s)", task->tgid, task->comm);
}
