// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* hooks.c: what ftrace calls where: places of silent trampolines, and hooks that are no BPF at all. */
#include <string.h>

#include "model/join/join.h"

enum { MAX_NAMED = 3 };

static bool is_silent(const struct pby_probe *p)
{
	return !p->target && pby_probe_kind__family(p->kind) == PBY_FAMILY_TRAMPOLINE;
}

/* Functions with a trampoline that no link names. */
static uint32_t unclaimed(struct pby_join *join, struct pby_map *known,
			  const struct pby_ftrace_hook **first, const char **some)
{
	uint32_t nr = 0;

	*some = "";
	for (uint32_t i = 0; i < join->seen->hooks.nr; i++) {
		const struct pby_ftrace_hook *h = &join->seen->hooks.items[i];

		if (!h->trampoline || pby_map__get(known, h->function, strlen(h->function)) != PBY_MAP_NONE)
			continue;
		if (!nr++)
			*first = h;
		if (nr <= MAX_NAMED)
			*some = pby_arena__printf(join->arena, "%s%s%s", *some, nr > 1 ? ", " : "",
						  h->function);
	}
	return nr;
}

/*
 * Tracing links tell their target since 5.13. Before, enabled_functions shows the functions and
 * not whose trampoline it is: with a single function there is no choice.
 */
static void place_silent(struct pby_join *join)
{
	const struct pby_ftrace_hook *first = NULL;
	struct pby_map known = { 0 };
	const char *some;
	uint32_t nr;

	for (uint32_t i = 0; i < join->to->probes.nr; i++) {
		const struct pby_probe *p = &join->to->probes.items[i];

		if (p->target && pby_probe_kind__family(p->kind) == PBY_FAMILY_TRAMPOLINE)
			pby_map__put(&known, p->target, strlen(p->target), i);
	}
	nr = unclaimed(join, &known, &first, &some);
	for (uint32_t i = 0; nr && i < join->to->probes.nr; i++) {
		struct pby_probe *p = &join->to->probes.items[i];

		if (!is_silent(p))
			continue;
		if (nr == 1) {
			p->target = pby_join__keep(join, first->function);
			p->module = pby_join__keep(join, first->module);
			p->seen_by |= 1ull << PBY_LIST_HOOKS;
		} else {
			p->target_why = pby_arena__printf(join->arena,
				"one of %u functions with a trampoline (%s%s)", nr, some,
				nr > MAX_NAMED ? ", ..." : "");
		}
	}
	pby_map__free(&known);
}

static bool has_family(const struct pby_join *join, enum pby_probe_family family)
{
	for (uint32_t i = 0; i < join->to->probes.nr; i++)
		if (pby_probe_kind__family(join->to->probes.items[i].kind) == family)
			return true;
	return false;
}

/* Is this callback the work of probes that other lists show? */
static bool is_explained(const struct pby_join *join, const char *callback)
{
	static const struct { const char *prefix; enum pby_probe_family family; } rows[] = {
		{ "kprobe_ftrace_handler", PBY_FAMILY_KPROBE }, { "fprobe_", PBY_FAMILY_FPROBE },
		{ "call_direct_funcs", PBY_FAMILY_TRAMPOLINE }, { "bpf_trampoline_", PBY_FAMILY_TRAMPOLINE },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (!strncmp(callback, rows[i].prefix, strlen(rows[i].prefix)))
			return has_family(join, rows[i].family);
	return false;
}

/* One probe for each callback, however many functions call it. */
static void add_others(struct pby_join *join)
{
	struct pby_map by_callback = { 0 };

	for (uint32_t i = 0; i < join->seen->hooks.nr; i++) {
		const struct pby_ftrace_hook *h = &join->seen->hooks.items[i];
		struct pby_probe *p;
		uint32_t *at;

		if (!h->callback)
			continue;
		at = pby_map__at(&by_callback, h->callback, strlen(h->callback));
		if (!at)
			break;
		if (*at != PBY_MAP_NONE) {
			if (*at < join->to->probes.nr)
				join->to->probes.items[*at].nr_places++;
			continue;
		}
		*at = UINT32_MAX - 1;
		if (is_explained(join, h->callback))
			continue;
		*at = join->to->probes.nr;
		p = pby_join__add(join, PBY_KIND_FTRACE, PBY_LIST_HOOKS);
		if (!p)
			break;
		p->target = pby_join__keep(join, h->function);
		p->module = pby_join__keep(join, h->module);
		p->callback = pby_join__keep(join, h->callback);
	}
	pby_map__free(&by_callback);
}

void pby_join__hooks(struct pby_join *join)
{
	place_silent(join);
	add_others(join);
}
