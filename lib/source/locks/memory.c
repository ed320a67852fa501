// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* memory.c: who had a lock over several shots, and what he was doing. */
#include <string.h>

#include "source/locks/state.h"

static const struct pby_locks_task *task_at(const struct pby_locks_shot *shot, uint64_t addr)
{
	for (uint32_t i = 0; addr && i < shot->tasks.nr; i++)
		if (shot->tasks.items[i].task == addr)
			return &shot->tasks.items[i];
	return NULL;
}

/* The lock's place: its own, else a new one, else that of the lock whose owner was last seen longest ago: the first. */
static struct pby_locks_owned *owned_by(struct pby_locks_memory *m, uint64_t lock)
{
	for (uint32_t i = 0; i < m->nr_owned; i++)
		if (m->owned[i].lock == lock)
			return &m->owned[i];
	if (m->nr_owned == PBY_LOCKS_OWNED) {
		memmove(m->owned, m->owned + 1, (PBY_LOCKS_OWNED - 1) * sizeof(m->owned[0]));
		m->nr_owned--;
	}
	m->owned[m->nr_owned] = (struct pby_locks_owned){ .lock = lock };
	return &m->owned[m->nr_owned++];
}

static void note_stack(struct pby_locks_memory *m, uint64_t lock, const struct pby_locks_task *t)
{
	uint32_t nr = t->stack_bytes > 0 ? (uint32_t)t->stack_bytes / sizeof(uint64_t) : 0;
	struct pby_locks_held_at *h;

	if (!nr || nr > PBY_LOCKS_FRAMES)
		return;
	for (uint32_t i = 0; i < m->nr_held; i++) {
		h = &m->held[i];
		if (h->lock == lock && h->nr_addrs == nr && !memcmp(h->addrs, t->stack, nr * sizeof(uint64_t))) {
			h->nr++;
			h->pid = t->tid;
			return;
		}
	}
	if (m->nr_held == PBY_LOCKS_HELD) {
		m->dropped++;
		return;
	}
	h = &m->held[m->nr_held++];
	*h = (struct pby_locks_held_at){ .lock = lock, .nr = 1, .pid = t->tid, .nr_addrs = nr };
	memcpy(h->addrs, t->stack, nr * sizeof(uint64_t));
}

/* Between two looks it had no CPU when its time on CPUs is the same. */
static void note_off_cpu(struct pby_locks_owned *w, const struct pby_locks_task *t, bool same)
{
	bool ready = t && !t->state && !t->exit_state && !t->on_cpu;

	if (!ready)
		w->off_since_ns = 0;
	else if (!same || !w->off_since_ns || w->ran_ns != t->ran_ns)
		w->off_since_ns = t->at_ns;
	w->ran_ns = t ? t->ran_ns : 0;
}

static void note_lock(struct pby_locks_memory *m, const struct pby_locks_shot *shot, uint64_t lock, uint32_t flags,
		      uint64_t owner_word, uint64_t count_word)
{
	struct pby_contended_owner o = { 0 };
	enum pby_lock_mode mode;
	const struct pby_locks_task *t;
	struct pby_locks_owned *w;
	uint64_t task;

	pby_locks_words__read(pby_lcb__kind(flags, &mode), owner_word, count_word, &o, &task);
	w = owned_by(m, lock);
	if (w->looks && w->owner == task) {
		w->looks++;
	} else {
		w->owner = task;
		w->since_ns = shot->at_ns;
		w->looks = 1;
	}
	t = task_at(shot, task);
	note_off_cpu(w, t, w->looks > 1);
	if (t)
		note_stack(m, lock, t);
}

void pby_locks_memory__note(struct pby_locks_memory *m, const struct pby_locks_shot *shot)
{
	struct pby_map seen = { 0 };	/* once for each lock, however many wait for it */

	for (uint32_t i = 0; i < shot->tasks.nr; i++) {
		const struct pby_locks_task *t = &shot->tasks.items[i];

		for (uint32_t w = 0; w < t->nr_waits && w < PBY_LOCKS_NEST; w++) {
			const struct pby_locks_wait *wait = &t->waits[w];
			const char *key = (const char *)&wait->lock;

			if (pby_map__get(&seen, key, sizeof(wait->lock)) != PBY_MAP_NONE ||
			    !pby_map__put(&seen, key, sizeof(wait->lock), i))
				continue;
			note_lock(m, shot, wait->lock, wait->flags, t->owner_now[w], t->count_now[w]);
		}
	}
	pby_map__free(&seen);
}
