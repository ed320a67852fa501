// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* lock_world.c: invented contention with known truth. */
#include "support/lock_world.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

enum { NEST = 6, SPINS_INSIDE = 4, BLOCK_MAX = 256 };

/* A wait as the events tell it; lost: its end happened, and was not sent. */
struct wait {
	uint32_t lock;
	uint64_t since_ns;
	enum pby_lock_mode mode;
	bool lost;
};

struct task {
	struct wait waits[NEST];
	uint32_t nr;
	uint32_t spins;		/* begun inside the present wait */
	uint32_t not_lock;	/* a mutex whose end was lost: taking it again would look like going on */
	bool sleeps;		/* waits for a lock that sleeps, in waits[0] or above lost ones */
	bool spinning;		/* its mutex wait spins now */
};

struct lock {
	struct lock_truth truth;
	enum pby_share batch;
	uint32_t members;
};

struct lock_world {
	struct lock_world_options o;
	struct task *tasks;
	struct lock *locks;
	struct pby_lock_event block[BLOCK_MAX];
	uint32_t nr_block, at;
	uint32_t nr_waits;
	uint64_t now_ns, random;
};

static uint64_t roll(struct lock_world *w)
{
	w->random ^= w->random << 13;
	w->random ^= w->random >> 7;
	w->random ^= w->random << 17;
	return w->random;
}

static bool one_in(struct lock_world *w, uint32_t nr)
{
	return nr && roll(w) % nr == 0;
}

static enum pby_lock_kind kind_of(uint32_t lock)
{
	static const enum pby_lock_kind kinds[] = {
		PBY_LOCK_MUTEX, PBY_LOCK_RWSEM, PBY_LOCK_RWSEM, PBY_LOCK_SPINLOCK, PBY_LOCK_SEMAPHORE,
		PBY_LOCK_PERCPU_RWSEM, PBY_LOCK_RWLOCK, PBY_LOCK_RTMUTEX,
	};

	return kinds[lock % (sizeof(kinds) / sizeof(kinds[0]))];
}

static bool has_modes(enum pby_lock_kind kind)
{
	return kind == PBY_LOCK_RWSEM || kind == PBY_LOCK_PERCPU_RWSEM || kind == PBY_LOCK_RWLOCK;
}

static uint32_t flags_of(enum pby_lock_kind kind, enum pby_lock_mode mode)
{
	static const uint32_t by_kind[PBY_LOCK_NR] = {
		[PBY_LOCK_MUTEX] = PBY_LCB_MUTEX, [PBY_LOCK_SPINLOCK] = PBY_LCB_SPIN,
		[PBY_LOCK_RWLOCK] = PBY_LCB_SPIN, [PBY_LOCK_PERCPU_RWSEM] = PBY_LCB_PERCPU,
		[PBY_LOCK_RTMUTEX] = PBY_LCB_RT,
	};

	if (!has_modes(kind))
		return by_kind[kind];
	return by_kind[kind] | (mode == PBY_MODE_READ ? PBY_LCB_READ : PBY_LCB_WRITE);
}

struct lock_world *lock_world__new(const struct lock_world_options *options)
{
	struct lock_world *w = calloc(1, sizeof(*w));

	if (!w)
		return NULL;
	w->o = *options;
	w->random = options->seed * 2 + 1;
	w->now_ns = 1000000000;
	w->tasks = calloc(options->tasks, sizeof(*w->tasks));
	w->locks = calloc(options->locks, sizeof(*w->locks));
	if (!w->tasks || !w->locks) {
		lock_world__free(w);
		return NULL;
	}
	for (uint32_t i = 0; i < options->tasks; i++)
		w->tasks[i].not_lock = UINT32_MAX;
	for (uint32_t i = 0; i < options->locks; i++) {
		w->locks[i].truth.addr = 0xffff888000000000u + (uint64_t)i * 64;
		w->locks[i].truth.kind = kind_of(i);
	}
	return w;
}

void lock_world__free(struct lock_world *w)
{
	if (!w)
		return;
	free(w->tasks);
	free(w->locks);
	free(w);
}

static struct pby_lock_event *send(struct lock_world *w, uint32_t task, uint32_t type)
{
	struct pby_lock_event *e = &w->block[w->nr_block++];

	w->now_ns += 1 + roll(w) % 2000;
	*e = (struct pby_lock_event){ .type = (uint8_t)type, .ns = w->now_ns, .pid = (int32_t)task + 1,
				      .owner_pid = PBY_PID_UNKNOWN, .cpu = (int16_t)(task % 2) };
	return e;
}

static void leave(struct lock_world *w, const struct wait *wait)
{
	struct lock *l = &w->locks[wait->lock];

	l->truth.depth--;
	w->nr_waits--;
	l->truth.emptied += !l->truth.depth;
}

static void lose_from(struct lock_world *w, struct task *t, uint32_t keep)
{
	while (t->nr > keep) {
		t->nr--;
		leave(w, &t->waits[t->nr]);
		w->locks[t->waits[t->nr].lock].truth.lost_ends++;
	}
}

/* What the events prove about ends that were lost, when the task begins this. */
static void prove_lost(struct lock_world *w, struct task *t, uint32_t lock, bool spins)
{
	uint32_t keep = t->nr;

	if (!spins)
		keep = 0;
	for (uint32_t i = 0; i < keep; i++)
		if (t->waits[i].lock == lock)
			keep = i;
	lose_from(w, t, keep);
}

static void begin(struct lock_world *w, uint32_t task, uint32_t lock)
{
	struct task *t = &w->tasks[task];
	struct lock *l = &w->locks[lock];
	bool spins = pby_lock_kind__spins(l->truth.kind);
	enum pby_lock_mode mode = has_modes(l->truth.kind) && roll(w) % 3 ? PBY_MODE_READ : PBY_MODE_WRITE;
	struct pby_lock_event *e;

	prove_lost(w, t, lock, spins);
	e = send(w, task, PBY_LOCK_BEGIN);
	e->lock = l->truth.addr;
	e->flags = flags_of(l->truth.kind, mode);
	if (l->truth.kind == PBY_LOCK_MUTEX) {
		e->flags |= PBY_LCB_SPIN;
		t->spinning = true;
	}
	t->waits[t->nr++] = (struct wait){ lock, e->ns, mode, false };
	w->nr_waits++;
	l->truth.begun[pby_share__of(mode)]++;
	if (++l->truth.depth > l->truth.depth_max)
		l->truth.depth_max = l->truth.depth;
	if (!spins) {
		t->sleeps = true;
		t->spins = 0;
		t->not_lock = UINT32_MAX;
	} else {
		t->spins++;
	}
}

static void turn(struct lock *l, enum pby_share share)
{
	if (!has_modes(l->truth.kind))
		return;
	if (l->members && l->batch != share) {
		l->truth.batches[l->batch]++;
		l->members = 0;
	}
	l->batch = share;
	if (++l->members > l->truth.longest[share])
		l->truth.longest[share] = l->members;
}

static void end(struct lock_world *w, uint32_t task, uint32_t at)
{
	struct task *t = &w->tasks[task];
	struct wait *wait = &t->waits[at];
	struct lock *l = &w->locks[wait->lock];
	enum pby_share share = pby_share__of(wait->mode);
	struct pby_lock_event *e;
	uint64_t waited;

	if (!pby_lock_kind__spins(l->truth.kind))
		t->sleeps = false;
	if (one_in(w, w->o.lost_ends)) {
		w->now_ns += 50;
		wait->lost = true;
		t->not_lock = wait->lock;
		return;
	}
	lose_from(w, t, at + 1);
	e = send(w, task, PBY_LOCK_END);
	e->lock = l->truth.addr;
	e->ret = one_in(w, 50) ? -EINTR : 0;
	waited = e->ns - wait->since_ns;
	if (e->ret)
		l->truth.failed[share]++;
	else
		l->truth.ended[share]++;
	l->truth.total_ns[share] += waited;
	if (waited > l->truth.max_ns[share])
		l->truth.max_ns[share] = waited;
	leave(w, wait);
	if (!e->ret)
		turn(l, share);
	t->nr--;
}

/* The innermost wait that goes on, or -1. */
static int innermost(const struct task *t)
{
	for (int i = (int)t->nr - 1; i >= 0; i--)
		if (!t->waits[i].lost)
			return i;
	return -1;
}

static void spin_or_sleep(struct lock_world *w, uint32_t task, const struct wait *wait)
{
	struct task *t = &w->tasks[task];
	struct pby_lock_event *e = send(w, task, PBY_LOCK_BEGIN);

	t->spinning = !t->spinning;
	e->lock = w->locks[wait->lock].truth.addr;
	e->flags = PBY_LCB_MUTEX | (t->spinning ? PBY_LCB_SPIN : 0);
}

static void exit_task(struct lock_world *w, uint32_t task)
{
	struct task *t = &w->tasks[task];

	send(w, task, PBY_LOCK_EXIT);
	lose_from(w, t, 0);
	t->not_lock = UINT32_MAX;
}

/* One thing that happens: at most one event. */
static void step(struct lock_world *w)
{
	uint32_t task = (uint32_t)(roll(w) % w->o.tasks), lock = (uint32_t)(roll(w) % w->o.locks);
	struct task *t = &w->tasks[task];
	int at = innermost(t);
	bool spins = pby_lock_kind__spins(w->locks[lock].truth.kind);

	if (at >= 0 && (t->waits[at].lock == lock || roll(w) % 3)) {
		if (w->locks[t->waits[at].lock].truth.kind == PBY_LOCK_MUTEX && roll(w) % 2 &&
		    (int)t->nr == at + 1)
			spin_or_sleep(w, task, &t->waits[at]);
		else
			end(w, task, (uint32_t)at);
		return;
	}
	if (at < 0 && one_in(w, 2000)) {
		exit_task(w, task);
		return;
	}
	if (t->not_lock == lock || (spins && (t->nr >= NEST || t->spins >= SPINS_INSIDE)))
		lock = 0, spins = false;	/* a mutex: sleeps, so it clears what was lost */
	if (spins) {
		for (uint32_t i = 0; i < t->nr; i++)
			if (t->waits[i].lock == lock && !t->waits[i].lost)
				return;
		begin(w, task, lock);
	} else if (at < 0 && t->not_lock != lock) {
		begin(w, task, lock);
		t->spins = 0;
	}
}

static void fill(struct lock_world *w)
{
	uint32_t size = w->o.shuffle > 1 ? w->o.shuffle : 1;

	w->nr_block = w->at = 0;
	while (w->nr_block < size)
		step(w);
	for (uint32_t i = size; i > 1; i--) {
		uint32_t k = (uint32_t)(roll(w) % i);
		struct pby_lock_event e = w->block[i - 1];

		w->block[i - 1] = w->block[k];
		w->block[k] = e;
	}
}

void lock_world__next(struct lock_world *w, struct pby_lock_event *event)
{
	if (w->at == w->nr_block)
		fill(w);
	*event = w->block[w->at++];
}

bool lock_world__settled(const struct lock_world *w)
{
	return w->at == w->nr_block;
}

const struct lock_truth *lock_world__truth(const struct lock_world *w, uint32_t lock)
{
	return &w->locks[lock].truth;
}

bool lock_world__waits(const struct lock_world *w, int32_t pid, uint64_t addr, uint64_t *since_ns)
{
	const struct task *t = &w->tasks[pid - 1];

	for (uint32_t i = 0; i < t->nr; i++)
		if (w->locks[t->waits[i].lock].truth.addr == addr) {
			*since_ns = t->waits[i].since_ns;
			return true;
		}
	return false;
}

uint32_t lock_world__nr_waits(const struct lock_world *w)
{
	return w->nr_waits;
}

static const char *lock_differs(const struct lock_truth *truth, const struct pby_contended *seen, char *text,
				size_t size)
{
	const struct {
		const char *what;
		uint64_t is, seen;
	} rows[] = {
		{ "depth", truth->depth, seen->depth },
		{ "greatest depth", truth->depth_max, seen->depth_max },
		{ "times empty", truth->emptied, seen->emptied },
		{ "lost ends", truth->lost_ends, seen->lost_ends },
		{ "ends without a begin", 0, seen->unseen_begins },
		{ "shared begun", truth->begun[0], seen->waits[0].begun },
		{ "alone begun", truth->begun[1], seen->waits[1].begun },
		{ "shared ended", truth->ended[0], seen->waits[0].ended },
		{ "alone ended", truth->ended[1], seen->waits[1].ended },
		{ "shared failed", truth->failed[0], seen->waits[0].failed },
		{ "alone failed", truth->failed[1], seen->waits[1].failed },
		{ "shared time", truth->total_ns[0], seen->waits[0].total_ns },
		{ "alone time", truth->total_ns[1], seen->waits[1].total_ns },
		{ "shared longest", truth->max_ns[0], seen->waits[0].max_ns },
		{ "alone longest", truth->max_ns[1], seen->waits[1].max_ns },
		{ "batches of readers", truth->batches[0], seen->batches.nr[0] },
		{ "batches of writers", truth->batches[1], seen->batches.nr[1] },
		{ "longest batch of readers", truth->longest[0], seen->batches.longest[0] },
		{ "longest batch of writers", truth->longest[1], seen->batches.longest[1] },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (rows[i].is != rows[i].seen) {
			snprintf(text, size, "lock %llx (%s): %s is %llu, seen %llu",
				 (unsigned long long)truth->addr, pby_lock_kind__name(truth->kind), rows[i].what,
				 (unsigned long long)rows[i].is, (unsigned long long)rows[i].seen);
			return text;
		}
	return NULL;
}

const char *lock_world__differs(const struct lock_world *w, const struct pby_contention *c)
{
	static char text[200];

	for (uint32_t i = 0; i < c->locks.nr; i++) {
		const struct pby_contended *seen = &c->locks.items[i];
		const struct lock *l = &w->locks[(seen->addr - w->locks[0].truth.addr) / 64];
		const char *differs = lock_differs(&l->truth, seen, text, sizeof(text));

		if (differs)
			return differs;
	}
	if (c->waiters.nr != w->nr_waits) {
		snprintf(text, sizeof(text), "%u tasks wait, seen %u", w->nr_waits, c->waiters.nr);
		return text;
	}
	for (uint32_t i = 0; i < c->waiters.nr; i++) {
		const struct pby_contending *wait = &c->waiters.items[i];
		int32_t pid = c->tasks.items[wait->task].pid;
		uint64_t since_ns, addr = c->locks.items[wait->lock].addr;

		if (!lock_world__waits(w, pid, addr, &since_ns) || since_ns != wait->since_ns) {
			snprintf(text, sizeof(text), "task %d does not wait for %llx since %llu", pid,
				 (unsigned long long)addr, (unsigned long long)wait->since_ns);
			return text;
		}
	}
	return NULL;
}
