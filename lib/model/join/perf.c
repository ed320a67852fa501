// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * perf.c: programs on perf events, as the descriptors of processes show them.
 *
 * Since 5.15 libbpf makes a link on top of the perf event, and both descriptors are there.
 * Programs attached by ioctl, and all of them before 5.15, have the descriptor alone.
 */
#include <string.h>

#include "model/join/join.h"

enum { NONE = UINT32_MAX };

/* The links on perf events of each program that no descriptor was matched with yet. */
struct open_links {
	uint32_t *head;		/* of a program's chain */
	uint32_t *next;		/* of a probe in its chain */
	uint32_t *nr_silent;	/* of a program: links that do not tell their target */
};

static enum pby_probe_kind kind_of(uint32_t fd_type)
{
	/* enum bpf_task_fd_type */
	static const enum pby_probe_kind kinds[] = {
		PBY_KIND_RAW_TP, PBY_KIND_TRACEPOINT, PBY_KIND_KPROBE, PBY_KIND_KRETPROBE,
		PBY_KIND_UPROBE, PBY_KIND_URETPROBE,
	};

	return fd_type < sizeof(kinds) / sizeof(kinds[0]) ? kinds[fd_type] : PBY_KIND_OTHER;
}

static bool chain_links(struct pby_join *join, struct open_links *open)
{
	const struct pby_probes *to = join->to;
	uint32_t nr = to->programs.nr;

	open->head = pby_arena__alloc(join->arena, (nr + 1) * sizeof(*open->head));
	open->nr_silent = pby_arena__alloc(join->arena, (nr + 1) * sizeof(*open->nr_silent));
	open->next = pby_arena__alloc(join->arena, (to->probes.nr + 1) * sizeof(*open->next));
	if (!open->head || !open->nr_silent || !open->next)
		return false;
	for (uint32_t i = 0; i < nr; i++)
		open->head[i] = NONE;
	for (uint32_t i = to->probes.nr; i-- > 0;) {
		const struct pby_probe *p = &to->probes.items[i];

		if (p->prog == NONE || !p->link_name || strcmp(p->link_name, "perf_event"))
			continue;
		open->next[i] = open->head[p->prog];
		open->head[p->prog] = i;
		open->nr_silent[p->prog] += !p->target;
	}
	return true;
}

/* Does this link tell that it is this event? Identical ones are interchangeable. */
static bool tells(const struct pby_probe *p, const struct pby_holder *h)
{
	if (!p->target || p->kind != kind_of(h->fd_type))
		return false;
	if (p->addr && h->addr)
		return p->addr == h->addr;
	return !strcmp(p->target, h->name) && p->offset == h->offset;
}

/* Is this a link that tells nothing and is held by the same process? */
static bool may_be(const struct pby_probe *p, const struct pby_holder *h)
{
	for (uint32_t i = 0; !p->target && i < p->owners.nr; i++)
		if (p->owners.items[i] == h->process)
			return true;
	return false;
}

/* Takes the first link that fits out of the program's chain. */
static uint32_t claim(struct pby_join *join, struct open_links *open, uint32_t prog,
		      const struct pby_holder *h,
		      bool (*fits)(const struct pby_probe *p, const struct pby_holder *h))
{
	uint32_t *at = &open->head[prog];

	for (; *at != NONE; at = &open->next[*at]) {
		uint32_t i = *at;

		if (!fits(&join->to->probes.items[i], h))
			continue;
		*at = open->next[i];
		return i;
	}
	return NONE;
}

/* What a link does not tell, the descriptor does. */
static void fill(struct pby_join *join, struct pby_probe *p, const struct pby_holder *h)
{
	p->kind = kind_of(h->fd_type);
	p->target = *h->name ? pby_join__keep(join, h->name) : NULL;
	p->target_why = NULL;
	p->offset = h->offset;
	p->addr = h->addr;
	if (!p->target && h->addr)
		p->target = pby_join__symbol(join, h->addr, &p->offset);
	if (!p->target)
		p->target_why = "set by address, and the address is hidden";
	if (pby_probe_kind__family(p->kind) == PBY_FAMILY_KPROBE && p->missed.read != PBY_YES)
		p->missed = pby_count__unknown("no BPF interface of this kernel tells it here");
}

static uint32_t find_or_add(struct pby_join *join, struct open_links *open,
			    const struct pby_holder *h)
{
	uint32_t prog = pby_join__program(join, h->id), i = NONE;
	struct pby_probe *p;

	if (prog != NONE) {
		i = claim(join, open, prog, h, tells);
		if (i != NONE)
			return i;
		i = claim(join, open, prog, h, may_be);
	}
	if (i == NONE) {
		p = pby_join__add(join, PBY_KIND_OTHER, PBY_LIST_HOLDERS);
		if (!p)
			return NONE;
		p->prog = prog;
	} else {
		p = &join->to->probes.items[i];
		/* Of several silent links it is one, but which is not known. */
		if (open->nr_silent[prog] > 1)
			p->link_id = 0;
	}
	fill(join, p, h);
	return (uint32_t)(p - join->to->probes.items);
}

void pby_join__perf(struct pby_join *join)
{
	uint32_t nr = join->seen->holders.nr;
	uint32_t *probe_of = pby_arena__alloc(join->arena, (nr + 1) * sizeof(*probe_of));
	struct open_links open = { 0 };

	if (!probe_of || !chain_links(join, &open))
		return;
	for (uint32_t i = 0; i < nr; i++) {
		const struct pby_holder *h = &join->seen->holders.items[i];
		struct pby_probe *p;

		probe_of[i] = NONE;
		if (h->what != PBY_HOLDS_PERF)
			continue;
		probe_of[i] = h->same_as < i ? probe_of[h->same_as] : find_or_add(join, &open, h);
		if (probe_of[i] == NONE)
			continue;
		p = &join->to->probes.items[probe_of[i]];
		p->seen_by |= 1ull << PBY_LIST_HOLDERS;
		pby_join__own(join, p, h->process);
	}
}
