// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* uprobe_registration.c: a uprobe registration that waits for one process stops forks, tracing and firing threads. */
#include "rules/hang/look.h"

/* The registration: under register_for_each_vma(), waiting for a process or for forks to end. */
static const struct pby_wait *registrar(struct pby_graph *g, uint32_t *nr)
{
	const struct pby_wait *w = pby_look__first(g, PBY_WAIT_RWSEM_WRITE, "mmap_lock", "register_for_each_vma", nr);

	if (!w)
		w = pby_look__first(g, PBY_WAIT_PERCPU_RWSEM_WRITE, "dup_mmap_sem", NULL, nr);
	return w ? w : pby_look__first(g, -1, NULL, "register_for_each_vma", nr);
}

/* What it waits for, in words. */
static const char *obstacle(struct pby_graph *g, struct pby_diagnosis *d, const struct pby_wait *w)
{
	int32_t holder = pby_look__holder(w);

	if (w->cls == PBY_WAIT_RWSEM_WRITE)
		return "the mmap_lock of one process";
	return holder < 0 ? "forks inside the copying of one process" :
	       pby_arena__printf(d->arena, "%s, which forks and copies its address space", pby_look__words(g, d, holder));
}

static bool judge(struct pby_graph *g, struct pby_diagnosis *d)
{
	uint32_t nr, forks, firing, tracing;
	const struct pby_wait *w = registrar(g, &nr);

	if (!w)
		return false;
	pby_look__first(g, PBY_WAIT_PERCPU_RWSEM_READ, "dup_mmap_sem", NULL, &forks);
	pby_look__first(g, PBY_WAIT_MUTEX, "event_mutex", NULL, &tracing);
	pby_look__first(g, -1, NULL, "uprobe_notify_resume|find_active_uprobe*|handle_swbp", &firing);
	d->root = w->task;
	d->circle = PBY_CIRCLE_NONE;
	d->nr_tasks = nr + forks + firing + tracing;
	pby_diagnosis__summary(d, "Convoy, no deadlock: the uprobe registration of %s waits for %s; behind it wait "
			       "%u fork%s, %u user%s of tracing and %u thread%s that fire%s probes, on the whole machine.",
			       pby_look__words(g, d, w->task), obstacle(g, d, w),
			       forks, forks == 1 ? "" : "s", tracing, tracing == 1 ? "" : "s", firing, firing == 1 ? "" : "s", firing == 1 ? "s" : "");
	pby_diagnosis__evidence(d, "%s: %s, and holds %sregister_rwsem, by its stack", pby_look__words(g, d, w->task), w->what,
				w->cls == PBY_WAIT_PERCPU_RWSEM_WRITE ? "" : "dup_mmap_sem and ");
	if (pby_look__holder(w) < 0)
		pby_diagnosis__missing(d, "whose mmap_lock it is and who has it: a process that maps the probed file, with a thread that "
				       "is slow under its mmap_lock (page fault from a slow disk, huge munmap)", PBY_HOW_ALL_TASKS);
	return true;
}

const struct pby_hang_rule pby_hang_rule_uprobe_registration = {
	.id = "uprobe-registration",
	.title = "A uprobe registration waits for one slow process, and the machine waits for the registration",
	.insight = PBY_INSIGHT_KNOWN,
	.why = "Registering a uprobe takes event_mutex (through perf and tracefs), register_rwsem and "
	       "dup_mmap_sem, then the mmap_lock of every process that maps the file. One process whose "
	       "mmap_lock is busy keeps all of them: forks wait for dup_mmap_sem, tracing for event_mutex, "
	       "firing threads behind queued writers. It ends as soon as that process lets go.",
	.advice = "Find the process with the slow mmap_lock and end what it does (or the process). Killing the "
	          "registering tool does not help while it waits uninterruptibly. Use uprobe_multi links (6.6 "
	          "and later): they do without event_mutex.",
	.judge = judge,
};
