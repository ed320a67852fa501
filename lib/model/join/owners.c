// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* owners.c: which processes and pinned files keep programs and links alive. */
#include <string.h>

#include "model/container.h"
#include "model/join/join.h"

static void add_owner(struct pby_join *join, const struct pby_process *from)
{
	struct pby_owner *o = PBY_PUSH(join->arena, &join->to->owners);
	struct pby_container c;

	if (!o)
		return;
	*o = (struct pby_owner){ .pid = from->pid, .comm = pby_join__keep(join, from->comm),
				 .cgroup = pby_join__keep(join, from->cgroup),
				 .cgroup_why = pby_join__keep(join, from->cgroup_why),
				 .pid_ns = from->pid_ns };
	if (!from->cgroup || !pby_container__of(pby_text__str(o->cgroup), &c))
		return;
	o->container = pby_arena__strndup(join->arena, c.id.p, pby_text__len(&c.id));
	o->runtime = pby_arena__strndup(join->arena, c.runtime.p, pby_text__len(&c.runtime));
}

static struct pby_probe *by_link(struct pby_join *join, uint32_t id)
{
	uint32_t i = pby_map__get(&join->links, (const char *)&id, sizeof(id));

	return i == PBY_MAP_NONE ? NULL : &join->to->probes.items[i];
}

static void take_holder(struct pby_join *join, const struct pby_holder *h)
{
	struct pby_probe *p;
	uint32_t prog, *slot;

	if (h->what == PBY_HOLDS_LINK) {
		p = by_link(join, h->id);
		if (p) {
			pby_join__own(join, p, h->process);
			p->seen_by |= 1ull << PBY_LIST_HOLDERS;
		}
	} else if (h->what == PBY_HOLDS_PROGRAM) {
		prog = pby_join__program(join, h->id);
		slot = prog == UINT32_MAX ? NULL
			: PBY_PUSH(join->arena, &join->to->programs.items[prog].processes);
		if (slot)
			*slot = h->process;
	} else if (h->what == PBY_HOLDS_STATS) {
		slot = PBY_PUSH(join->arena, &join->to->stats_holders);
		if (slot)
			*slot = h->process;
	}
}

static void take_pin(struct pby_join *join, const struct pby_pin *pin)
{
	const char **slot = NULL;
	struct pby_probe *p;
	uint32_t prog;

	if (pin->what == PBY_HOLDS_LINK) {
		p = by_link(join, pin->id);
		slot = p ? PBY_PUSH(join->arena, &p->pins) : NULL;
		if (p)
			p->seen_by |= 1ull << PBY_LIST_PINS;
	} else if (pin->what == PBY_HOLDS_PROGRAM) {
		prog = pby_join__program(join, pin->id);
		slot = prog == UINT32_MAX ? NULL
			: PBY_PUSH(join->arena, &join->to->programs.items[prog].pins);
	}
	if (slot)
		*slot = pby_join__keep(join, pin->path);
}

void pby_join__owners(struct pby_join *join)
{
	for (uint32_t i = 0; i < join->seen->processes.nr; i++)
		add_owner(join, &join->seen->processes.items[i]);
	for (uint32_t i = 0; i < join->seen->holders.nr; i++)
		take_holder(join, &join->seen->holders.items[i]);
	for (uint32_t i = 0; i < join->seen->pins.nr; i++)
		take_pin(join, &join->seen->pins.items[i]);
}
