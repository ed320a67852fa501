// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* before.c: takes waiters from kernel memory, and puts them beside those that the hooks saw. */
#include "source/locks/before.h"

#include <errno.h>
#include <string.h>

#include "base/text.h"
#include "source/child.h"
#include "source/live/kmemory.h"

enum { REGION = 256 << 20 };

/* CONFIG_HZ when the configuration is known; ages of rw_semaphore waiters need it. */
static uint32_t hz_of(const struct pby_kernel *k)
{
	uint32_t i = pby_map__get(&k->options, "CONFIG_HZ", strlen("CONFIG_HZ"));
	struct pby_text t = pby_text__str(i == PBY_MAP_NONE ? "" : k->option_values.items[i]);
	uint64_t hz;

	return pby_text__u64(&t, &hz) && hz <= 10000 ? (uint32_t)hz : 0;
}

static void take_lock(struct pby_locks_before *b, const struct pby_lock *from)
{
	struct pby_lock *to = PBY_PUSH(&b->arena, &b->locks);

	if (!to)
		return;
	*to = *from;
	to->name = from->name ? pby_arena__strdup(&b->arena, from->name) : NULL;
	to->owner_comm = from->owner_comm ? pby_arena__strdup(&b->arena, from->owner_comm) : NULL;
	memset(&to->waiters, 0, sizeof(to->waiters));
}

static double age_of(const struct pby_lock *lock, int32_t pid)
{
	for (uint32_t i = 0; i < lock->waiters.nr; i++)
		if (lock->waiters.items[i].pid == pid)
			return lock->waiters.items[i].waited_s;
	return -1;
}

static void take(struct pby_locks_before *b, const struct pby_live_memory *m)
{
	for (uint32_t i = 0; i < m->locks.nr; i++)
		take_lock(b, &m->locks.items[i]);
	for (uint32_t i = 0; i < m->tasks.nr && b->locks.nr == m->locks.nr; i++) {
		const struct pby_live_task *t = &m->tasks.items[i];
		struct pby_locks_earlier *e;

		if (t->lock < 0 || (uint32_t)t->lock >= b->locks.nr)
			continue;
		e = PBY_PUSH(&b->arena, &b->waits);
		if (!e)
			return;
		*e = (struct pby_locks_earlier){
			.pid = t->pid, .tgid = t->tgid, .state = t->state, .mode = t->mode, .lock = (uint32_t)t->lock,
			.waited_s = age_of(&m->locks.items[t->lock], t->pid),
		};
		pby_text__copy(pby_text__str(t->comm), e->comm, sizeof(e->comm));
	}
}

void pby_locks_before__find(struct pby_locks_before *b, const struct pby_kernel *kernel, int timeout_ms)
{
	struct pby_live_question q = { .kernel = kernel, .hz = hz_of(kernel) };
	const struct pby_live_memory *m;
	struct pby_child child;
	struct pby_err err;

	if (kernel->btf.read != PBY_YES || kernel->symbols.read != PBY_YES) {
		b->why = "kernel memory was not read: it needs BTF and kallsyms";
		return;
	}
	if (pby_child__start(&child, REGION, pby_live_memory__collect, &q, &err)) {
		b->why = pby_arena__strdup(&b->arena, err.text);
		return;
	}
	pby_child__wait(&child, timeout_ms);
	m = child.region->result;
	if (m && m->done)
		take(b, m);
	else
		b->why = m && *m->why ? pby_arena__strdup(&b->arena, m->why)
				      : "kernel memory: it did not answer in time";
	pby_child__free(&child);
}

static bool seen(const struct pby_locks_shot *shot, const struct pby_locks_earlier *e)
{
	for (uint32_t i = 0; i < shot->tasks.nr; i++)
		if (shot->tasks.items[i].tid == e->pid && shot->tasks.items[i].nr_waits)
			return true;
	return false;
}

static bool excluded(const struct pby_locks_settings *s, const struct pby_locks_earlier *e, enum pby_lock_kind kind)
{
	return s->nr_locks || (s->kinds && !(s->kinds & 1u << kind)) || (s->tgid && s->tgid != e->tgid) ||
	       (s->tid && s->tid != e->pid) || (s->comm_len && strncmp(s->comm, e->comm, s->comm_len));
}

void pby_locks_before__without(struct pby_locks_before *b, const struct pby_locks_shot *shot)
{
	uint32_t nr = 0;

	for (uint32_t i = 0; i < b->waits.nr; i++) {
		const struct pby_locks_earlier *e = &b->waits.items[i];

		if (!seen(shot, e) && !excluded(&shot->settings, e, b->locks.items[e->lock].kind))
			b->waits.items[nr++] = *e;
	}
	b->waits.nr = nr;
}

void pby_locks_before__keep(struct pby_locks_before *b, const struct pby_locks_before *earlier)
{
	uint32_t nr = 0;

	for (uint32_t i = 0; i < b->waits.nr; i++) {
		const struct pby_locks_earlier *e = &b->waits.items[i];
		bool there = false;

		for (uint32_t k = 0; k < earlier->waits.nr && !there; k++)
			there = earlier->waits.items[k].pid == e->pid &&
				earlier->locks.items[earlier->waits.items[k].lock].addr == b->locks.items[e->lock].addr;
		if (there)
			b->waits.items[nr++] = *e;
	}
	b->waits.nr = nr;
}

static int32_t task_at(struct pby_contention *to, int32_t pid, int32_t tgid, const char *comm, char state)
{
	struct pby_contender *c;

	for (uint32_t i = 0; i < to->tasks.nr; i++)
		if (to->tasks.items[i].pid == pid)
			return (int32_t)i;
	c = PBY_PUSH(&to->arena, &to->tasks);
	if (!c)
		return PBY_NO_INDEX;
	*c = (struct pby_contender){ .pid = pid, .tgid = tgid, .comm = pby_arena__strdup(&to->arena, comm ? comm : ""),
				     .state = state, .cpu = -1, .waits_for = PBY_NO_INDEX };
	return (int32_t)to->tasks.nr - 1;
}

static int32_t lock_at(struct pby_contention *to, const struct pby_lock *lock)
{
	struct pby_contended *l;

	for (uint32_t i = 0; i < to->locks.nr; i++)
		if (to->locks.items[i].addr == lock->addr)
			return (int32_t)i;
	l = PBY_PUSH(&to->arena, &to->locks);
	if (!l)
		return PBY_NO_INDEX;
	*l = (struct pby_contended){ .addr = lock->addr, .kind = lock->kind, .mm_tgid = lock->mm_tgid,
				     .owner = { .task = PBY_NO_INDEX } };
	return (int32_t)to->locks.nr - 1;
}

/* What memory says of the lock, where the hooks have said nothing yet. */
static void describe(struct pby_contention *to, struct pby_contended *l, const struct pby_lock *lock)
{
	if (!l->name && lock->name)
		l->name = pby_arena__strdup(&to->arena, lock->name);
	if (l->owner.read_ns || lock->owner == PBY_OWNER_UNKNOWN)
		return;
	l->owner = (struct pby_contended_owner){ .kind = lock->owner, .nr_readers = lock->nr_readers,
						 .handoff = lock->handoff, .read_ns = to->now_ns, .task = PBY_NO_INDEX };
	if (lock->owner_pid != PBY_PID_UNKNOWN)
		l->owner.task = task_at(to, lock->owner_pid, PBY_PID_UNKNOWN, lock->owner_comm, 0);
}

static void add(struct pby_contention *to, const struct pby_lock *lock, const struct pby_locks_earlier *e)
{
	int32_t task = task_at(to, e->pid, e->tgid, e->comm, e->state), at = lock_at(to, lock);
	uint64_t waited_ns = e->waited_s > 0 ? (uint64_t)(e->waited_s * 1e9) : 0;
	struct pby_contended *l = at < 0 ? NULL : &to->locks.items[at];
	struct pby_contending *w;
	uint32_t *place;

	/* task->blocker may have told of it already (6.16). */
	if (!l || task < 0 || to->tasks.items[task].waits_for != PBY_NO_INDEX)
		return;
	w = PBY_PUSH(&to->arena, &to->waiters);
	place = w ? PBY_PUSH(&to->arena, &l->queue) : NULL;
	if (!place)
		return;
	*w = (struct pby_contending){
		.task = (uint32_t)task, .lock = (uint32_t)at, .owner_pid = PBY_PID_UNKNOWN,
		.mode = e->mode == PBY_MODE_READ ? PBY_MODE_READ : PBY_MODE_WRITE,
		.since = waited_ns ? PBY_SINCE_LOCK : PBY_SINCE_AT_LEAST,
		.since_ns = waited_ns && waited_ns < to->now_ns ? to->now_ns - waited_ns : to->from_ns,
	};
	*place = to->waiters.nr - 1;
	to->tasks.items[task].waits_for = (int32_t)*place;
	/* They came before all that the hooks saw. */
	for (place = &l->queue.items[l->queue.nr - 1];
	     place > l->queue.items && to->waiters.items[place[-1]].since_ns > w->since_ns; place--) {
		uint32_t later = place[-1];

		place[-1] = place[0];
		place[0] = later;
	}
	l->depth = l->queue.nr;
	if (l->depth > l->depth_max)
		l->depth_max = l->depth;
	describe(to, l, lock);
}

int pby_locks_before__add(const struct pby_locks_before *b, struct pby_contention *to)
{
	for (uint32_t i = 0; i < b->waits.nr; i++)
		add(to, &b->locks.items[b->waits.items[i].lock], &b->waits.items[i]);
	return to->arena.failed ? -ENOMEM : 0;
}

void pby_locks_before__free(struct pby_locks_before *b)
{
	pby_arena__free(&b->arena);
	*b = (struct pby_locks_before){ 0 };
}
