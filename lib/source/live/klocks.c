// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* klocks.c: each lock is read once, whoever leads to it. */
#include "source/live/klocks.h"

#include "source/live/klock.h"
#include "source/live/kname.h"

bool pby_klocks__init(struct pby_klocks *locks, const struct pby_kview *view, struct pby_live_memory *memory,
		      struct pby_arena *arena)
{
	*locks = (struct pby_klocks){ .view = view, .memory = memory, .arena = arena };
	return pby_index__reserve(&locks->by_addr, 1024);
}

void pby_klocks__free(struct pby_klocks *locks)
{
	pby_index__free(&locks->by_addr);
}

static uint32_t hash_of(uint64_t addr)
{
	return pby_hash__bytes((const char *)&addr, sizeof(addr));
}

static int32_t find(const struct pby_klocks *locks, uint64_t addr)
{
	uint32_t e = pby_index__first(&locks->by_addr, hash_of(addr));

	for (; e != PBY_INDEX_END; e = locks->by_addr.entries[e].next)
		if (locks->memory->locks.items[locks->by_addr.entries[e].value].addr == addr)
			return (int32_t)locks->by_addr.entries[e].value;
	return -1;
}

int32_t pby_klocks__at(struct pby_klocks *locks, uint64_t addr, enum pby_lock_kind kind)
{
	int32_t known = find(locks, addr);
	struct pby_lock *lock;

	if (known >= 0)
		return known;
	lock = PBY_PUSH(locks->arena, &locks->memory->locks);
	if (!lock || !pby_index__add(&locks->by_addr, hash_of(addr), locks->memory->locks.nr - 1))
		return -1;
	lock->addr = addr;
	lock->kind = kind;
	pby_klock__read(locks->view, lock, pby_kview__jiffies(locks->view), locks->arena);
	pby_kname__set(locks->view, lock, locks->arena);
	return (int32_t)(locks->memory->locks.nr - 1);
}

static const struct {
	const char *symbol;
	enum pby_lock_kind kind;
} suspects[] = {
#define SUSPECT(symbol, kind) { symbol, PBY_LOCK_##kind },
#include "source/live/suspects.def"
#undef SUSPECT
};

/* What the queue says of a task that did not lead here by itself. */
static void attribute(struct pby_klocks *locks, int32_t index)
{
	const struct pby_lock *lock = &locks->memory->locks.items[index];
	const struct pby_ktasks *tasks = &locks->view->tasks;

	for (uint32_t i = 0; i < lock->waiters.nr; i++) {
		const struct pby_lock_waiter *w = &lock->waiters.items[i];
		const struct pby_ktask *task = pby_ktasks__by(tasks, PBY_KTASK_PID, (uint64_t)w->pid);
		struct pby_live_task *t = task ? pby_live_memory__task(locks->memory, locks->view, task) : NULL;

		if (!t || t->how)
			continue;
		t->how = PBY_KWAIT_QUEUE;
		t->mode = w->mode;
		t->lock = index;
	}
}

static void look_at(struct pby_klocks *locks, uint64_t addr, enum pby_lock_kind kind)
{
	int32_t index;

	if (find(locks, addr) >= 0 || !pby_klock__contended(locks->view, addr, kind))
		return;
	index = pby_klocks__at(locks, addr, kind);
	if (index >= 0)
		attribute(locks, index);
}

void pby_klocks__suspects(struct pby_klocks *locks)
{
	const struct pby_ktasks *tasks = &locks->view->tasks;
	const struct pby_field *mmap_lock = &locks->view->layout.mm_mmap_lock;

	for (size_t i = 0; i < sizeof(suspects) / sizeof(suspects[0]); i++) {
		uint64_t addr = pby_kview__symbol(locks->view, suspects[i].symbol);

		if (addr)
			look_at(locks, addr, suspects[i].kind);
	}
	for (uint32_t i = 0; mmap_lock->there && i < tasks->nr; i++) {
		uint64_t mm = tasks->items[i].mm;

		/* Each address space once: for the first of its tasks. */
		if (mm && pby_ktasks__by(tasks, PBY_KTASK_MM, mm) == &tasks->items[i])
			look_at(locks, mm + mmap_lock->offset, PBY_LOCK_RWSEM);
	}
}
