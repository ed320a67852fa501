// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* join.c: runs the steps, and what they share. */
#include "model/join/join.h"

#include <errno.h>
#include <string.h>

#include "model/kernel.h"

/* Further away it is some hole between modules, not this function. */
enum { MAX_FUNCTION = 1 << 20 };

struct pby_count pby_count__of(uint64_t value)
{
	return (struct pby_count){ PBY_YES, value, NULL };
}

struct pby_count pby_count__unknown(const char *why)
{
	return (struct pby_count){ PBY_NO, 0, why };
}

struct pby_probe *pby_join__add(struct pby_join *join, enum pby_probe_kind kind,
				enum pby_probe_list list)
{
	struct pby_probe *p = PBY_PUSH(join->arena, &join->to->probes);

	if (p)
		*p = (struct pby_probe){ .kind = kind, .nr_places = 1, .prog = UINT32_MAX,
					 .seen_by = 1ull << list };
	return p;
}

uint32_t pby_join__program(const struct pby_join *join, uint32_t id)
{
	return pby_map__get(&join->programs, (const char *)&id, sizeof(id));
}

void pby_join__own(struct pby_join *join, struct pby_probe *probe, uint32_t owner)
{
	uint32_t *slot;

	for (uint32_t i = 0; i < probe->owners.nr; i++)
		if (probe->owners.items[i] == owner)
			return;
	slot = PBY_PUSH(join->arena, &probe->owners);
	if (slot)
		*slot = owner;
}

const char *pby_join__keep(struct pby_join *join, const char *text)
{
	return text ? pby_arena__strdup(join->arena, text) : NULL;
}

const char *pby_join__symbol(struct pby_join *join, uint64_t addr, uint64_t *offset)
{
	const struct pby_symbol *s;

	/* Made when first asked: sorting 120,000 symbols costs more than most runs need. */
	if (!join->addresses.order && !pby_addresses__build(&join->addresses, &join->kernel->syms))
		return NULL;
	s = pby_addresses__find(&join->addresses, addr, offset);
	if (!s || *offset >= MAX_FUNCTION)
		return NULL;
	return pby_arena__strndup(join->arena, s->text, s->len);
}

static void copy_listings(struct pby_join *join)
{
	for (int i = 0; i < PBY_NR_PROBE_LISTS; i++) {
		struct pby_listing *to = &join->to->lists[i];

		*to = join->seen->lists[i];
		to->why = pby_join__keep(join, to->why);
		if (to->read != PBY_YES && !to->why)
			to->why = "not asked";
	}
	join->to->own_pid_namespace = join->seen->own_pid_namespace;
}

static void count_uses(struct pby_probes *probes)
{
	for (uint32_t i = 0; i < probes->probes.nr; i++) {
		uint32_t prog = probes->probes.items[i].prog;

		if (prog != UINT32_MAX)
			probes->programs.items[prog].nr_probes++;
	}
}

int pby_probes__build(struct pby_probes *probes, const struct pby_sightings *seen,
		      struct pby_kernel *kernel)
{
	static void (*const steps[])(struct pby_join *join) = {
		copy_listings, pby_join__programs, pby_join__links, pby_join__owners,
		pby_join__perf, pby_join__events, pby_join__kprobes, pby_join__memory,
		pby_join__hooks, pby_join__binaries, pby_join__order,
	};
	struct pby_join join = { .to = probes, .seen = seen, .kernel = kernel,
				 .arena = &probes->arena };

	*probes = (struct pby_probes){ 0 };
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
		steps[i](&join);
	count_uses(probes);
	pby_map__free(&join.programs);
	pby_map__free(&join.links);
	pby_addresses__free(&join.addresses);
	return probes->arena.failed ? -ENOMEM : 0;
}
