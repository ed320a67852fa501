// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* hidden_misses.c: decides whether kernel memory must be asked for misses, and asks in a child. */
#include <string.h>

#include "model/kernel.h"
#include "source/kmem.h"
#include "source/kprobe_memory.h"
#include "source/probe_lists.h"

enum { REGION = 16 << 20, QUIET_MS = 2000, LINK_PERF_EVENT = 7, PERF_KPROBE = 3, PERF_KRETPROBE = 4 };

/* Kprobes whose misses a link (6.7 on) or kprobe_profile tells. */
static uint32_t told(const struct pby_sightings *seen, struct pby_kernel *k)
{
	bool links_tell = pby_fact__yes(pby_kernel__member(k, "bpf_link_info",
							   "perf_event.kprobe.missed"));
	uint32_t nr = 0;

	for (uint32_t i = 0; links_tell && i < seen->links.nr; i++) {
		const struct pby_bpf_link *l = &seen->links.items[i];

		nr += l->type == LINK_PERF_EVENT &&
		      (l->perf_type == PERF_KPROBE || l->perf_type == PERF_KRETPROBE);
	}
	for (uint32_t i = 0; i < seen->profiles.nr; i++)
		nr += !seen->profiles.items[i].user;
	return nr;
}


static void ask(struct pby_region *region, void *arg)
{
	const struct pby_kprobe_layout *layout = arg;
	struct pby_sightings *seen = pby_arena__alloc(&region->arena, sizeof(*seen));
	struct pby_listing *list = seen ? &seen->lists[PBY_LIST_KCORE] : NULL;
	struct pby_kmem mem;
	struct pby_err err;

	region->result = seen;
	if (!seen)
		return;
	pby_region__doing(region, "/proc/kcore");
	if (pby_kmem__open_live(&mem, &err)) {
		list->why = pby_arena__strdup(&region->arena, err.text);
		list->read = PBY_NO;
		return;
	}
	if (pby_kprobe_memory__walk(&mem, layout, &region->arena, seen, &err)) {
		list->why = pby_arena__strdup(&region->arena, err.text);
		list->partial = seen->memory.nr > 0;
	}
	list->read = !list->why || list->partial ? PBY_YES : PBY_NO;
	pby_kmem__close(&mem);
}

void pby_probe_lists__read_memory(struct pby_probe_lists *lists, struct pby_kernel *kernel)
{
	struct pby_listing *list = &lists->seen.lists[PBY_LIST_KCORE];
	const struct pby_sightings *seen;
	struct pby_kprobe_layout layout;
	struct pby_err err;

	if (lists->seen.kprobes.nr <= told(&lists->seen, kernel)) {
		*list = (struct pby_listing){ .needless = true,
					      .why = "other lists tell the misses of every kprobe seen" };
		return;
	}
	if (pby_kprobe_layout__find(&layout, kernel, &err) ||
	    pby_child__start(&lists->memory, REGION, ask, &layout, &err)) {
		*list = (struct pby_listing){ .read = PBY_NO,
					      .why = pby_arena__strdup(&lists->arena, err.text) };
		return;
	}
	if (pby_child__wait(&lists->memory, QUIET_MS) == PBY_CHILD_DONE) {
		seen = lists->memory.region->result;
		if (seen) {
			*list = seen->lists[PBY_LIST_KCORE];
			lists->seen.memory.items = seen->memory.items;
			lists->seen.memory.nr = seen->memory.nr;
		}
		return;
	}
	lists->stuck = true;
	*list = (struct pby_listing){ .read = PBY_NO, .why = "/proc/kcore: no answer" };
}
