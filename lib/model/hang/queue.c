// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* queue.c: which waits and which held locks mean the same lock. */
#include "model/hang/queue.h"

#include <errno.h>
#include <string.h>

#include "base/map.h"

/* Locks by what proves them to be the same, and by name. */
struct lock_index {
	struct pby_arena *arena;
	struct pby_map by_key;		/* "@ffff8880...", "event_mutex", "mmap_lock 123", "i_rwsem?" */
	struct pby_map by_name;		/* name -> first lock of that name */
	PBY_VEC(uint32_t) next;		/* lock -> next one of the same name */
};

/* Keys that prove an object, best first; the last one stands for all whose instance is unknown. */
static uint32_t keys_of(struct lock_index *index, const struct pby_object *o, const char *keys[3])
{
	uint32_t nr = 0;

	if (o->addr)
		keys[nr++] = pby_arena__printf(index->arena, "@%llx", (unsigned long long)o->addr);
	if (o->scope == PBY_SCOPE_GLOBAL)
		keys[nr++] = o->name;
	else if (o->scope == PBY_SCOPE_MM && o->tgid >= 0)
		keys[nr++] = pby_arena__printf(index->arena, "%s %d", o->name, o->tgid);
	if (!nr)
		keys[nr++] = pby_arena__printf(index->arena, "%s?", o->name);
	return nr;
}

static bool wants_holder(const struct pby_wait *w)
{
	if (!w->blocked || !w->object.name)
		return false;
	if (pby_wait_class__is_lock(w->cls))
		return true;
	return w->row && (w->row->ender == PBY_END_READER || w->row->ender == PBY_END_HOLDER);
}

/* One name and two addresses are two locks: mutex_init(lock) calls every one of them "lock". */
static uint32_t find(const struct pby_queues *queues, const struct lock_index *index,
		     const char *const *keys, uint32_t nr, uint64_t addr)
{
	for (uint32_t i = 0; i < nr; i++) {
		uint32_t lock = pby_map__get(&index->by_key, keys[i], strlen(keys[i]));
		uint64_t other = lock == PBY_MAP_NONE ? 0 : queues->items.items[lock].object.addr;

		if (lock != PBY_MAP_NONE && !(addr && other && addr != other))
			return lock;
	}
	return PBY_MAP_NONE;
}

static uint32_t lock_of(struct pby_queues *queues, struct lock_index *index,
			const struct pby_object *o)
{
	const char *keys[3];
	uint32_t nr = keys_of(index, o, keys), n = find(queues, index, keys, nr, o->addr), *head, *link;
	struct pby_queue *lock;

	if (n == PBY_MAP_NONE) {
		n = queues->items.nr;
		lock = PBY_PUSH(&queues->arena, &queues->items);
		link = PBY_PUSH(&queues->arena, &index->next);
		head = pby_map__at(&index->by_name, o->name, strlen(o->name));
		if (!lock || !link || !head)
			return PBY_MAP_NONE;
		lock->object = *o;
		lock->proven = keys[0][strlen(keys[0]) - 1] != '?';
		*link = *head;
		*head = n;
	}
	/* What one waiter knows of the lock, all of them do. */
	for (uint32_t i = 0; i < nr; i++)
		if (pby_map__get(&index->by_key, keys[i], strlen(keys[i])) == PBY_MAP_NONE)
			pby_map__put(&index->by_key, keys[i], strlen(keys[i]), n);
	if (!queues->items.items[n].object.addr)
		queues->items.items[n].object.addr = o->addr;
	return n;
}

static void add_held(struct pby_queues *queues, struct lock_index *index, struct pby_waits *waits,
		     uint32_t h)
{
	const struct pby_object *o = &waits->held.items[h].object;
	const char *keys[3];
	uint32_t nr, same, budget = PBY_QUEUE_LISTED, *slot;

	if (!o->name)
		return;
	nr = keys_of(index, o, keys);
	same = find(queues, index, keys, nr, o->addr);
	if (same != PBY_MAP_NONE && queues->items.items[same].proven) {
		slot = PBY_PUSH(&queues->arena, &queues->items.items[same].held);
		if (slot)
			*slot = h;
		return;
	}
	for (uint32_t i = pby_map__get(&index->by_name, o->name, strlen(o->name));
	     i != PBY_MAP_NONE && budget--; i = index->next.items[i]) {
		struct pby_queue *lock = &queues->items.items[i];

		if (lock->alike.nr >= PBY_QUEUE_LISTED || !pby_object__alike(&lock->object, o))
			continue;
		slot = PBY_PUSH(&queues->arena, &lock->alike);
		if (slot)
			*slot = h;
	}
}

int pby_queues__find(struct pby_queues *queues, struct pby_waits *waits)
{
	struct lock_index index = { .arena = &queues->arena };

	*queues = (struct pby_queues){ 0 };
	for (uint32_t i = 0; i < waits->items.nr; i++) {
		struct pby_wait *w = &waits->items.items[i];
		uint32_t n, *slot;

		if (!wants_holder(w))
			continue;
		n = lock_of(queues, &index, &w->object);
		slot = n == PBY_MAP_NONE ? NULL :
		       PBY_PUSH(&queues->arena, &queues->items.items[n].waits);
		if (!slot)
			break;
		*slot = i;
		w->lock = (int32_t)n;
	}
	for (uint32_t h = 0; h < waits->held.nr; h++)
		add_held(queues, &index, waits, h);
	pby_map__free(&index.by_key);
	pby_map__free(&index.by_name);
	return queues->arena.failed ? -ENOMEM : 0;
}

void pby_queues__free(struct pby_queues *queues)
{
	pby_arena__free(&queues->arena);
	*queues = (struct pby_queues){ 0 };
}
