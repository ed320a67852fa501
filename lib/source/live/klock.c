// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* klock.c: owner words and wait lists of mutexes, rw_semaphores, semaphores and percpu_rw_semaphores. */
#include "source/live/klock.h"
#include "source/live/kpercpu.h"

#include <string.h>

/* A queue longer than this on a machine with fewer tasks is a torn list. */
enum { MAX_QUEUE = 1 << 20 };

/* The low bits of owner words are flags: 3 bits in mutexes and in 5.10's rwsems, 2 later, 1 in rt_mutex. */
enum { OWNER_FLAGS = 7, RWSEM_READER_OWNED = 1 };

/* include/linux/rwsem.h, the same from 5.10 to 7.2. */
enum { RWSEM_WRITER_LOCKED = 1, RWSEM_HANDOFF = 4, RWSEM_READER_SHIFT = 8, MUTEX_HANDOFF = 2,
       MUTEX_PICKUP = 4 };

/*
 * WQ_FLAG_CUSTOM of a percpu_rw_semaphore's reader is 0x08 up to 6.1 and 0x04 on 6.12 and later;
 * a writer has WQ_FLAG_EXCLUSIVE alone.
 */
enum { WAIT_CUSTOM = 0x0c };

bool pby_klock__shape(const struct pby_kview *view, enum pby_lock_kind kind,
		      struct pby_klock_shape *shape)
{
	const struct pby_layout *l = &view->layout;
	const struct {
		enum pby_lock_kind kind;
		const struct pby_field *list, *task, *head, *first;
	} rows[] = {
		{ PBY_LOCK_MUTEX, &l->mutex_waiter_list, &l->mutex_waiter_task, &l->mutex_wait_list,
		  &l->mutex_first_waiter },
		{ PBY_LOCK_RWSEM, &l->rwsem_waiter_list, &l->rwsem_waiter_task, &l->rwsem_wait_list,
		  &l->rwsem_first_waiter },
		{ PBY_LOCK_SEMAPHORE, &l->sem_waiter_list, &l->sem_waiter_task, &l->sem_wait_list,
		  &l->sem_first_waiter },
		{ PBY_LOCK_PERCPU_RWSEM, &l->wait_entry_list, &l->wait_entry_private,
		  &l->percpu_waiters, NULL },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (rows[i].kind != kind)
			continue;
		*shape = (struct pby_klock_shape){ rows[i].list, rows[i].task, rows[i].head->offset,
						   rows[i].head->there, rows[i].first };
		if (kind == PBY_LOCK_PERCPU_RWSEM)
			shape->head += l->wait_head_list.offset;
		return rows[i].list->there && rows[i].task->there &&
		       (shape->has_head || (shape->first && shape->first->there));
	}
	return false;
}

bool pby_klock__contended(const struct pby_kview *view, uint64_t addr, enum pby_lock_kind kind)
{
	struct pby_klock_shape shape;
	uint64_t first = 0;

	if (!pby_klock__shape(view, kind, &shape))
		return false;
	if (kind == PBY_LOCK_PERCPU_RWSEM &&
	    pby_ktasks__at(&view->tasks, pby_kview__word(view, addr, &view->layout.percpu_writer)))
		return true;
	if (shape.has_head)
		return pby_kmem__u64(&view->mem, addr + shape.head, &first) && first != addr + shape.head &&
		       pby_kview__sound_list(view, addr + shape.head) &&
		       pby_klock__waiter_of(view, &shape, first);
	first = pby_kview__word(view, addr, shape.first);
	return first && pby_klock__waiter_of(view, &shape, first + shape.list->offset);
}

const struct pby_ktask *pby_klock__waiter_of(const struct pby_kview *view,
					     const struct pby_klock_shape *shape, uint64_t node)
{
	uint64_t waiter = node - shape->list->offset;
	const struct pby_ktask *task;

	task = pby_ktasks__at(&view->tasks, pby_kview__word(view, waiter, shape->task));
	return task && pby_ktask__owns(task, node) ? task : NULL;
}

static enum pby_lock_mode mode_of(const struct pby_kview *view, enum pby_lock_kind kind,
				  uint64_t waiter)
{
	/* enum rwsem_waiter_type { RWSEM_WAITING_FOR_WRITE, RWSEM_WAITING_FOR_READ } */
	if (kind == PBY_LOCK_RWSEM)
		return pby_kview__word(view, waiter, &view->layout.rwsem_waiter_type) ? PBY_MODE_READ
										      : PBY_MODE_WRITE;
	if (kind == PBY_LOCK_PERCPU_RWSEM)
		return pby_kview__word(view, waiter, &view->layout.wait_entry_flags) & WAIT_CUSTOM
			       ? PBY_MODE_READ : PBY_MODE_WRITE;
	return PBY_MODE_UNKNOWN;
}

/* An rwsem's waiter asks for a hand-off after RWSEM_WAIT_TIMEOUT: DIV_ROUND_UP(HZ, 250) jiffies. */
static double age_of(const struct pby_kview *view, enum pby_lock_kind kind, uint64_t waiter,
		     uint64_t now)
{
	uint64_t timeout;

	if (kind != PBY_LOCK_RWSEM || !view->hz || !now)
		return -1;
	timeout = pby_kview__word(view, waiter, &view->layout.rwsem_waiter_timeout);
	if (!timeout)
		return -1;
	timeout -= (view->hz + 249) / 250;
	/* jiffies starts near its overflow: only the difference means anything. */
	return now - timeout > UINT64_MAX / 2 ? 0 : (double)(now - timeout) / view->hz;
}

static void add_waiter(const struct pby_kview *view, struct pby_lock *lock,
		       const struct pby_ktask *task, uint64_t waiter, uint64_t now,
		       struct pby_arena *arena)
{
	struct pby_lock_waiter *w = PBY_PUSH(arena, &lock->waiters);

	if (!w)
		return;
	*w = (struct pby_lock_waiter){
		.pid = task->pid, .comm = pby_arena__strdup(arena, task->comm),
		.mode = mode_of(view, lock->kind, waiter),
		.waited_s = age_of(view, lock->kind, waiter, now),
	};
}

static void read_queue(const struct pby_kview *view, struct pby_lock *lock, uint64_t now,
		       struct pby_arena *arena)
{
	struct pby_klock_shape shape;
	uint64_t first, node;

	if (!pby_klock__shape(view, lock->kind, &shape))
		return;
	if (shape.has_head) {
		first = lock->addr + shape.head;
		node = 0;
		pby_kmem__u64(&view->mem, first, &node);
	} else {
		node = pby_kview__word(view, lock->addr, shape.first);
		node = node ? node + shape.list->offset : 0;
		first = 0;
	}
	for (uint32_t nr = 0; node && node != first; nr++) {
		const struct pby_ktask *task = pby_klock__waiter_of(view, &shape, node);

		if (!task || nr == MAX_QUEUE) {
			lock->racing = true;
			return;
		}
		add_waiter(view, lock, task, node - shape.list->offset, now, arena);
		/* Since 7.2 the waiters form a ring without a head: it ends where it began. */
		if (!first)
			first = node;
		if (!pby_kmem__u64(&view->mem, node, &node)) {
			lock->racing = true;
			return;
		}
	}
}

/* A writer that drains the readers stands before everybody in the queue, and on no list. */
static void read_draining_writer(const struct pby_kview *view, struct pby_lock *lock,
				 struct pby_arena *arena)
{
	const struct pby_ktask *task;
	struct pby_lock_waiter *w;
	int64_t readers;

	task = pby_ktasks__at(&view->tasks,
			      pby_kview__word(view, lock->addr, &view->layout.percpu_writer));
	w = task ? PBY_PUSH(arena, &lock->waiters) : NULL;
	if (!w)
		return;
	*w = (struct pby_lock_waiter){ task->pid, pby_arena__strdup(arena, task->comm),
				       PBY_MODE_WRITE, -1 };
	/* It holds new readers out already; the old ones are counted per CPU and have no names. */
	readers = pby_kpercpu__rwsem_readers(view, lock->addr);
	lock->owner = PBY_OWNER_READERS;
	lock->nr_readers = readers > 0 ? (uint64_t)readers : 0;
}

static void owned_by(const struct pby_kview *view, struct pby_lock *lock, uint64_t word,
		     struct pby_arena *arena)
{
	const struct pby_ktask *task = pby_ktasks__at(&view->tasks, word & ~(uint64_t)OWNER_FLAGS);

	if (!task)
		return;
	lock->owner_pid = task->pid;
	lock->owner_comm = pby_arena__strdup(arena, task->comm);
}

static void read_mutex(const struct pby_kview *view, struct pby_lock *lock, struct pby_arena *arena)
{
	uint64_t word = pby_kview__word(view, lock->addr, &view->layout.mutex_owner);

	lock->handoff = word & MUTEX_HANDOFF;
	/* Handed to a waiter that has not woken up yet: it seems to wait for itself. */
	if (word & MUTEX_PICKUP) {
		lock->handoff = true;
		lock->owner = PBY_OWNER_NOBODY;
		return;
	}
	lock->owner = word & ~(uint64_t)OWNER_FLAGS ? PBY_OWNER_TASK : PBY_OWNER_NOBODY;
	owned_by(view, lock, word, arena);
	if (lock->owner == PBY_OWNER_TASK && lock->owner_pid == PBY_PID_UNKNOWN)
		lock->owner = PBY_OWNER_UNKNOWN;
}

static void read_rwsem(const struct pby_kview *view, struct pby_lock *lock, struct pby_arena *arena)
{
	uint64_t count = pby_kview__word(view, lock->addr, &view->layout.rwsem_count);
	uint64_t owner = pby_kview__word(view, lock->addr, &view->layout.rwsem_owner);

	lock->handoff = count & RWSEM_HANDOFF;
	lock->nr_readers = (count & INT64_MAX) >> RWSEM_READER_SHIFT;
	if (count & RWSEM_WRITER_LOCKED) {
		lock->owner = PBY_OWNER_TASK;
		lock->nr_readers = 0;
	} else {
		lock->owner = lock->nr_readers ? PBY_OWNER_READERS : PBY_OWNER_NOBODY;
	}
	if (lock->owner != PBY_OWNER_NOBODY)
		owned_by(view, lock, owner, arena);
	if (lock->owner == PBY_OWNER_TASK && lock->owner_pid == PBY_PID_UNKNOWN)
		lock->owner = PBY_OWNER_UNKNOWN;
}

static void read_rtmutex(const struct pby_kview *view, struct pby_lock *lock, struct pby_arena *arena)
{
	const struct pby_layout *l = &view->layout;
	uint64_t word = pby_kview__word(view, lock->addr, l->rt_owner.there ? &l->rt_owner
									    : &l->rt_owner_old);

	lock->owner = word & ~(uint64_t)OWNER_FLAGS ? PBY_OWNER_TASK : PBY_OWNER_NOBODY;
	owned_by(view, lock, word, arena);
}

/* last_holder: 194a9b9e843b (6.16). Before, a semaphore has no owner. */
static void read_semaphore(const struct pby_kview *view, struct pby_lock *lock,
			   struct pby_arena *arena)
{
	uint64_t word = pby_kview__word(view, lock->addr, &view->layout.sem_last_holder);

	owned_by(view, lock, word, arena);
	if (lock->owner_pid != PBY_PID_UNKNOWN)
		lock->owner = PBY_OWNER_TASK;
}

void pby_klock__read(const struct pby_kview *view, struct pby_lock *lock, uint64_t now,
		     struct pby_arena *arena)
{
	static void (*const readers[PBY_LOCK_NR])(const struct pby_kview *, struct pby_lock *,
						  struct pby_arena *) = {
		[PBY_LOCK_MUTEX] = read_mutex,
		[PBY_LOCK_RWSEM] = read_rwsem,
		[PBY_LOCK_RTMUTEX] = read_rtmutex,
		[PBY_LOCK_SEMAPHORE] = read_semaphore,
		/* A percpu_rw_semaphore knows neither its readers nor its writer: UNKNOWN. */
	};

	lock->owner = PBY_OWNER_UNKNOWN;
	lock->owner_pid = PBY_PID_UNKNOWN;
	if (readers[lock->kind])
		readers[lock->kind](view, lock, arena);
	if (lock->kind == PBY_LOCK_PERCPU_RWSEM)
		read_draining_writer(view, lock, arena);
	read_queue(view, lock, now, arena);
}
