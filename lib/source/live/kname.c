// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* kname.c: names a lock by its symbol, by the object that it is a part of, or by its slab cache. */
#include "source/live/kname.h"

#include <string.h>

#include "source/live/name.h"

/* Objects in kernel or module data are small; beyond this the nearest symbol proves nothing. */
enum { MAX_OBJECT = 64 << 10 };

static const struct part {
	size_t field;		/* offset of the pby_field in struct pby_layout */
	enum pby_lock_kind kind;
	const char *called;
	pby_name_fn *whole;
} parts[] = {
#define PART_OF(member, kind, called, whole) \
	{ offsetof(struct pby_layout, member), PBY_LOCK_##kind, called, pby_name__##whole },
#include "source/live/names.def"
#undef PART_OF
};

static bool by_symbol(const struct pby_naming *n, struct pby_arena *arena)
{
	const struct pby_symbol *s;
	uint64_t offset;

	s = pby_addresses__find(&n->view->addresses, n->lock->addr, &offset);
	/* 'A' are absolute numbers such as per-CPU offsets. */
	if (!s || offset >= MAX_OBJECT || s->letter == 'A' || s->letter == 'a')
		return false;
	n->lock->named_by = PBY_NAMED_SYMBOL;
	n->lock->name = offset ? pby_arena__printf(arena, "%.*s+0x%llx", (int)s->len, s->text,
						   (unsigned long long)offset)
			       : pby_arena__strndup(arena, s->text, s->len);
	return true;
}

/* The i-th of the names between |, or none. */
static struct pby_text called(const struct part *part, uint32_t i)
{
	struct pby_text rest = pby_text__str(part->called), one;

	for (;; i--) {
		if (!pby_text__until(&rest, '|', &one)) {
			one = rest;
			rest = pby_text__str("");
		}
		if (!i || !pby_text__len(&one))
			return one;
	}
}

static bool by_part(const struct pby_naming *n, const struct part *part, struct pby_arena *arena)
{
	const struct pby_field *f = (const void *)((const char *)&n->view->layout + part->field);
	struct pby_text what;
	uint32_t nr = 1;

	if (!f->there || part->kind != n->lock->kind)
		return false;
	for (const char *c = part->called; (c = strchr(c, '|')); c++)
		nr++;
	for (uint32_t i = 0; i < nr; i++) {
		uint64_t whole = n->lock->addr - f->offset - (uint64_t)i * (f->size / nr);

		if (whole % 8 || !part->whole(n, whole))
			continue;
		what = called(part, i);
		n->lock->named_by = PBY_NAMED_OBJECT;
		n->lock->part = pby_arena__strndup(arena, what.p, pby_text__len(&what));
		n->lock->name = pby_arena__printf(arena, "%s of %s", n->lock->part,
						  pby_buf__text(n->words));
		return true;
	}
	return false;
}

void pby_kname__set(const struct pby_kview *view, struct pby_lock *lock, struct pby_arena *arena)
{
	PBY_AUTO_BUF words = { 0 };
	const struct pby_naming n = { view, lock, &words };

	lock->mm_tgid = PBY_PID_UNKNOWN;
	if (by_symbol(&n, arena))
		return;
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (by_part(&n, &parts[i], arena))
			return;
	if (!pby_name__slab(&n, lock->addr))
		return;
	lock->named_by = PBY_NAMED_SLAB;
	lock->name = pby_arena__strdup(arena, pby_buf__text(&words));
}
