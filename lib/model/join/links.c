// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* links.c: what each BPF link attaches, as far as this kernel tells. */
#include <string.h>

#include "model/bpf_names.h"
#include "model/join/join.h"
#include "model/join/target.h"
#include "model/kernel.h"

/* Numbers of the user interface (linux/bpf.h); they never change. */
enum {
	LINK_RAW_TRACEPOINT = 1, LINK_TRACING, LINK_CGROUP, LINK_ITER, LINK_NETNS, LINK_XDP,
	LINK_PERF_EVENT, LINK_KPROBE_MULTI, LINK_STRUCT_OPS, LINK_NETFILTER, LINK_TCX,
	LINK_UPROBE_MULTI, LINK_NETKIT, LINK_SOCKMAP, LINK_TRACING_MULTI,
};
enum { PROG_TRACEPOINT = 5, PROG_PERF_EVENT = 7, PROG_TRACING = 26, PROG_EXT = 28, PROG_LSM = 29 };
enum { AT_FENTRY = 24, AT_FEXIT, AT_MODIFY_RETURN, AT_LSM_MAC, AT_LSM_CGROUP = 43, AT_FSESSION = 58 };
enum { MULTI_RETURN = 1 };

/* One row a link type; kind OTHER: see kind_of(). */
static const enum pby_probe_kind by_link[] = {
	[LINK_RAW_TRACEPOINT] = PBY_KIND_RAW_TP, [LINK_TRACING] = PBY_KIND_TRACING,
	[LINK_CGROUP] = PBY_KIND_CGROUP, [LINK_ITER] = PBY_KIND_ITER,
	[LINK_NETNS] = PBY_KIND_NETNS, [LINK_XDP] = PBY_KIND_XDP,
	[LINK_PERF_EVENT] = PBY_KIND_OTHER, [LINK_KPROBE_MULTI] = PBY_KIND_KPROBE_MULTI,
	[LINK_STRUCT_OPS] = PBY_KIND_STRUCT_OPS, [LINK_NETFILTER] = PBY_KIND_NETFILTER,
	[LINK_TCX] = PBY_KIND_TC, [LINK_UPROBE_MULTI] = PBY_KIND_UPROBE_MULTI,
	[LINK_NETKIT] = PBY_KIND_NETKIT, [LINK_SOCKMAP] = PBY_KIND_SOCKMAP,
	[LINK_TRACING_MULTI] = PBY_KIND_TRACING,
};

static enum pby_probe_kind perf_kind(const struct pby_bpf_link *l, uint32_t prog_type)
{
	static const enum pby_probe_kind told[] = {
		PBY_KIND_OTHER, PBY_KIND_UPROBE, PBY_KIND_URETPROBE, PBY_KIND_KPROBE,
		PBY_KIND_KRETPROBE, PBY_KIND_TRACEPOINT, PBY_KIND_PERF_EVENT,
	};

	if (l->perf_type && l->perf_type < sizeof(told) / sizeof(told[0]))
		return told[l->perf_type];
	/* Before 6.6 the link is silent; two program types leave only one possibility. */
	if (prog_type == PROG_TRACEPOINT)
		return PBY_KIND_TRACEPOINT;
	return prog_type == PROG_PERF_EVENT ? PBY_KIND_PERF_EVENT : PBY_KIND_OTHER;
}

static enum pby_probe_kind tracing_kind(const struct pby_bpf_link *l, uint32_t prog_type)
{
	static const struct { uint32_t attach; enum pby_probe_kind kind; } rows[] = {
		{ AT_FENTRY, PBY_KIND_FENTRY }, { AT_FEXIT, PBY_KIND_FEXIT },
		{ AT_MODIFY_RETURN, PBY_KIND_FMOD_RET }, { AT_LSM_MAC, PBY_KIND_LSM },
		{ AT_FSESSION, PBY_KIND_FSESSION },
	};

	if (prog_type == PROG_EXT)
		return PBY_KIND_FREPLACE;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (rows[i].attach == l->attach_type)
			return rows[i].kind;
	return PBY_KIND_TRACING;
}

static enum pby_probe_kind kind_of(const struct pby_bpf_link *l, uint32_t prog_type)
{
	switch (l->type) {
	case LINK_PERF_EVENT:
		return perf_kind(l, prog_type);
	case LINK_TRACING:
		return tracing_kind(l, prog_type);
	case LINK_RAW_TRACEPOINT:
		return prog_type == PROG_TRACING ? PBY_KIND_TP_BTF : PBY_KIND_RAW_TP;
	case LINK_KPROBE_MULTI:
		return l->flags & MULTI_RETURN ? PBY_KIND_KRETPROBE_MULTI : PBY_KIND_KPROBE_MULTI;
	case LINK_UPROBE_MULTI:
		return l->flags & MULTI_RETURN ? PBY_KIND_URETPROBE_MULTI : PBY_KIND_UPROBE_MULTI;
	case LINK_CGROUP:
		return l->attach_type == AT_LSM_CGROUP ? PBY_KIND_LSM : PBY_KIND_CGROUP;
	}
	return l->type < sizeof(by_link) / sizeof(by_link[0]) ? by_link[l->type] : PBY_KIND_OTHER;
}

/*
 * 3acf8ace6823 ("bpf: Add missed value to kprobe perf link info") and e2b2cd592adb ("bpf: Add
 * missed value to kprobe_multi link info"), both 6.7: the member came with the code.
 */
static struct pby_count missed(struct pby_join *join, const struct pby_bpf_link *l,
			       enum pby_probe_kind kind)
{
	bool multi = l->type == LINK_KPROBE_MULTI;
	struct pby_fact told;

	if (!multi && kind != PBY_KIND_KPROBE && kind != PBY_KIND_KRETPROBE)
		return (struct pby_count){ 0 };
	if (l->missed)
		return pby_count__of(l->missed);
	told = pby_kernel__member(join->kernel, "bpf_link_info",
				  multi ? "kprobe_multi.missed" : "perf_event.kprobe.missed");
	if (pby_fact__yes(told))
		return pby_count__of(0);
	return pby_count__unknown(pby_fact__no(told) ? "links of this kernel do not tell it (before 6.7)"
						     : "0 is told, but not known whether this kernel counts at all");
}

static void places(struct pby_join *join, const struct pby_bpf_link *l, struct pby_probe *p)
{
	uint64_t *copy;

	p->nr_places = l->nr_places ? l->nr_places : 1;
	copy = l->nr_known ? pby_arena__alloc(join->arena, l->nr_known * sizeof(*copy)) : NULL;
	if (!copy)
		return;
	memcpy(copy, l->places, l->nr_known * sizeof(*copy));
	p->places = copy;
	p->nr_known = l->nr_known;
}

static void add(struct pby_join *join, const struct pby_bpf_link *l)
{
	uint32_t prog = pby_join__program(join, l->prog);
	uint32_t prog_type = prog == UINT32_MAX ? 0 : join->to->programs.items[prog].type;
	enum pby_probe_kind kind = kind_of(l, prog_type);
	struct pby_probe *p = pby_join__add(join, kind, PBY_LIST_LINKS);

	if (!p)
		return;
	p->prog = prog;
	p->link_id = l->id;
	p->link_type = l->type;
	p->link_name = pby_bpf_name__link(join->kernel, l->type, join->arena);
	p->offset = l->offset;
	p->addr = l->addr;
	p->missed = missed(join, l, kind);
	places(join, l, p);
	pby_join_target__of_link(join, l, p);
	pby_map__put(&join->links, (const char *)&l->id, sizeof(l->id), join->to->probes.nr - 1);
}

void pby_join__links(struct pby_join *join)
{
	for (uint32_t i = 0; i < join->seen->links.nr; i++)
		add(join, &join->seen->links.items[i]);
}
