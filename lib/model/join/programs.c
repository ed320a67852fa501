// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* programs.c: programs with the counts that this kernel keeps, their pins and maps. */
#include <string.h>

#include "model/bpf_names.h"
#include "model/join/join.h"
#include "model/kernel.h"

enum { PROG_KPROBE = 2, PROG_TRACEPOINT = 5, PROG_PERF_EVENT = 7 };

static struct pby_count runs(const struct pby_bpf_program *p, uint64_t value, const char *stats)
{
	if (!p->has_runs)
		return pby_count__unknown("this kernel does not tell run counts");
	/* They count only while statistics are on; what was counted then stays. */
	if (!value && (!stats || strcmp(stats, "1")))
		return pby_count__unknown(stats ? "run statistics are off (--sample SECONDS switches them on for that long)"
						: "not known whether run statistics are on");
	return pby_count__of(value);
}

static struct pby_count misses(struct pby_join *join, const struct pby_bpf_program *p)
{
	bool by_trace_call = p->type == PROG_KPROBE || p->type == PROG_TRACEPOINT ||
			     p->type == PROG_PERF_EVENT;
	struct pby_fact counted;

	if (!p->has_misses)
		return pby_count__unknown("this kernel does not count runs skipped by the recursion guard (before 5.12)");
	if (p->recursion_misses || !by_trace_call)
		return pby_count__of(p->recursion_misses);
	/*
	 * dd8657894c11 ("bpf: Count missed stats in trace_call_bpf") (6.7) changed only code; this
	 * member came with it. Before it the number stays 0 whatever happens.
	 */
	counted = pby_kernel__member(join->kernel, "bpf_link_info", "kprobe_multi.missed");
	if (!pby_fact__yes(counted))
		return pby_count__unknown(pby_fact__no(counted)
			? "this kernel does not count them for kprobe and tracepoint programs (before 6.7)"
			: "0 is told, but not known whether this kernel counts at all");
	return pby_count__of(0);
}

/* Of the maps only those that evict matter to a rule. */
static void note_maps(struct pby_join *join, const struct pby_bpf_program *from,
		      struct pby_program *p)
{
	for (uint32_t i = 0; i < from->maps.nr; i++) {
		for (uint32_t m = 0; m < join->to->maps.nr; m++) {
			uint32_t *slot;

			if (join->to->maps.items[m].id != from->maps.items[i])
				continue;
			slot = PBY_PUSH(join->arena, &p->maps);
			if (slot)
				*slot = m;
		}
	}
}

static void lru_maps(struct pby_join *join)
{
	enum { LRU_HASH = 9, LRU_PERCPU_HASH = 10 };

	for (uint32_t i = 0; i < join->seen->maps.nr; i++) {
		const struct pby_bpf_map *m = &join->seen->maps.items[i];
		struct pby_lru_map *slot;

		if (m->type != LRU_HASH && m->type != LRU_PERCPU_HASH)
			continue;
		slot = PBY_PUSH(join->arena, &join->to->maps);
		if (!slot)
			return;
		*slot = (struct pby_lru_map){ m->id, m->max_entries, pby_join__keep(join, m->name),
					      m->entries };
		if (m->entries.why)
			slot->entries.why = pby_join__keep(join, m->entries.why);
	}
}

void pby_join__programs(struct pby_join *join)
{
	const char *stats = pby_kernel__setting_text(join->kernel, "kernel.bpf_stats_enabled");

	lru_maps(join);
	for (uint32_t i = 0; i < join->seen->programs.nr; i++) {
		const struct pby_bpf_program *from = &join->seen->programs.items[i];
		struct pby_program *p = PBY_PUSH(join->arena, &join->to->programs);

		if (!p)
			return;
		*p = (struct pby_program){
			.id = from->id, .type = from->type, .loaded_ns = from->loaded_ns,
			.uid = from->uid, .jited_len = from->jited_len,
			.jited_at = from->jited_at,
			.type_name = pby_bpf_name__program(join->kernel, from->type, join->arena),
			.name = pby_join__keep(join, from->name),
			.run_cnt = runs(from, from->run_cnt, stats),
			.run_time_ns = runs(from, from->run_time_ns, stats),
			.recursion_misses = misses(join, from),
			.runs_per_s = pby_count__unknown("no sample was taken (--sample SECONDS)"),
			.ns_per_run = pby_count__unknown("no sample was taken (--sample SECONDS)"),
		};
		memcpy(p->tag, from->tag, sizeof(p->tag));
		note_maps(join, from, p);
		pby_map__put(&join->programs, (const char *)&from->id, sizeof(from->id),
			     join->to->programs.nr - 1);
	}
}
