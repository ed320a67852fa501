// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* memory_wait.c: a lock that was read from kernel memory says more than any stack. */
#include <string.h>

#include "model/hang/wait.h"
#include "model/lock.h"

/* Kind of lock and wanted mode (unknown, read, write) to class. */
static const enum pby_wait_class classes[PBY_LOCK_NR][3] = {
	[PBY_LOCK_MUTEX] = { PBY_WAIT_MUTEX, PBY_WAIT_MUTEX, PBY_WAIT_MUTEX },
	[PBY_LOCK_RWSEM] = { PBY_WAIT_RWSEM_WRITE, PBY_WAIT_RWSEM_READ, PBY_WAIT_RWSEM_WRITE },
	[PBY_LOCK_SEMAPHORE] = { PBY_WAIT_SEMAPHORE, PBY_WAIT_SEMAPHORE, PBY_WAIT_SEMAPHORE },
	[PBY_LOCK_RTMUTEX] = { PBY_WAIT_RTMUTEX, PBY_WAIT_RTMUTEX, PBY_WAIT_RTMUTEX },
	[PBY_LOCK_PERCPU_RWSEM] = { PBY_WAIT_PERCPU_RWSEM_WRITE, PBY_WAIT_PERCPU_RWSEM_READ,
				    PBY_WAIT_PERCPU_RWSEM_WRITE },
	[PBY_LOCK_WW_MUTEX] = { PBY_WAIT_WW_MUTEX, PBY_WAIT_WW_MUTEX, PBY_WAIT_WW_MUTEX },
	[PBY_LOCK_SPINLOCK] = { PBY_WAIT_SPINLOCK, PBY_WAIT_SPINLOCK, PBY_WAIT_SPINLOCK },
	[PBY_LOCK_RWLOCK] = { PBY_WAIT_SPINLOCK, PBY_WAIT_SPINLOCK, PBY_WAIT_SPINLOCK },
};

/* The stack's row stays when it speaks of the same kind of wait: it knows the lock's name in words. */
static void name_it(struct pby_waits *waits, struct pby_wait *w, const struct pby_lock *lock)
{
	struct pby_object *o = &w->object;

	o->addr = lock->addr;
	if (lock->mm_tgid != PBY_PID_UNKNOWN) {
		o->name = "mmap_lock";
		o->scope = PBY_SCOPE_MM;
		o->tgid = lock->mm_tgid;
		return;
	}
	if (lock->name) {
		o->name = lock->name;
		o->scope = strchr(lock->name, '+') ? PBY_SCOPE_OBJECT : PBY_SCOPE_GLOBAL;
		return;
	}
	if (!w->row)
		o->name = pby_arena__printf(&waits->arena, "%s at %llx", pby_lock_kind__name(lock->kind),
					    (unsigned long long)lock->addr);
	o->scope = PBY_SCOPE_OBJECT;
}

void pby_wait__from_memory(struct pby_waits *waits, struct pby_wait *w)
{
	const struct pby_task *t = &waits->dump->tasks.items[w->task];
	const struct pby_lock *lock = t->lock;

	if (!lock || lock->kind == PBY_LOCK_UNKNOWN || t->lock_mode > PBY_MODE_WRITE)
		return;
	w->cls = classes[lock->kind][t->lock_mode];
	if (w->row && w->row->cls != w->cls)
		w->row = NULL;
	name_it(waits, w, lock);
	w->certainty = PBY_STATED;
	w->blocked = true;
}
