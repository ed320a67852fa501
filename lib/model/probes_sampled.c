// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* probes_sampled.c: rates from two looks at the run counts. */
#include "base/map.h"
#include "model/probes.h"

static struct pby_count known(uint64_t value)
{
	return (struct pby_count){ PBY_YES, value, NULL };
}

static void index_ids(const struct pby_sightings *seen, struct pby_map *map)
{
	for (uint32_t i = 0; i < seen->programs.nr; i++)
		pby_map__put(map, (const char *)&seen->programs.items[i].id, sizeof(uint32_t), i);
}

static const struct pby_bpf_program *find(const struct pby_sightings *seen, const struct pby_map *map,
					  uint32_t id)
{
	uint32_t i = pby_map__get(map, (const char *)&id, sizeof(id));

	return i == PBY_MAP_NONE ? NULL : &seen->programs.items[i];
}

void pby_probes__sampled(struct pby_probes *probes, const struct pby_sightings *before,
			 const struct pby_sightings *after, double seconds)
{
	struct pby_map by_id[2] = { { 0 }, { 0 } };

	if (seconds <= 0)
		return;
	index_ids(before, &by_id[0]);
	index_ids(after, &by_id[1]);
	probes->sampled_s = seconds;
	for (uint32_t i = 0; i < probes->programs.nr; i++) {
		struct pby_program *p = &probes->programs.items[i];
		const struct pby_bpf_program *a = find(before, &by_id[0], p->id);
		const struct pby_bpf_program *b = find(after, &by_id[1], p->id);
		uint64_t runs;

		/* Loaded or unloaded meanwhile, or a kernel without the numbers. */
		if (!a || !b || !a->has_runs || b->run_cnt < a->run_cnt) {
			p->runs_per_s = p->ns_per_run =
				(struct pby_count){ PBY_NO, 0, "it was not there for the whole sample" };
			continue;
		}
		runs = b->run_cnt - a->run_cnt;
		p->run_cnt = known(b->run_cnt);
		p->run_time_ns = known(b->run_time_ns);
		p->runs_per_s = known((uint64_t)((double)runs / seconds + 0.5));
		p->ns_per_run = runs ? known((b->run_time_ns - a->run_time_ns) / runs)
				     : (struct pby_count){ PBY_NO, 0, "it did not run during the sample" };
	}
	pby_map__free(&by_id[0]);
	pby_map__free(&by_id[1]);
}
