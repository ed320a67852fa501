// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* kprobes.c: the kernel's own list of kprobes tells their state, and shows those nobody else knows. */
#include <string.h>

#include "model/join/join.h"

enum { NONE = UINT32_MAX, ENDBR = 4 };

/* Probes of one function, in the order in which they were added. */
struct places {
	struct pby_map first;	/* "rvfs_read" -> index of a probe */
	uint32_t *next;		/* of each probe */
	uint8_t *state;		/* of each probe: OPEN, TAKEN or MERGED */
	uint32_t nr;		/* probes when the list began to be compared */
};

enum { OPEN, TAKEN, MERGED };

/* "rvfs_read" and "kvfs_read"; a target "ext4:ext4_sync_file" goes by its function. */
static const char *key_of(struct pby_join *join, bool returns, const char *symbol)
{
	const char *colon = strrchr(symbol, ':');

	return pby_arena__printf(join->arena, "%c%s", returns ? 'r' : 'k', colon ? colon + 1 : symbol);
}

static bool index_probes(struct pby_join *join, struct places *at)
{
	at->nr = join->to->probes.nr;
	at->next = pby_arena__alloc(join->arena, (at->nr + 1) * sizeof(*at->next));
	at->state = pby_arena__alloc(join->arena, at->nr + 1);
	if (!at->next || !at->state)
		return false;
	for (uint32_t i = at->nr; i-- > 0;) {
		const struct pby_probe *p = &join->to->probes.items[i];
		const char *key;
		uint32_t *first;

		if (pby_probe_kind__family(p->kind) != PBY_FAMILY_KPROBE || !p->target)
			continue;
		key = key_of(join, p->kind == PBY_KIND_KRETPROBE, p->target);
		first = pby_map__at(&at->first, key, strlen(key));
		if (!first)
			return false;
		at->next[i] = *first;
		*first = i;
	}
	return true;
}

/* With IBT a function begins with endbr64 and its probe sits behind that. */
static bool same_place(const struct pby_probe *p, const struct pby_kprobe *row)
{
	if (p->addr && row->addr)
		return p->addr == row->addr;
	return row->offset == p->offset || (!p->offset && row->offset == ENDBR);
}

static uint32_t state_of(const struct pby_kprobe *row)
{
	static const struct { uint32_t flag, state; } rows[] = {
		{ PBY_KP_GONE, PBY_STATE_GONE }, { PBY_KP_DISABLED, PBY_STATE_DISABLED },
		{ PBY_KP_OPTIMISED, PBY_STATE_OPTIMISED }, { PBY_KP_FTRACE, PBY_STATE_FTRACE },
	};
	uint32_t state = 0;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (row->flags & rows[i].flag)
			state |= rows[i].state;
	/* No mark about how it is reached: by a breakpoint. */
	if (!(state & (PBY_STATE_GONE | PBY_STATE_OPTIMISED | PBY_STATE_FTRACE)))
		state |= PBY_STATE_INT3;
	return state;
}

static uint32_t find(struct pby_join *join, const struct places *at, const struct pby_kprobe *row,
		     uint8_t state)
{
	const char *key = key_of(join, row->returns, row->symbol);
	uint32_t i = pby_map__get(&at->first, key, strlen(key));

	for (; i != NONE; i = at->next[i])
		if (at->state[i] == state && same_place(&join->to->probes.items[i], row))
			return i;
	return NONE;
}

static void take_row(struct pby_join *join, struct places *at, const struct pby_kprobe *row)
{
	uint32_t i = find(join, at, row, OPEN);
	struct pby_probe *p;

	if (i != NONE) {
		p = &join->to->probes.items[i];
		at->state[i] = TAKEN;
	} else {
		p = pby_join__add(join, row->returns ? PBY_KIND_KRETPROBE : PBY_KIND_KPROBE,
				  PBY_LIST_KPROBES);
		if (!p)
			return;
		p->target = pby_join__keep(join, row->symbol);
		p->offset = row->offset;
		p->missed = pby_count__unknown("no interface tells it for a probe of a kernel module or of perf");
	}
	if (!p->addr)
		p->addr = row->addr;
	if (!p->module)
		p->module = pby_join__keep(join, row->module);
	p->state |= state_of(row);
	p->seen_by |= 1ull << PBY_LIST_KPROBES;
}

/*
 * A program may sit on an event defined through tracefs (older bcc does so): then the kernel has
 * one kprobe where two lists showed one each. The event that got no row is the program's.
 */
static void merge_event(struct pby_join *join, struct places *at, uint32_t i)
{
	struct pby_probe *e = &join->to->probes.items[i];
	struct pby_kprobe row = { .addr = e->addr, .offset = e->offset, .symbol = e->target,
				  .returns = e->kind == PBY_KIND_KRETPROBE };
	uint32_t with = find(join, at, &row, TAKEN);
	struct pby_probe *p;

	if (with == NONE || join->to->probes.items[with].event)
		return;
	p = &join->to->probes.items[with];
	p->event = e->event;
	p->maxactive = e->maxactive;
	p->hits = e->hits;
	p->missed = e->missed;
	p->state |= e->state;
	p->seen_by |= e->seen_by;
	at->state[i] = MERGED;
}

static void remove_merged(struct pby_join *join, const struct places *at)
{
	uint32_t nr = 0;

	for (uint32_t i = 0; i < join->to->probes.nr; i++) {
		if (i < at->nr && at->state[i] == MERGED)
			continue;
		join->to->probes.items[nr++] = join->to->probes.items[i];
	}
	join->to->probes.nr = nr;
}

void pby_join__kprobes(struct pby_join *join)
{
	struct places at = { 0 };

	if (join->seen->lists[PBY_LIST_KPROBES].read == PBY_YES && index_probes(join, &at)) {
		for (uint32_t i = 0; i < join->seen->kprobes.nr; i++)
			take_row(join, &at, &join->seen->kprobes.items[i]);
		for (uint32_t i = 0; i < at.nr; i++)
			if (join->to->probes.items[i].event && at.state[i] == OPEN &&
			    pby_probe_kind__family(join->to->probes.items[i].kind) == PBY_FAMILY_KPROBE)
				merge_event(join, &at, i);
		remove_merged(join, &at);
	}
	pby_map__free(&at.first);
}
