// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* probes_json.c: the attached probes as part of the result of probity check. */
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "model/probes.h"
#include "report/probes.h"

enum { MAX_PLACES = 1000 };

static void add_count(struct json_object *o, const char *key, const struct pby_count *count)
{
	if (count->read == PBY_YES) {
		pby_json__u64(o, key, count->value);
		return;
	}
	if (!count->why)
		return;
	pby_json__null(o, key);
	if (!pby_json__get(o, "unknown"))
		pby_json__obj(o, "unknown");
	pby_json__str(pby_json__get(o, "unknown"), key, count->why);
}

static void add_owner(struct json_object *list, const struct pby_owner *owner)
{
	struct json_object *o = pby_json__obj(list, NULL);

	pby_json__int(o, "pid", owner->pid);
	pby_json__str(o, "comm", owner->comm);
	if (owner->cgroup)
		pby_json__str(o, "cgroup", owner->cgroup);
	else if (owner->cgroup_why)
		pby_json__str(o, "cgroup_unknown", owner->cgroup_why);
	if (owner->container)
		pby_json__str(o, "container", owner->container);
	if (owner->runtime && *owner->runtime)
		pby_json__str(o, "runtime", owner->runtime);
	if (owner->pid_ns)
		pby_json__u64(o, "pid_ns", owner->pid_ns);
}

static void add_owners(struct json_object *o, const struct pby_probes *probes,
		       const uint32_t *owners, uint32_t nr)
{
	struct json_object *list = pby_json__arr(o, "pids");

	for (uint32_t i = 0; i < nr; i++)
		add_owner(list, &probes->owners.items[owners[i]]);
}

static void add_pins(struct json_object *o, const char *const *pins, uint32_t nr)
{
	struct json_object *list = nr ? pby_json__arr(o, "pinned") : NULL;

	for (uint32_t i = 0; i < nr; i++)
		pby_json__str(list, NULL, pins[i]);
}

/* bpftool's word for a target of this kind. */
static const char *target_key(const struct pby_probe *p)
{
	switch (pby_probe_kind__family(p->kind)) {
	case PBY_FAMILY_UPROBE:
		return "file";
	case PBY_FAMILY_TRACEPOINT:
		return p->kind == PBY_KIND_TRACEPOINT ? "tracepoint" : "tp_name";
	case PBY_FAMILY_KPROBE:
	case PBY_FAMILY_FPROBE:
	case PBY_FAMILY_TRAMPOLINE:
	case PBY_FAMILY_FTRACE:
		return "func";
	default:
		return p->kind == PBY_KIND_ITER ? "target_name" : "target";
	}
}

static void add_target(struct json_object *o, const struct pby_probe *p)
{
	if (p->target)
		pby_json__str(o, target_key(p), p->target);
	else
		pby_json__str(o, "target_unknown", p->target_why ? p->target_why : "not told");
	if (p->module)
		pby_json__str(o, "module", p->module);
	if (p->offset || pby_probe_kind__family(p->kind) == PBY_FAMILY_UPROBE)
		pby_json__u64(o, "offset", p->offset);
	if (p->addr)
		pby_json__u64(o, "addr", p->addr);
	if (p->usdt)
		pby_json__str(o, "usdt", p->usdt);
	if (p->event)
		pby_json__str(o, "event", p->event);
	if (p->maxactive)
		pby_json__int(o, "maxactive", p->maxactive);
	if (p->callback)
		pby_json__str(o, "callback", p->callback);
}

static void add_places(struct json_object *o, const struct pby_probe *p)
{
	bool user = pby_probe_kind__family(p->kind) == PBY_FAMILY_UPROBE;
	struct json_object *list;

	if (p->nr_places < 2)
		return;
	pby_json__int(o, user ? "offset_cnt" : "func_cnt", p->nr_places);
	if (!p->nr_known)
		return;
	list = pby_json__arr(o, user ? "offsets" : "addrs");
	for (uint32_t i = 0; i < p->nr_known && i < MAX_PLACES; i++)
		pby_json__u64(list, NULL, p->places[i]);
}

static void add_state(struct json_object *o, uint32_t state)
{
	struct json_object *list = pby_json__arr(o, "state");

	for (uint32_t bit = 1; bit && bit <= state; bit <<= 1)
		if (state & bit)
			pby_json__str(list, NULL, pby_probe_state__name(bit));
}

static void add_seen_by(struct json_object *o, uint64_t seen_by)
{
	struct json_object *list = pby_json__arr(o, "seen_by");

	for (int i = 0; i < PBY_NR_PROBE_LISTS; i++)
		if (seen_by & 1ull << i)
			pby_json__str(list, NULL, pby_probe_list__name((enum pby_probe_list)i));
}

static void add_rates(struct json_object *o, const struct pby_probes *probes,
		      const struct pby_program *p)
{
	if (!probes->sampled_s)
		return;
	add_count(o, "runs_per_s", &p->runs_per_s);
	add_count(o, "ns_per_run", &p->ns_per_run);
}

static void add_program_of(struct json_object *o, const struct pby_program *prog)
{
	if (!prog)
		return;
	pby_json__int(o, "prog_id", prog->id);
	pby_json__str(o, "prog_name", prog->name);
	pby_json__str(o, "prog_type", prog->type_name);
}

static void add_probe(struct json_object *list, const struct pby_probes *probes,
		      const struct pby_probe *p, struct pby_arena *words)
{
	const struct pby_program *prog = pby_probes__program(probes, p);
	struct json_object *o = pby_json__obj(list, NULL);

	pby_json__str(o, "kind", pby_probe_kind__name(p->kind));
	pby_json__str(o, "where", pby_probe__where(p, words));
	add_target(o, p);
	add_places(o, p);
	add_program_of(o, prog);
	if (p->link_id)
		pby_json__int(o, "link_id", p->link_id);
	if (p->link_name)
		pby_json__str(o, "link_type", p->link_name);
	add_owners(o, probes, p->owners.items, p->owners.nr);
	add_pins(o, p->pins.items, p->pins.nr);
	add_state(o, p->state);
	add_count(o, "missed", &p->missed);
	add_count(o, "hits", &p->hits);
	if (prog) {
		add_count(o, "recursion_misses", &prog->recursion_misses);
		add_count(o, "run_cnt", &prog->run_cnt);
		add_count(o, "run_time_ns", &prog->run_time_ns);
		add_rates(o, probes, prog);
	}
	add_seen_by(o, p->seen_by);
}

static void add_program(struct json_object *list, const struct pby_probes *probes,
			const struct pby_program *p)
{
	struct json_object *o = pby_json__obj(list, NULL);
	char tag[2 * sizeof(p->tag) + 1];

	for (size_t i = 0; i < sizeof(p->tag); i++)
		snprintf(tag + 2 * i, 3, "%02x", p->tag[i]);
	pby_json__int(o, "id", p->id);
	pby_json__str(o, "type", p->type_name);
	pby_json__str(o, "name", p->name);
	pby_json__str(o, "tag", tag);
	pby_json__int(o, "uid", p->uid);
	pby_json__int(o, "bytes_jited", p->jited_len);
	pby_json__int(o, "probes", p->nr_probes);
	add_owners(o, probes, p->processes.items, p->processes.nr);
	add_pins(o, p->pins.items, p->pins.nr);
	add_count(o, "recursion_misses", &p->recursion_misses);
	add_count(o, "run_cnt", &p->run_cnt);
	add_count(o, "run_time_ns", &p->run_time_ns);
	add_rates(o, probes, p);
}

void pby_probes__json(struct json_object *result, const struct pby_probes *probes)
{
	struct json_object *list = pby_json__arr(result, "probes");
	struct json_object *programs = pby_json__arr(result, "programs");
	struct pby_arena words = { 0 };

	for (uint32_t i = 0; i < probes->probes.nr; i++)
		add_probe(list, probes, &probes->probes.items[i], &words);
	for (uint32_t i = 0; i < probes->programs.nr; i++)
		add_program(programs, probes, &probes->programs.items[i]);
	if (probes->sampled_s)
		pby_json__double(result, "sampled_s", probes->sampled_s);
	if (probes->sample_why)
		pby_json__str(result, "sample_refused", probes->sample_why);
	pby_arena__free(&words);
}
