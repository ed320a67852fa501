// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* probes.c: questions about the probes, and how one is written in words. */
#include "model/probes.h"

#include <string.h>

#include "model/kernel.h"

void pby_probes__free(struct pby_probes *probes)
{
	pby_arena__free(&probes->arena);
	*probes = (struct pby_probes){ 0 };
}

const struct pby_program *pby_probes__program(const struct pby_probes *probes,
					      const struct pby_probe *probe)
{
	return probe->prog == UINT32_MAX ? NULL : &probes->programs.items[probe->prog];
}

enum { END = -1, MAX_ROUTE = 4 };

/* Lists that together show all probes of a family; any one route will do. */
static const struct {
	enum pby_probe_family family;
	int lists[MAX_ROUTE];
} routes[] = {
	{ PBY_FAMILY_KPROBE, { PBY_LIST_KPROBES, END } },
	{ PBY_FAMILY_KPROBE, { PBY_LIST_LINKS, PBY_LIST_HOLDERS, PBY_LIST_KPROBE_EVENTS, END } },
	{ PBY_FAMILY_FPROBE, { PBY_LIST_LINKS, PBY_LIST_DYNAMIC_EVENTS, END } },
	{ PBY_FAMILY_TRAMPOLINE, { PBY_LIST_LINKS, PBY_LIST_PROGRAMS, END } },
	{ PBY_FAMILY_TRACEPOINT, { PBY_LIST_LINKS, PBY_LIST_HOLDERS, PBY_LIST_SET_EVENT, END } },
	{ PBY_FAMILY_UPROBE, { PBY_LIST_LINKS, PBY_LIST_HOLDERS, PBY_LIST_UPROBE_EVENTS, END } },
	{ PBY_FAMILY_FTRACE, { PBY_LIST_HOOKS, END } },
	{ PBY_FAMILY_OTHER, { PBY_LIST_LINKS, PBY_LIST_PROGRAMS, END } },
};

/* The first list of the route that is not known wholly, or END. */
static int missing(const struct pby_probes *probes, const int *lists)
{
	for (int i = 0; i < MAX_ROUTE && lists[i] != END; i++)
		if (probes->lists[lists[i]].read != PBY_YES || probes->lists[lists[i]].partial)
			return lists[i];
	return END;
}

/* A link on a perf event that tells nothing may be a kprobe or a uprobe. */
static bool has_silent(const struct pby_probes *probes)
{
	for (uint32_t i = 0; i < probes->probes.nr; i++) {
		const struct pby_probe *p = &probes->probes.items[i];

		if (p->kind == PBY_KIND_OTHER && p->link_name && !strcmp(p->link_name, "perf_event"))
			return true;
	}
	return false;
}

struct pby_fact pby_probes__complete(const struct pby_probes *probes, struct pby_kernel *kernel,
				     enum pby_probe_family family)
{
	struct pby_fact f = { PBY_MAYBE, PBY_OBSERVED, "not all lists of probes were read", "" };
	bool maybe_silent = family == PBY_FAMILY_UPROBE && has_silent(probes);
	int list = END;

	if (family == PBY_FAMILY_KPROBE &&
	    pby_fact__no(pby_kernel__function(kernel, "register_kprobe")))
		return (struct pby_fact){ PBY_YES, PBY_OBSERVED, "this kernel has no kprobes", "kallsyms" };
	for (size_t i = 0; i < sizeof(routes) / sizeof(routes[0]); i++) {
		if (routes[i].family != family)
			continue;
		list = missing(probes, routes[i].lists);
		if (list == END && !maybe_silent)
			return (struct pby_fact){ PBY_YES, PBY_OBSERVED,
						  "all lists that show such probes were read",
						  pby_probe_list__where((enum pby_probe_list)routes[i].lists[0]) };
	}
	f.where = list == END ? "BPF links" : pby_probe_list__where((enum pby_probe_list)list);
	if (list == END)
		f.text = "perf_event links of this kernel do not tell whether they are kprobes or uprobes";
	else if (probes->lists[list].why)
		f.text = probes->lists[list].why;
	return f;
}

static const char *with_offset(const struct pby_probe *p, struct pby_arena *arena)
{
	bool user = pby_probe_kind__family(p->kind) == PBY_FAMILY_UPROBE;
	const char *place = p->target;

	if (p->module)
		place = pby_arena__printf(arena, "%s:%s", p->module, place);
	if (user)
		return pby_arena__printf(arena, "%s:0x%llx", place, (unsigned long long)p->offset);
	if (p->offset)
		return pby_arena__printf(arena, "%s+0x%llx", place, (unsigned long long)p->offset);
	return place;
}

const char *pby_probe__whose(const struct pby_probes *probes, const struct pby_probe *p,
			     struct pby_arena *arena)
{
	const struct pby_owner *o;

	if (p->owners.nr) {
		o = &probes->owners.items[p->owners.items[0]];
		return pby_arena__printf(arena, "%s (pid %d)%s", o->comm, o->pid,
					 p->owners.nr > 1 ? " and others" : "");
	}
	if (p->pins.nr)
		return pby_arena__printf(arena, "pinned at %s", p->pins.items[0]);
	return p->event ? pby_arena__printf(arena, "tracefs %s", p->event) : "nobody seen";
}

const char *pby_probe__where(const struct pby_probe *p, struct pby_arena *arena)
{
	const char *place, *what;

	if (!p->target)
		return pby_arena__printf(arena, "not known: %s", p->target_why ? p->target_why : "");
	place = with_offset(p, arena);
	if (p->usdt)
		place = pby_arena__printf(arena, "%s (%s)", place, p->usdt);
	if (p->nr_places < 2)
		return place;
	what = pby_probe_kind__family(p->kind) == PBY_FAMILY_UPROBE ? "places" : "functions";
	return pby_arena__printf(arena, "%u %s (%s, ...)", p->nr_places, what, place);
}
