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

/* The class that the lock's kind tells, and the best name that is proven for it. */
static void name_it(struct pby_waits *waits, struct pby_wait *w, const struct pby_lock *lock)
{
	struct pby_object *o = &w->object;

	o->addr = lock->addr;
	o->scope = PBY_SCOPE_OBJECT;
	o->tgid = PBY_PID_UNKNOWN;
	switch (lock->named_by) {
	case PBY_NAMED_SYMBOL:
		o->name = lock->name;
		/* One of an array, or of a static object, is not the only one of its name. */
		o->scope = strchr(lock->name, '+') ? PBY_SCOPE_OBJECT : PBY_SCOPE_GLOBAL;
		return;
	case PBY_NAMED_OBJECT:
		o->name = lock->part;
		o->label = lock->name;
		if (lock->mm_tgid != PBY_PID_UNKNOWN) {
			o->scope = PBY_SCOPE_MM;
			o->tgid = lock->mm_tgid;
		}
		return;
	default:
		break;
	}
	/* The stack's row, when there is one, knows in words what kind of object it is; memory which one. */
	o->label = lock->name ? lock->name :
		   pby_arena__printf(&waits->arena, "%s at %llx", pby_lock_kind__name(lock->kind),
				     (unsigned long long)lock->addr);
	if (w->row && o->name)
		o->label = pby_arena__printf(&waits->arena, "%s, %s", o->name, o->label);
	else
		o->name = o->label;
}

void pby_wait__from_memory(struct pby_waits *waits, struct pby_wait *w, const struct pby_stack_wait *s)
{
	const struct pby_task *t = &waits->dump->tasks.items[w->task];
	const struct pby_lock *lock = t->lock;
	enum pby_wait_class cls;

	if (!lock || lock->kind == PBY_LOCK_UNKNOWN || t->lock_mode > PBY_MODE_WRITE)
		return;
	cls = classes[lock->kind][t->lock_mode];
	/* What the row says of another kind of wait is not about this lock. */
	if (w->cls != cls) {
		w->row = NULL;
		w->object.name = NULL;
		w->caller = s->prim.caller < s->nr ? s->names[s->prim.caller] : NULL;
	}
	w->cls = cls;
	name_it(waits, w, lock);
	w->certainty = PBY_STATED;
	w->blocked = true;
}
