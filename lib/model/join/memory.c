// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* memory.c: misses read from kernel memory, where no interface tells them. */
#include <string.h>

#include "model/join/join.h"

/* Kprobes of one kind at one address, in memory and among the probes. */
struct group {
	uint32_t nr_rows, nr_probes, nr_open;	/* open: probes of which no list told it */
	uint64_t sum, told;			/* of all rows; of the probes that are not open */
};

struct groups {
	struct pby_map by_addr[2];	/* [returns]: address -> index */
	PBY_VEC(struct group) items;
};

static struct group *group_at(struct pby_join *join, struct groups *groups, const uint64_t *addr,
			      bool returns, bool make)
{
	const char *key = (const char *)addr;
	uint32_t i = pby_map__get(&groups->by_addr[returns], key, sizeof(*addr));

	if (i == PBY_MAP_NONE) {
		i = groups->items.nr;
		if (!make || !PBY_PUSH(join->arena, &groups->items) ||
		    !pby_map__put(&groups->by_addr[returns], key, sizeof(*addr), i))
			return NULL;
	}
	return &groups->items.items[i];
}

static bool concerns(const struct pby_probe *p)
{
	return p->addr && pby_probe_kind__family(p->kind) == PBY_FAMILY_KPROBE;
}

static struct pby_count missed(struct pby_join *join, const struct group *g)
{
	if (!g || !g->nr_rows)
		return pby_count__unknown("not found in kernel memory");
	if (!g->sum)
		return pby_count__of(0);
	if (g->nr_rows == g->nr_probes && g->nr_open == 1)
		return pby_count__of(g->sum > g->told ? g->sum - g->told : 0);
	return pby_count__unknown(pby_arena__printf(join->arena,
		"%u probes share this place; together they lost %llu events", g->nr_rows,
		(unsigned long long)g->sum));
}

void pby_join__memory(struct pby_join *join)
{
	struct groups groups = { 0 };
	struct group *g;

	if (join->seen->lists[PBY_LIST_KCORE].read != PBY_YES)
		return;
	for (uint32_t i = 0; i < join->seen->memory.nr; i++) {
		const struct pby_kprobe_memory *m = &join->seen->memory.items[i];

		g = group_at(join, &groups, &m->addr, m->returns, true);
		if (g) {
			g->nr_rows++;
			g->sum += m->missed;
		}
	}
	for (uint32_t i = 0; i < join->to->probes.nr; i++) {
		const struct pby_probe *p = &join->to->probes.items[i];

		g = !concerns(p) ? NULL
			: group_at(join, &groups, &p->addr, p->kind == PBY_KIND_KRETPROBE, false);
		if (!g)
			continue;
		g->nr_probes++;
		if (p->missed.read == PBY_YES)
			g->told += p->missed.value;
		else
			g->nr_open++;
	}
	for (uint32_t i = 0; i < join->to->probes.nr; i++) {
		struct pby_probe *p = &join->to->probes.items[i];

		if (!concerns(p) || p->missed.read == PBY_YES)
			continue;
		p->missed = missed(join, group_at(join, &groups, &p->addr,
						  p->kind == PBY_KIND_KRETPROBE, false));
		p->seen_by |= 1ull << PBY_LIST_KCORE;
	}
	pby_map__free(&groups.by_addr[0]);
	pby_map__free(&groups.by_addr[1]);
}
