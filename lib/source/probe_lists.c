// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* probe_lists.c: starts the children that list probes and joins their answers. */
#include "source/probe_lists.h"

#include <string.h>

#include "base/root.h"
#include "source/bpf/list.h"
#include "source/capture/captured.h"
#include "source/proc/holders.h"

enum { REGION = 128 << 20, QUIET_MS = 2000, LRU_KEYS = 16384 };

static void ask_bpf(struct pby_region *region, void *arg)
{
	const struct pby_root *root = arg;
	struct pby_sightings *seen = pby_arena__alloc(&region->arena, sizeof(*seen));

	region->result = seen;
	if (!seen)
		return;
	pby_bpf_list__programs(region, seen);
	pby_bpf_list__links(region, seen);
	pby_bpf_list__types(region, seen);
	pby_bpf_list__maps(region, seen, LRU_KEYS);
	pby_bpf_list__pins(region, seen, root);
}

static void ask_proc(struct pby_region *region, void *arg)
{
	struct pby_sightings *seen = pby_arena__alloc(&region->arena, sizeof(*seen));

	region->result = seen;
	if (seen)
		pby_holders__list(region, seen, arg);
}

static const enum pby_probe_list of_bpf[] = { PBY_LIST_PROGRAMS, PBY_LIST_LINKS, PBY_LIST_MAPS,
					      PBY_LIST_PINS };
static const enum pby_probe_list of_proc[] = { PBY_LIST_HOLDERS };

#define NR(a) (sizeof(a) / sizeof((a)[0]))

static void not_asked(struct pby_probe_lists *lists, const enum pby_probe_list *of, size_t nr,
		      const char *why)
{
	for (size_t i = 0; i < nr; i++)
		lists->seen.lists[of[i]] = (struct pby_listing){ .why = why };
}

static void start(struct pby_probe_lists *lists, struct pby_child *child,
		  void (*work)(struct pby_region *region, void *arg), const void *arg,
		  const enum pby_probe_list *of, size_t nr)
{
	struct pby_err err;

	if (pby_child__start(child, REGION, work, (void *)arg, &err))
		not_asked(lists, of, nr, pby_arena__strdup(&lists->arena, err.text));
}

void pby_probe_lists__start(struct pby_probe_lists *lists, const struct pby_root *root,
			    const struct pby_avoid *avoid)
{
	struct pby_own_children own = { .nr = 0 };

	pby_tracing_lists__start(&lists->tracing, root, avoid);
	if (!root->live && pby_captured__read_probes(root, &lists->arena, &lists->seen))
		return;
	if (!root->live) {
		not_asked(lists, of_bpf, NR(of_bpf), "a captured tree does not hold it");
		not_asked(lists, of_proc, NR(of_proc), "a captured tree does not hold it");
		return;
	}
	start(lists, &lists->bpf, ask_bpf, root, of_bpf, NR(of_bpf));
	/* Last, so that it knows the others: they inherit what this process holds. */
	own.pids[own.nr++] = lists->bpf.pid;
	for (int i = 0; i < PBY_TRACING_LOCKS; i++)
		own.pids[own.nr++] = lists->tracing.readers[i].child.pid;
	start(lists, &lists->proc, ask_proc, &own, of_proc, NR(of_proc));
}

/* What was being filled in when the child ended is half a row: it does not count. */
#define TAKE(from, to, whole, vec) do {				\
	(to)->vec.items = (from)->vec.items;			\
	(to)->vec.nr = (from)->vec.nr;				\
	if (!(whole) && (to)->vec.nr)				\
		(to)->vec.nr--;					\
} while (0)

static const char *unanswered(struct pby_probe_lists *lists, const struct pby_child *child,
			      enum pby_child_end end)
{
	return pby_arena__printf(&lists->arena, "%s: %s", child->region->doing,
				 end == PBY_CHILD_CRASHED ? "the process that asked died"
							  : "no answer, something on this machine is stuck");
}

static void collect(struct pby_probe_lists *lists, struct pby_child *child,
		    const enum pby_probe_list *of, size_t nr)
{
	const struct pby_sightings *from;
	struct pby_sightings *to = &lists->seen;
	enum pby_child_end end;
	bool whole;

	if (!child->region)
		return;
	end = pby_child__wait(child, QUIET_MS);
	whole = end == PBY_CHILD_DONE;
	lists->stuck |= end == PBY_CHILD_LATE || end == PBY_CHILD_STUCK;
	from = child->region->result;
	for (size_t i = 0; i < nr; i++) {
		to->lists[of[i]] = from ? from->lists[of[i]] : (struct pby_listing){ 0 };
		if (to->lists[of[i]].read == PBY_MAYBE)
			to->lists[of[i]].why = unanswered(lists, child, end);
	}
	if (!from)
		return;
	if (child == &lists->bpf) {
		TAKE(from, to, whole, programs);
		TAKE(from, to, whole, links);
		TAKE(from, to, whole, types);
		TAKE(from, to, whole, maps);
		TAKE(from, to, whole, pins);
	} else {
		TAKE(from, to, whole, processes);
		TAKE(from, to, whole, holders);
		to->own_pid_namespace = from->own_pid_namespace;
	}
}

void pby_probe_lists__finish(struct pby_probe_lists *lists)
{
	collect(lists, &lists->bpf, of_bpf, NR(of_bpf));
	collect(lists, &lists->proc, of_proc, NR(of_proc));
	lists->stuck |= pby_tracing_lists__finish(&lists->tracing, QUIET_MS, &lists->arena,
						  &lists->seen);
}

void pby_probe_lists__free(struct pby_probe_lists *lists)
{
	pby_child__free(&lists->bpf);
	pby_child__free(&lists->proc);
	pby_child__free(&lists->memory);
	pby_child__free(&lists->files);
	pby_arena__free(&lists->arena);
	*lists = (struct pby_probe_lists){ 0 };
}
