// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* places.c: the addresses of user mode that belong to uprobes. */
#include "model/cost/places.h"

#include "model/cost/dispatch.h"
#include "model/probes.h"

enum { PAGE_MASK = 0xfff, MAX_INSN = 15, TRAMPOLINE = 32 };

struct pby_place *pby_places__at(struct pby_places *places, pid_t pid, uint64_t ip)
{
	struct pby_place_key key = { ip, pid };
	uint32_t i = pby_map__get(&places->index, (const char *)&key, sizeof(key));
	struct pby_place **slot, *p;

	if (i != PBY_MAP_NONE)
		return places->items.items[i];
	p = pby_arena__alloc(places->arena, sizeof(*p));
	if (!p)
		return NULL;
	*p = (struct pby_place){ .key = key, .prog = PBY_NO_PROGRAM };
	/* The map keeps no key of its own: it points into the place, which stays where it is. */
	slot = PBY_PUSH(places->arena, &places->items);
	if (!slot || !pby_map__put(&places->index, (const char *)&p->key, sizeof(p->key), places->items.nr - 1))
		return NULL;
	*slot = p;
	return p;
}

const struct pby_place *pby_places__find(const struct pby_places *places, pid_t pid, uint64_t ip)
{
	struct pby_place_key key = { ip, pid };
	uint32_t i = pby_map__get(&places->index, (const char *)&key, sizeof(key));
	const struct pby_place *p = i == PBY_MAP_NONE ? NULL : places->items.items[i];

	if (p && (p->dispatch > 0 || p->behind))
		return p;
	for (i = 0; (ip & PAGE_MASK) < TRAMPOLINE && i < places->items.nr; i++) {
		p = places->items.items[i];
		if (p->dispatch > 0 && p->key.pid == pid && !((p->key.ip ^ ip) & ~(uint64_t)(TRAMPOLINE - 1)))
			return p;
	}
	return NULL;
}

bool pby_places__any(const struct pby_places *places, pid_t pid)
{
	for (uint32_t i = 0; i < places->items.nr; i++)
		if (places->items.items[i]->key.pid == pid && places->items.items[i]->dispatch > 0)
			return true;
	return false;
}

bool pby_place__agrees(const struct pby_probe *probe, uint64_t ip)
{
	if (pby_probe_kind__family(probe->kind) != PBY_FAMILY_UPROBE)
		return false;
	if (!probe->nr_known)
		return ((probe->offset ^ ip) & PAGE_MASK) == 0;
	for (uint32_t i = 0; i < probe->nr_known; i++)
		if (((probe->places[i] ^ ip) & PAGE_MASK) == 0)
			return true;
	return false;
}

int64_t pby_place__page_offset(const struct pby_place *place, const struct pby_probes *probes)
{
	/* A trap leaves the address behind its one byte until its handler sets it back. */
	for (uint64_t back = 0; back < 2; back++)
		for (uint32_t i = 0; i < probes->probes.nr; i++)
			if (pby_place__agrees(&probes->probes.items[i], place->key.ip - back))
				return (int64_t)((place->key.ip - back) & PAGE_MASK);
	return -1;
}

static void look_behind(struct pby_places *places, uint32_t of)
{
	struct pby_place_key at = places->items.items[of]->key;
	struct pby_place *most = NULL;

	for (int i = 1; i <= MAX_INSN; i++) {
		struct pby_place_key key = { at.ip + (uint64_t)i, at.pid };
		uint32_t n = pby_map__get(&places->index, (const char *)&key, sizeof(key));
		struct pby_place *p = n == PBY_MAP_NONE ? NULL : places->items.items[n];

		if (!p)
			continue;
		if (!most || p->user > most->user)
			most = p;
	}
	if (!most || most->user <= 0)
		return;
	most->behind = true;
	most->of = of;
}

void pby_places__look_behind(struct pby_places *places, const struct pby_probes *probes)
{
	uint32_t nr = places->items.nr;

	for (uint32_t i = 0; i < nr; i++)
		places->items.items[i]->page_offset = pby_place__page_offset(places->items.items[i], probes);
	for (uint32_t i = 0; i < nr; i++)
		if (places->items.items[i]->dispatch > 0 && places->items.items[i]->page_offset >= 0)
			look_behind(places, i);
}

void pby_places__free(struct pby_places *places)
{
	pby_map__free(&places->index);
	*places = (struct pby_places){ 0 };
}
