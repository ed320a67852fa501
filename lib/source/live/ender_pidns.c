// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * ender_pidns.c: whom an exiting PID 1 of a pid namespace still waits for: zap_pid_ns_processes() kills all
 * others and goes on when each of them is reaped.
 */
#include "source/live/ender.h"

enum { PF_EXITING = 0x4, ZOMBIE = 0x20, MAX_LEVEL = 32, MAX_MEMBERS = 8 };

/* The namespace of the task at a level of nesting; 0 when it is not nested so deep. */
static uint64_t namespace_of(const struct pby_kview *view, const struct pby_ktask *t, uint32_t level)
{
	const struct pby_layout *l = &view->layout;
	uint64_t ns = 0;

	if (!t->thread_pid || pby_kview__word(view, t->thread_pid, &l->pid_level) < level)
		return 0;
	pby_kmem__u64(&view->mem, t->thread_pid + l->pid_numbers.offset + (uint64_t)level * view->upid_size +
		      l->upid_ns.offset, &ns);
	return ns;
}

/* A dead member stays until its parent looks: who came in by setns() has a parent outside. */
static void add_zombie(struct pby_endings *e, const struct pby_ktask *init, const struct pby_ktask *zombie)
{
	const struct pby_ktask *parent = pby_ktasks__by(&e->view->tasks, PBY_KTASK_PID, (uint64_t)zombie->ppid);

	if (parent && parent->tgid != init->tgid)
		pby_endings__add(e, init, parent, "has not reaped its dead child, a member of the namespace");
}

static void add_members(struct pby_endings *e, const struct pby_ktask *init, uint64_t ns, uint32_t level)
{
	uint32_t nr = 0;

	for (uint32_t i = 0; i < e->view->tasks.nr && nr < MAX_MEMBERS; i++) {
		const struct pby_ktask *t = &e->view->tasks.items[i];

		if (t->tgid == init->tgid || namespace_of(e->view, t, level) != ns)
			continue;
		nr++;
		if (t->exit_state & ZOMBIE)
			add_zombie(e, init, t);
		else
			pby_endings__add(e, init, t, "is a member of its pid namespace and not gone yet");
	}
}

void pby_ender__pid_namespaces(struct pby_endings *e)
{
	const struct pby_layout *l = &e->view->layout;

	if (!l->pid_level.there || !l->pid_numbers.there || !l->upid_ns.there || !l->ns_child_reaper.there ||
	    !e->view->upid_size)
		return;
	for (uint32_t i = 0; i < e->view->tasks.nr; i++) {
		const struct pby_ktask *t = &e->view->tasks.items[i];
		uint64_t level, ns;

		if (!(t->flags & PF_EXITING) || t->exit_state || !t->thread_pid)
			continue;
		level = pby_kview__word(e->view, t->thread_pid, &l->pid_level);
		if (!level || level > MAX_LEVEL)
			continue;
		ns = namespace_of(e->view, t, (uint32_t)level);
		if (ns && pby_kview__word(e->view, ns, &l->ns_child_reaper) == t->addr)
			add_members(e, t, ns, (uint32_t)level);
	}
}
