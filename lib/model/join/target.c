// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* target.c: names what links attach to: functions by BTF id or address, files, devices, cgroups. */
#include "model/join/target.h"

#include <string.h>

#include "model/bpf_names.h"
#include "model/kernel.h"

static const struct pby_bpf_types *types_of(const struct pby_join *join, uint32_t id)
{
	for (uint32_t i = 0; i < join->seen->types.nr; i++)
		if (join->seen->types.items[i].id == id)
			return &join->seen->types.items[i];
	return NULL;
}

static const struct pby_bpf_program *program(const struct pby_join *join, uint32_t id)
{
	uint32_t i = pby_join__program(join, id);

	return i == UINT32_MAX ? NULL : &join->seen->programs.items[i];
}

/*
 * The id in a trampoline's key is that of a BTF object or, for a program attached to another
 * program, of that one. What the program was loaded for tells which (since 6.0).
 */
static void trampoline(struct pby_join *join, const struct pby_bpf_link *l, struct pby_probe *p)
{
	const struct pby_bpf_program *prog = program(join, l->prog), *hooked;
	uint32_t obj = prog && prog->attach_btf_obj ? prog->attach_btf_obj : l->target_obj;
	const struct pby_bpf_types *types = types_of(join, obj);
	const char *name = *l->name ? l->name : prog && !l->target_btf ? prog->attach_name : NULL;

	if (types && types->kernel && strcmp(types->name, "vmlinux"))
		p->module = pby_join__keep(join, types->name);
	if (name)
		p->target = pby_join__keep(join, name);
	else if (types && !types->kernel && (hooked = program(join, l->target_obj)))
		p->target = pby_arena__printf(join->arena, "BPF program %u %.16s", hooked->id,
					      hooked->name);
	else if (obj)
		p->target_why = pby_arena__printf(join->arena, "type %u of BTF object %u, which was not read",
						  l->target_btf, obj);
	else
		p->target_why = "this kernel's tracing links do not tell it (before 5.13)";
}

/* "120 functions": the first one stands for all. */
static void multi(struct pby_join *join, struct pby_probe *p)
{
	if (!p->nr_known || !p->places[0]) {
		p->target_why = p->nr_known ? "addresses are hidden from this user"
					    : "this kernel's multi links do not tell it (before 6.6)";
		return;
	}
	p->addr = p->places[0];
	p->target = pby_join__symbol(join, p->addr, &p->offset);
	if (!p->target)
		p->target = pby_arena__printf(join->arena, "0x%llx", (unsigned long long)p->addr);
}

static void perf(struct pby_join *join, const struct pby_bpf_link *l, struct pby_probe *p)
{
	if (*l->name)
		p->target = pby_join__keep(join, l->name);
	else if (l->addr)
		p->target = pby_join__symbol(join, l->addr, &p->offset);
	if (!p->target)
		p->target_why = p->kind == PBY_KIND_PERF_EVENT
			? "a perf event that samples"
			: "this kernel's perf_event links do not tell it (before 6.6)";
}

static void device(struct pby_join *join, const struct pby_bpf_link *l, struct pby_probe *p)
{
	p->target = pby_arena__printf(join->arena, "interface %u", l->ifindex);
	if (l->attach_type)
		p->target = pby_arena__printf(join->arena, "%s (%s)", p->target,
			pby_bpf_name__attach(join->kernel, l->attach_type, join->arena));
}

static const char *map_name(struct pby_join *join, uint32_t id)
{
	for (uint32_t i = 0; i < join->seen->maps.nr; i++)
		if (join->seen->maps.items[i].id == id)
			return pby_join__keep(join, join->seen->maps.items[i].name);
	return pby_arena__printf(join->arena, "map %u", id);
}

void pby_join_target__of_link(struct pby_join *join, const struct pby_bpf_link *l,
			      struct pby_probe *p)
{
	switch (p->kind) {
	case PBY_KIND_RAW_TP:
	case PBY_KIND_TP_BTF:
	case PBY_KIND_ITER:
		p->target = pby_join__keep(join, l->name);
		return;
	case PBY_KIND_KPROBE_MULTI:
	case PBY_KIND_KRETPROBE_MULTI:
		multi(join, p);
		return;
	case PBY_KIND_UPROBE_MULTI:
	case PBY_KIND_URETPROBE_MULTI:
		p->offset = p->nr_known ? p->places[0] : 0;
		if (*l->name)
			p->target = pby_join__keep(join, l->name);
		else
			p->target_why = "this kernel's uprobe_multi links do not tell it (before 6.8)";
		return;
	case PBY_KIND_TC:
	case PBY_KIND_NETKIT:
	case PBY_KIND_XDP:
		device(join, l, p);
		return;
	case PBY_KIND_CGROUP:
		p->target = pby_arena__printf(join->arena, "cgroup %llu (%s)",
			(unsigned long long)l->cgroup,
			pby_bpf_name__attach(join->kernel, l->attach_type, join->arena));
		return;
	case PBY_KIND_STRUCT_OPS:
	case PBY_KIND_SOCKMAP:
		p->target = map_name(join, l->map);
		return;
	case PBY_KIND_NETNS:
		p->target = pby_bpf_name__attach(join->kernel, l->attach_type, join->arena);
		return;
	case PBY_KIND_KPROBE:
	case PBY_KIND_KRETPROBE:
	case PBY_KIND_UPROBE:
	case PBY_KIND_URETPROBE:
	case PBY_KIND_TRACEPOINT:
	case PBY_KIND_PERF_EVENT:
		perf(join, l, p);
		return;
	default:
		break;
	}
	if (pby_probe_kind__family(p->kind) == PBY_FAMILY_TRAMPOLINE)
		trampoline(join, l, p);
	else if (p->link_name && !strcmp(p->link_name, "perf_event"))
		perf(join, l, p);
	else
		p->target_why = "not known for this type of link";
}
