// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * fold_wait.c: which begin an end belongs to, and which ends were lost.
 *
 * A task that sleeps for one lock cannot begin to sleep for another: then the end of the first was
 * lost. What spins may begin inside either, in an interrupt or in a slow path. A mutex is begun
 * again and again during one wait, spinning and sleeping in turn.
 */
#include "model/contention/fold_state.h"

enum { VICTIMS = 64 };	/* looked at, when a new task needs the place of an old one */

struct fold_task *fold_task__get(struct pby_fold *f, int32_t pid)
{
	uint32_t n;

	if (pid <= 0)	/* idle tasks are all 0: only spinlocks, in interrupts */
		return NULL;
	n = pby_slots__find(&f->task_keys, (uint64_t)pid);
	if (n != PBY_SLOT_NONE)
		return &f->tasks[n];
	n = pby_slots__take(&f->task_keys, (uint64_t)pid);
	/* A task that waits for nothing gives its place away: its name will come again if it does. */
	for (int i = 0; n == PBY_SLOT_NONE && i < VICTIMS; i++) {
		uint32_t victim = f->next_victim++ % f->task_keys.max;

		if (f->tasks[victim].wait != FOLD_NONE)
			continue;
		pby_slots__drop(&f->task_keys, victim);
		n = pby_slots__take(&f->task_keys, (uint64_t)pid);
	}
	if (n == PBY_SLOT_NONE)
		return NULL;
	f->tasks[n] = (struct fold_task){ .tgid = PBY_PID_UNKNOWN, .cpu = -1, .wait = FOLD_NONE };
	return &f->tasks[n];
}

static void free_wait(struct pby_fold *f, uint32_t wait)
{
	f->waits[wait].outer = f->free_wait;
	f->free_wait = wait;
}

/* Takes the task's innermost wait away. */
static void pop(struct pby_fold *f, struct fold_task *t, uint64_t ns, int32_t ret, bool lost)
{
	uint32_t wait = t->wait;

	t->wait = f->waits[wait].outer;
	fold_lock__leave(f, wait, ns, ret, lost);
	free_wait(f, wait);
}

void fold_wait__lost_all(struct pby_fold *f, struct fold_task *t, uint64_t ns)
{
	while (t->wait != FOLD_NONE)
		pop(f, t, ns, 0, true);
}

/* The task's wait for the lock, or FOLD_NONE. */
static uint32_t outstanding(const struct pby_fold *f, const struct fold_task *t, uint64_t lock)
{
	uint32_t w = t->wait;

	while (w != FOLD_NONE && f->locks[f->waits[w].lock].c.addr != lock)
		w = f->waits[w].outer;
	return w;
}

/* A mutex' slow path says SPIN, then sleeps without, then may spin again: one wait. */
static bool goes_on(const struct pby_fold *f, uint32_t wait, const struct pby_lock_event *e,
		    enum pby_lock_kind kind)
{
	const struct fold_wait *w = &f->waits[wait];

	return kind == PBY_LOCK_MUTEX && f->locks[w->lock].c.kind == kind && !w->before_loss &&
	       (w->c.flags ^ e->flags) & PBY_LCB_SPIN;
}

static uint32_t depth_of(const struct pby_fold *f, const struct fold_task *t)
{
	uint32_t nr = 0;

	for (uint32_t w = t->wait; w != FOLD_NONE; w = f->waits[w].outer)
		nr++;
	return nr;
}

/* What the task cannot be waiting for any more, now that it begins to wait for this. */
static void forget_lost(struct pby_fold *f, struct fold_task *t, const struct pby_lock_event *e,
			enum pby_lock_kind kind)
{
	uint32_t same = outstanding(f, t, e->lock);

	if (!pby_lock_kind__spins(kind)) {
		fold_wait__lost_all(f, t, e->ns);
		return;
	}
	/* It cannot spin for a lock twice, nor take up again a wait that it interrupted. */
	while (same != FOLD_NONE && t->wait != FOLD_NONE) {
		bool last = t->wait == same;

		pop(f, t, e->ns, 0, true);
		if (last)
			break;
	}
}

static void found_owner(struct pby_fold *f, struct fold_wait *w, const struct pby_lock_event *e)
{
	w->c.owner = e->owner <= PBY_OWNER_READERS ? e->owner : PBY_OWNER_UNKNOWN;
	w->c.owner_pid = e->owner_pid;
	w->c.count_word = e->count_word;
	w->c.owner_word = e->owner_word;
	f->locks[w->lock].c.handoffs += e->handoff;
}

static enum pby_lock_kind kind_of(const struct pby_fold *f, const struct pby_lock_event *e,
				  enum pby_lock_mode *mode)
{
	enum pby_lock_kind kind = pby_lcb__kind(e->flags, mode);
	uint32_t name = kind == PBY_LOCK_MUTEX ? pby_slots__find(&f->name_keys, e->lock) : PBY_SLOT_NONE;

	return name != PBY_SLOT_NONE && f->names[name].kind == PBY_LOCK_WW_MUTEX ? PBY_LOCK_WW_MUTEX : kind;
}

/* The new wait in its lock's queue, or FOLD_NONE when there was no room. */
static uint32_t make(struct pby_fold *f, const struct pby_lock_event *e, uint32_t nest)
{
	enum pby_lock_mode mode;
	enum pby_lock_kind kind = kind_of(f, e, &mode);
	uint32_t lock = FOLD_NONE, n = f->free_wait;

	if (n != FOLD_NONE)
		f->free_wait = f->waits[n].outer;
	else if (f->waits_used < f->limits.waits)
		n = f->waits_used++;
	if (n == FOLD_NONE) {
		f->loss.waits++;
		return FOLD_NONE;
	}
	lock = fold_lock__get(f, e->lock, kind, e->ns);
	if (lock == FOLD_NONE) {
		f->loss.locks++;
		free_wait(f, n);
		return FOLD_NONE;
	}
	f->waits[n] = (struct fold_wait){
		.c = { .mode = mode, .since_ns = e->ns, .flags = e->flags, .stack = e->stack,
		       .user_stack = e->user_stack, .nest = (uint8_t)nest, .since = PBY_SINCE_SEEN },
		.pid = e->pid, .lock = lock, .outer = FOLD_NONE,
	};
	f->spins |= pby_lock_kind__spins(kind);
	fold_lock__join(f, n, e->ns);
	found_owner(f, &f->waits[n], e);
	return n;
}

void fold_wait__begin(struct pby_fold *f, const struct pby_lock_event *e)
{
	struct fold_task *t = fold_task__get(f, e->pid);
	enum pby_lock_mode mode;
	enum pby_lock_kind kind = kind_of(f, e, &mode);
	uint32_t n, nest;

	if (!t) {
		f->loss.waits++;
		return;
	}
	n = outstanding(f, t, e->lock);
	if (n != FOLD_NONE && t->wait == n && goes_on(f, n, e, kind)) {
		f->waits[n].c.flags = e->flags;
		found_owner(f, &f->waits[n], e);
		return;
	}
	forget_lost(f, t, e, kind);
	nest = depth_of(f, t);
	if (nest >= FOLD_NEST) {
		f->loss.nested++;
		return;
	}
	n = make(f, e, nest);
	if (n == FOLD_NONE)
		return;
	f->waits[n].outer = t->wait;
	t->wait = n;
}

static struct fold_stray *stray_of(struct pby_fold *f, const struct pby_lock_event *e)
{
	for (uint32_t i = 0; i < FOLD_STRAYS; i++) {
		struct fold_stray *s = &f->strays[i];

		if (s->lock == e->lock && s->pid == e->pid && s->ns >= e->ns)
			return s;
	}
	return NULL;
}

void fold_wait__late(struct pby_fold *f, const struct pby_lock_event *e)
{
	struct fold_stray *s = stray_of(f, e);
	struct fold_task *t = fold_task__get(f, e->pid);
	uint32_t n;

	if (!s && t && t->wait == FOLD_NONE) {
		fold_wait__begin(f, e);
		return;
	}
	n = make(f, e, 0);
	if (n == FOLD_NONE)
		return;
	if (s) {
		struct fold_lock *l = &f->locks[f->waits[n].lock];

		f->loss.unseen_begins--;
		l->c.unseen_begins -= l->c.unseen_begins > 0;
	}
	fold_lock__leave(f, n, s ? s->ns : e->ns, s ? s->ret : 0, !s);
	free_wait(f, n);
	if (s)
		*s = (struct fold_stray){ 0 };
}

static void end_site(struct pby_fold *f, const struct fold_wait *w, const struct pby_lock_event *e)
{
	uint64_t waited = e->ns > w->c.since_ns ? e->ns - w->c.since_ns : 0;
	struct fold_site site = { .c = {
		.stack = e->stack ? e->stack : w->c.stack,
		.user_stack = e->user_stack ? e->user_stack : w->c.user_stack,
		.mode = w->c.mode, .nr = 1, .total_ns = waited, .max_ns = waited, .pid = e->pid,
	} };

	if (site.c.stack || site.c.user_stack)
		fold_site__add(f, &f->locks[w->lock], &site);
}

void fold_wait__end(struct pby_fold *f, const struct pby_lock_event *e)
{
	struct fold_task *t = fold_task__get(f, e->pid);
	uint32_t wait = t ? outstanding(f, t, e->lock) : FOLD_NONE, lock;

	if (wait == FOLD_NONE) {
		f->loss.unseen_begins++;
		f->strays[f->next_stray++ % FOLD_STRAYS] =
			(struct fold_stray){ e->ns, e->lock, e->pid, e->ret };
		lock = fold_lock__find(f, e->lock);
		if (lock != FOLD_NONE && !e->ret)
			fold_lock__unseen(f, lock, e->ns);
		return;
	}
	while (t->wait != wait)
		pop(f, t, e->ns, 0, true);
	end_site(f, &f->waits[wait], e);
	pop(f, t, e->ns, e->ret, false);
}
