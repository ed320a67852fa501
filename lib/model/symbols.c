// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* symbols.c: 120,000 names, indexed by their name without suffix. */
#include "model/symbols.h"

#include <stdlib.h>
#include <string.h>

static struct pby_text base_of(struct pby_text name)
{
	const char *dot;

	if (pby_text__len(&name) < 2)
		return name;
	dot = memchr(name.p + 1, '.', pby_text__len(&name) - 1);
	return dot ? (struct pby_text){ name.p, dot } : name;
}

bool pby_symbols__reserve(struct pby_symbols *syms, uint32_t nr)
{
	struct pby_symbol *items;

	if (nr <= syms->cap)
		return true;
	items = realloc(syms->items, nr * sizeof(*items));
	if (!items)
		return false;
	syms->items = items;
	syms->cap = nr;
	return pby_index__reserve(&syms->by_base, nr);
}

bool pby_symbols__add(struct pby_symbols *syms, struct pby_text name, uint64_t addr, char letter,
		      bool module)
{
	struct pby_text base = base_of(name);

	/* KSYM_NAME_LEN is 512 since 6.1: what is longer is no symbol. */
	if (pby_text__len(&name) > UINT16_MAX)
		return true;
	if (syms->nr == syms->cap && (syms->cap > UINT32_MAX / 4 ||
	    !pby_symbols__reserve(syms, syms->cap ? syms->cap * 2 : 1024)))
		return false;
	if (!pby_index__add(&syms->by_base, pby_hash__bytes(base.p, pby_text__len(&base)), syms->nr))
		return false;
	syms->items[syms->nr++] = (struct pby_symbol){ name.p, addr, (uint16_t)pby_text__len(&name),
						       letter, module };
	return true;
}

const struct pby_symbol *pby_symbols__each_base(const struct pby_symbols *syms, const char *base,
						uint32_t *pos)
{
	const struct pby_index *ix = &syms->by_base;
	/* pos is 1 + the entry that was given last. */
	uint32_t e = *pos ? ix->entries[*pos - 1].next
			  : pby_index__first(ix, pby_hash__bytes(base, strlen(base)));

	for (; e != PBY_INDEX_END; e = ix->entries[e].next) {
		const struct pby_symbol *s = &syms->items[ix->entries[e].value];

		if (!pby_text__is(base_of(pby_symbol__name(s)), base))
			continue;
		*pos = e + 1;
		return s;
	}
	return NULL;
}

/* Calls that look for a full name walk the chain of its base. */
static const struct pby_symbol *match(const struct pby_symbols *syms, const char *name,
				      uint32_t *nr)
{
	const struct pby_symbol *s, *first = NULL;
	struct pby_text base = base_of(pby_text__str(name));
	char text[512];
	uint32_t pos = 0;

	*nr = 0;
	if (pby_text__len(&base) >= sizeof(text))
		return NULL;
	pby_text__copy(base, text, sizeof(text));
	while ((s = pby_symbols__each_base(syms, text, &pos))) {
		if (!pby_text__is(pby_symbol__name(s), name))
			continue;
		first = s;
		++*nr;
	}
	return first;
}

const struct pby_symbol *pby_symbols__find(const struct pby_symbols *syms, const char *name)
{
	uint32_t nr;

	return match(syms, name, &nr);
}

uint32_t pby_symbols__count(const struct pby_symbols *syms, const char *name)
{
	uint32_t nr;

	match(syms, name, &nr);
	return nr;
}

void pby_symbols__free(struct pby_symbols *syms)
{
	free(syms->items);
	pby_index__free(&syms->by_base);
	*syms = (struct pby_symbols){ 0 };
}
