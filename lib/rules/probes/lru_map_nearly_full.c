// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* lru_map_nearly_full.c: maps that forget without telling. */
#include "rules/probes/attached.h"

enum { MAX_CITED = 5, TENTHS = 9 };

/*
 * Free entries are kept in lists of each CPU, so that eviction begins before the map is full:
 * nine tenths is where it is near.
 */
static bool is_near(const struct pby_lru_map *m)
{
	return m->entries.read == PBY_YES && m->max_entries &&
	       m->entries.value * 10 >= (uint64_t)m->max_entries * TENTHS;
}

static enum pby_answer judge(const struct pby_subject *s, struct pby_judgement *j)
{
	const struct pby_lru_map *blind = NULL;
	const struct pby_listing *list;
	uint32_t nr = 0;

	if (!s->probes)
		return PBY_NOT_APPLICABLE;
	for (uint32_t i = 0; i < s->probes->maps.nr; i++) {
		const struct pby_lru_map *m = &s->probes->maps.items[i];
		struct pby_fact f = { PBY_YES, PBY_OBSERVED, "", "BPF maps" };

		if (m->entries.read != PBY_YES)
			blind = m;
		if (!is_near(m) || ++nr > MAX_CITED)
			continue;
		f.text = pby_arena__printf(j->arena, "map %u %s has %llu of %u entries", m->id, m->name,
					   (unsigned long long)m->entries.value, m->max_entries);
		pby_judgement__cite(j, f);
	}
	if (nr)
		return PBY_FOUND;
	list = &s->probes->lists[PBY_LIST_MAPS];
	if (list->read != PBY_YES || list->partial)
		pby_judgement__missing(j, "the list of BPF maps (%s)", list->why ? list->why : "not read");
	else if (blind)
		pby_judgement__missing(j, "the entries of map %u %s (%s)", blind->id, blind->name,
				       blind->entries.why ? blind->entries.why : "not counted");
	else
		return PBY_CLEAR;
	return PBY_UNKNOWN;
}

const struct pby_rule pby_rule_lru_map_nearly_full = {
	.id = "lru-map-nearly-full",
	.title = "A map that evicts its oldest entries is nearly full",
	.severity = PBY_LOW,
	.area = PBY_AREA_PROBES,
	.needs = "the list of BPF maps, and the entries of LRU maps counted",
	.why = "An LRU map makes room by dropping entries, and no counter tells how many: starts without ends, connections that vanish from "
	       "the tool's view. Eviction begins below the limit, since each CPU keeps free entries of its own.",
	.advice = "Make the map larger, or a plain hash whose full state is an error that can be counted.",
	.judge = judge,
};
