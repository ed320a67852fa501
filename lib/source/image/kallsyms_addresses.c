// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* kallsyms_addresses.c: tries the places and forms of kallsyms_offsets; the right one is in order. */
#include "source/image/kallsyms_addresses.h"

#include <string.h>

static uint64_t u64_at(const char *p)
{
	uint64_t v;

	memcpy(&v, p, sizeof(v));
	return v;
}

uint64_t pby_kallsyms_addresses__get(const struct pby_kallsyms_addresses *a, uint32_t i)
{
	int32_t entry;

	memcpy(&entry, a->offsets + 4 * (size_t)i, sizeof(entry));
	if (a->form == PBY_KALLSYMS_SELF)
		return a->at + 4 * (uint64_t)i + (uint64_t)(int64_t)entry;
	if (a->form == PBY_KALLSYMS_PERCPU && entry >= 0)
		return (uint64_t)entry;
	if (a->form == PBY_KALLSYMS_PERCPU)
		return a->relative_base - 1 - (uint64_t)(int64_t)entry;
	return a->relative_base + (uint32_t)entry;
}

/*
 * Never descending, and no run of zeros or the like: several symbols share an address, most do not;
 * the last one lies above the base; and zeros taken as relative to themselves would lie in the table.
 */
static bool in_order(const struct pby_kallsyms_addresses *a, uint32_t nr)
{
	uint64_t last = pby_kallsyms_addresses__get(a, 0), end = a->at + 4 * (uint64_t)nr;
	uint32_t steps = 0, inside = 0;

	for (uint32_t i = 1; i < nr; i++) {
		uint64_t here = pby_kallsyms_addresses__get(a, i);

		if (here < last)
			return false;
		steps += here > last;
		inside += here >= a->at && here < end;
		last = here;
	}
	return steps > nr / 4 && inside < nr / 4 && last >= a->relative_base;
}

static bool fits(const struct pby_kallsyms_place *p, const char *offsets, const char *base,
		 enum pby_kallsyms_form form, struct pby_kallsyms_addresses *a)
{
	size_t size = 4 * (size_t)p->nr;

	if (offsets < p->image.p || offsets > p->image.end || (size_t)(p->image.end - offsets) < size)
		return false;
	if (form != PBY_KALLSYMS_SELF &&
	    (base < p->image.p || base > p->image.end || p->image.end - base < 8))
		return false;
	*a = (struct pby_kallsyms_addresses){ form, offsets, p->base + (uint64_t)(offsets - p->image.p),
					      form == PBY_KALLSYMS_SELF ? 0 : u64_at(base) };
	return in_order(a, p->nr);
}

static size_t round_up(size_t n, size_t align)
{
	return (n + align - 1) / align * align;
}

bool pby_kallsyms_addresses__find(const struct pby_kallsyms_place *p, struct pby_kallsyms_addresses *a)
{
	size_t size = round_up(4 * (size_t)p->nr, 8);
	const char *start = p->image.p, *behind4 = start + round_up((size_t)(p->behind - start), 4);
	const char *behind8 = start + round_up((size_t)(p->behind - start), 8);
	bool room = (size_t)(p->number - start) >= size + 8;
	const struct {
		const char *offsets, *base;
	} places[] = {
		{ room ? p->number - 8 - size : NULL, p->number - 8 },
		{ behind8, start + round_up((size_t)(behind8 - start) + 4 * (size_t)p->nr, 8) },
	};

	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		if (!places[i].offsets)
			continue;
		if (fits(p, places[i].offsets, places[i].base, PBY_KALLSYMS_PERCPU, a) ||
		    fits(p, places[i].offsets, places[i].base, PBY_KALLSYMS_BASE, a))
			return true;
	}
	return fits(p, behind4, NULL, PBY_KALLSYMS_SELF, a);
}
