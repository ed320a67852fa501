// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * blame.c: the holders of each lock become edges of the graph.
 *
 * In the order of what is believed: the kernel's own word (a blocker line), a list of held locks or
 * frames that prove it, one single task that may hold it, a writer that is queued before a reader.
 * Two tasks that both seem to hold an exclusive lock prove that one of the two is wrong.
 */
#include <string.h>

#include "model/hang/graph.h"
#include "model/hang/queue.h"
#include "model/lock.h"

/* More candidates than that say nothing any more. */
enum { MAX_GUESSES = 3 };

struct pby_wait_on *pby_wait__on_task(struct pby_waits *waits, struct pby_wait *w, int32_t task,
				      enum pby_certainty certainty, const char *why)
{
	const struct pby_task *t = &waits->dump->tasks.items[task];
	struct pby_wait_on *on;

	for (uint32_t i = 0; i < w->on.nr; i++)
		if (w->on.items[i].task == task)
			return &w->on.items[i];
	on = PBY_PUSH(&waits->arena, &w->on);
	if (on)
		*on = (struct pby_wait_on){
			.kind = pby_task__is_kthread(t) ? PBY_PARTY_KTHREAD : PBY_PARTY_TASK,
			.task = task, .pid = t->pid, .comm = *t->comm ? t->comm : NULL,
			.certainty = certainty, .why = why,
		};
	return on;
}

void pby_wait__on_other(struct pby_waits *waits, struct pby_wait *w, enum pby_party_kind kind,
			const char *what, const char *why)
{
	struct pby_wait_on *on = PBY_PUSH(&waits->arena, &w->on);

	if (on)
		*on = (struct pby_wait_on){ .kind = kind, .task = -1, .pid = PBY_PID_UNKNOWN,
					    .comm = what, .certainty = PBY_DERIVED, .why = why };
}

/* By number, or where the text has none, by name. */
static int32_t find_task(struct pby_waits *waits, const char *comm, int32_t pid)
{
	const struct pby_dump *dump = waits->dump;
	struct pby_kin_walk walk = pby_kin__walk(&waits->kin, PBY_KIN_PID, pid);

	if (pid != PBY_PID_UNKNOWN)
		return pby_kin_walk__next(&walk);
	for (uint32_t i = 0; i < dump->tasks.nr; i++)
		if (!strcmp(dump->tasks.items[i].comm, comm))
			return (int32_t)i;
	return -1;
}

/* "is blocked on a mutex likely owned by task B:2." */
static bool blame_stated(struct pby_waits *waits, struct pby_wait *w)
{
	const struct pby_blocker *b = waits->dump->tasks.items[w->task].blocker;
	/* A reader as owner is only the last one of them that came: a hint, says the kernel. */
	enum pby_certainty certainty;
	int32_t task;

	if (!b || !b->owner_comm)
		return false;
	certainty = b->owner_mode == PBY_MODE_READ || !strcmp(b->lock_kind, "semaphore") ?
		    PBY_GUESSED : PBY_STATED;
	task = find_task(waits, b->owner_comm, b->owner_pid);
	if (task >= 0) {
		pby_wait__on_task(waits, w, task, certainty, "the kernel names it as the owner");
	} else {
		struct pby_wait_on *on;

		pby_wait__on_other(waits, w, PBY_PARTY_TASK, b->owner_comm,
				   "the kernel names it as the owner");
		on = &w->on.items[w->on.nr - 1];
		on->pid = b->owner_pid;
		on->certainty = certainty;
	}
	return true;
}

/* The lock's own word, read from the kernel's memory. */
static bool blame_read(struct pby_waits *waits, struct pby_wait *w)
{
	const struct pby_lock *lock = waits->dump->tasks.items[w->task].lock;
	int32_t task;

	if (!lock || lock->owner != PBY_OWNER_TASK)
		return false;
	task = find_task(waits, lock->owner_comm ? lock->owner_comm : "", lock->owner_pid);
	if (task < 0)
		return false;
	pby_wait__on_task(waits, w, task, lock->racing ? PBY_DERIVED : PBY_STATED,
			  "is the owner, says the lock itself");
	return true;
}

static bool is_exclusive(const struct pby_wait *w, const struct pby_held *h)
{
	return w->cls == PBY_WAIT_MUTEX || w->cls == PBY_WAIT_SEMAPHORE ||
	       w->cls == PBY_WAIT_RTMUTEX || w->cls == PBY_WAIT_WW_MUTEX ||
	       h->mode == PBY_MODE_WRITE;
}

/* A reader who holds it does not keep another reader out. */
static bool keeps_out(const struct pby_wait *w, const struct pby_held *h)
{
	bool reader = w->cls == PBY_WAIT_RWSEM_READ || w->cls == PBY_WAIT_PERCPU_RWSEM_READ;

	return !(reader && h->mode == PBY_MODE_READ);
}

static bool queued(const struct pby_waits *waits, int32_t task, int32_t lock)
{
	int32_t i = waits->of_task[task];

	return i >= 0 && waits->items.items[i].lock == lock;
}

/* Tasks that may have one lock, in the order in which they are believed. */
struct suspects {
	const struct pby_held *items[PBY_QUEUE_LISTED];
	uint32_t nr;
	bool too_many;
};

/* A task that waits for the lock itself holds another one of the kind, if at all. */
static void collect(struct suspects *to, const struct pby_waits *waits, const uint32_t *list,
		    uint32_t nr, bool certain, int32_t lock)
{
	for (uint32_t i = 0; i < nr; i++) {
		const struct pby_held *h = &waits->held.items[list[i]];
		bool sure = !h->maybe && h->certainty != PBY_GUESSED, known = false;

		if (sure != certain && certain)
			continue;
		if (lock >= 0 && queued(waits, h->task, lock) && !sure)
			continue;
		for (uint32_t k = 0; k < to->nr; k++)
			known |= to->items[k]->task == h->task;
		if (known)
			continue;
		if (to->nr == PBY_QUEUE_LISTED) {
			to->too_many = true;
			return;
		}
		to->items[to->nr++] = h;
	}
}

struct blame {
	struct pby_waits *waits;
	const struct pby_queue *lock;
	struct suspects certain, perhaps;
	bool contradiction;	/* two who hold it alone */
	int32_t writer;		/* task that is queued to write, -1 none */
};

static void prepare(struct blame *b, const struct pby_queues *queues, uint32_t n)
{
	const struct pby_queue *lock = &queues->items.items[n];
	const struct pby_wait *first = &b->waits->items.items[lock->waits.items[0]];
	uint32_t alone = 0;

	b->lock = lock;
	b->writer = -1;
	collect(&b->certain, b->waits, lock->held.items, lock->held.nr, true, (int32_t)n);
	for (uint32_t i = 0; i < b->certain.nr; i++)
		alone += is_exclusive(first, b->certain.items[i]);
	b->contradiction = alone > 0 && b->certain.nr > 1;
	if (!b->certain.nr) {
		collect(&b->perhaps, b->waits, lock->held.items, lock->held.nr, false, (int32_t)n);
		if (!b->perhaps.nr)
			collect(&b->perhaps, b->waits, lock->alike.items, lock->alike.nr, false, -1);
	}
	for (uint32_t i = 0; i < lock->waits.nr && b->writer < 0 && lock->proven; i++) {
		const struct pby_wait *w = &b->waits->items.items[lock->waits.items[i]];

		if (w->cls == PBY_WAIT_RWSEM_WRITE || w->cls == PBY_WAIT_PERCPU_RWSEM_WRITE)
			b->writer = w->task;
	}
}

static bool blame_certain(const struct blame *b, struct pby_wait *w)
{
	bool any = false;

	for (uint32_t i = 0; i < b->certain.nr; i++) {
		const struct pby_held *h = b->certain.items[i];

		/* Without an address, its own entry may be the wanted one, seen a second time. */
		if (!keeps_out(w, h) || (h->task == w->task && !h->object.addr))
			continue;
		pby_wait__on_task(b->waits, w, h->task,
				  b->contradiction ? PBY_GUESSED : h->certainty, h->why);
		any = true;
	}
	return any;
}

/* A reader waits behind a writer that is queued, whoever has the lock now. */
static bool blame_queued_writer(const struct blame *b, struct pby_wait *w)
{
	if (w->cls != PBY_WAIT_RWSEM_READ && w->cls != PBY_WAIT_PERCPU_RWSEM_READ)
		return false;
	if (b->writer < 0)
		return false;
	pby_wait__on_task(b->waits, w, b->writer, PBY_DERIVED,
			  "is queued to write: readers wait behind it");
	return true;
}

/* Tasks of which it is not proven: useful only when there are few. */
static bool blame_perhaps(const struct blame *b, struct pby_wait *w)
{
	uint32_t nr = 0;

	for (uint32_t i = 0; i < b->perhaps.nr; i++)
		nr += b->perhaps.items[i]->task != w->task && keeps_out(w, b->perhaps.items[i]);
	if (!nr || nr > MAX_GUESSES || b->perhaps.too_many)
		return false;
	for (uint32_t i = 0; i < b->perhaps.nr; i++)
		if (b->perhaps.items[i]->task != w->task && keeps_out(w, b->perhaps.items[i]))
			pby_wait__on_task(b->waits, w, b->perhaps.items[i]->task, PBY_GUESSED,
					  b->perhaps.items[i]->why);
	return true;
}

static void blame_lock(struct pby_waits *waits, const struct pby_queues *queues, uint32_t n)
{
	struct blame b = { .waits = waits };

	prepare(&b, queues, n);
	for (uint32_t i = 0; i < b.lock->waits.nr; i++) {
		struct pby_wait *w = &waits->items.items[b.lock->waits.items[i]];

		if (blame_read(waits, w) || blame_stated(waits, w) || w->potential)
			continue;
		if (!blame_certain(&b, w) && !blame_queued_writer(&b, w) && !blame_perhaps(&b, w))
			pby_wait__on_other(waits, w, PBY_PARTY_UNKNOWN, NULL,
					   "its holder is not shown");
	}
}

void pby_queues__blame(struct pby_queues *queues, struct pby_waits *waits)
{
	for (uint32_t n = 0; n < queues->items.nr; n++)
		blame_lock(waits, queues, n);
	for (uint32_t i = 0; i < waits->items.nr; i++)
		if (waits->items.items[i].lock < 0 && !blame_read(waits, &waits->items.items[i]))
			blame_stated(waits, &waits->items.items[i]);
}
