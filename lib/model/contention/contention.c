// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* contention.c: what a state of contended locks says at once. */
#include "model/contention/contention.h"

#include "model/contention/event.h"

void pby_contention__free(struct pby_contention *c)
{
	pby_arena__free(&c->arena);
	*c = (struct pby_contention){ 0 };
}

enum pby_lock_kind pby_lcb__kind(uint32_t flags, enum pby_lock_mode *mode)
{
	*mode = flags & PBY_LCB_READ ? PBY_MODE_READ : PBY_MODE_WRITE;
	if (flags & PBY_LCB_MUTEX)	/* with SPIN: it spins before it sleeps */
		return flags & PBY_LCB_WW ? PBY_LOCK_WW_MUTEX : PBY_LOCK_MUTEX;
	if (flags & PBY_LCB_PERCPU)
		return PBY_LOCK_PERCPU_RWSEM;
	if (flags & PBY_LCB_RT)		/* rwbase locks of PREEMPT_RT: READ or WRITE too */
		return flags & (PBY_LCB_READ | PBY_LCB_WRITE) ? PBY_LOCK_RWSEM : PBY_LOCK_RTMUTEX;
	if (flags & PBY_LCB_SPIN)
		return flags & (PBY_LCB_READ | PBY_LCB_WRITE) ? PBY_LOCK_RWLOCK : PBY_LOCK_SPINLOCK;
	if (flags & (PBY_LCB_READ | PBY_LCB_WRITE))
		return PBY_LOCK_RWSEM;
	return PBY_LOCK_SEMAPHORE;
}

uint64_t pby_contended__begun(const struct pby_contended *lock)
{
	return lock->waits[PBY_SHARED].begun + lock->waits[PBY_ALONE].begun;
}

uint64_t pby_contended__total_ns(const struct pby_contended *lock)
{
	return lock->waits[PBY_SHARED].total_ns + lock->waits[PBY_ALONE].total_ns;
}

uint64_t pby_contended__max_ns(const struct pby_contended *lock)
{
	uint64_t shared = lock->waits[PBY_SHARED].max_ns, alone = lock->waits[PBY_ALONE].max_ns;

	return shared > alone ? shared : alone;
}

uint64_t pby_contended__percentile(const struct pby_contended *lock, double share)
{
	struct pby_histogram both = lock->waits[PBY_SHARED].histogram;

	for (uint32_t i = 0; i < PBY_HISTOGRAM_BUCKETS; i++)
		both.counts[i] += lock->waits[PBY_ALONE].histogram.counts[i];
	return pby_histogram__percentile(&both, share, pby_contended__max_ns(lock));
}

uint64_t pby_contended__pending_ns(const struct pby_contention *c, const struct pby_contended *lock)
{
	uint64_t total = 0;

	for (uint32_t i = 0; i < lock->queue.nr; i++) {
		uint64_t since = c->waiters.items[lock->queue.items[i]].since_ns;

		total += since < c->now_ns ? c->now_ns - since : 0;
	}
	return total;
}

enum { SURE_NS = 1000000000 };

bool pby_contended__owner_holds(const struct pby_contention *c, const struct pby_contended *lock)
{
	const struct pby_contender *t = lock->owner.task >= 0 ? &c->tasks.items[lock->owner.task] : NULL;
	const struct pby_contending *w = t && t->waits_for >= 0 ? &c->waiters.items[t->waits_for] : NULL;

	if (lock->owner.kind != PBY_OWNER_TASK && lock->owner.kind != PBY_OWNER_READERS)
		return true;
	if (lock->last_ended_ns > lock->owner.read_ns)
		return false;
	if (!w || &c->locks.items[w->lock] != lock)
		return true;
	return w->since_ns + SURE_NS <= lock->owner.read_ns;
}
