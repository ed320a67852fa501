// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * kwait.c: finds the lock of a task that went to sleep before anybody looked.
 *
 * Without task->blocker the waiter struct on the task's own stack tells: it holds the task's
 * address, and its list node leads to the lock. Three traps, each met in practice: an
 * rw_semaphore read from 8 bytes on looks like a mutex; other waiters (swait) look like a
 * mutex_waiter; dead stack frames hold stale copies. So the kind comes from the return address
 * below the struct, and a candidate counts only when its neighbours point back at it.
 */
#include "source/live/kwait.h"

#include <string.h>

#include "source/live/klock.h"

enum { MAX_RING = 1 << 20, MAX_STACK_WORDS = (64 << 10) / 8 };

static struct pby_kwait from_blocker(const struct pby_ktask *task)
{
	/* include/linux/hung_task.h: BLOCKER_TYPE_* in the two low bits; blocker_mutex (6.15) has none. */
	static const struct { enum pby_lock_kind kind; enum pby_lock_mode mode; } types[] = {
		{ PBY_LOCK_MUTEX, PBY_MODE_UNKNOWN }, { PBY_LOCK_SEMAPHORE, PBY_MODE_UNKNOWN },
		{ PBY_LOCK_RWSEM, PBY_MODE_READ }, { PBY_LOCK_RWSEM, PBY_MODE_WRITE },
	};
	uint64_t type = task->blocker & 3;

	return (struct pby_kwait){ PBY_KWAIT_BLOCKER, types[type].kind, types[type].mode,
				   task->blocker & ~(uint64_t)3 };
}

static struct pby_kwait from_pi(const struct pby_kview *view, const struct pby_ktask *task)
{
	const struct pby_layout *l = &view->layout;
	struct pby_kwait none = { 0 };
	uint64_t lock;

	if (pby_kview__word(view, task->pi_blocked_on, &l->rt_waiter_task) != task->addr)
		return none;
	lock = pby_kview__word(view, task->pi_blocked_on, &l->rt_waiter_lock);
	if (!lock)
		return none;
	return (struct pby_kwait){ PBY_KWAIT_PI, PBY_LOCK_RTMUTEX, PBY_MODE_UNKNOWN, lock };
}

/* Is the node part of a list with others? A waiter never is alone: the lock's head is there too. */
static bool linked(const struct pby_kview *view, uint64_t node)
{
	uint64_t next;

	return pby_kview__sound_list(view, node) && pby_kmem__u64(&view->mem, node, &next) && next != node;
}

/* Follows the ring to the one member that is no waiter: the list head in the lock. */
static uint64_t lock_of(const struct pby_kview *view, const struct pby_klock_shape *shape,
			uint64_t node)
{
	uint64_t at = node;

	if (!shape->has_head)
		return 0;
	for (uint32_t i = 0; i < MAX_RING; i++) {
		if (!pby_kmem__u64(&view->mem, at, &at) || at == node)
			return 0;
		if (!pby_klock__waiter_of(view, shape, at))
			return at - shape->head;
	}
	return 0;
}

static struct pby_kwait try_at(const struct pby_kview *view, const struct pby_ktask *task,
			       enum pby_lock_kind kind, uint64_t slot)
{
	struct pby_kwait wait = { .how = PBY_KWAIT_STACK, .kind = kind };
	const struct pby_layout *l = &view->layout;
	struct pby_klock_shape shape;
	uint64_t waiter, node;

	if (!pby_klock__shape(view, kind, &shape))
		return (struct pby_kwait){ 0 };
	waiter = slot - shape.task->offset;
	node = waiter + shape.list->offset;
	if (!pby_ktask__owns(task, waiter) || !linked(view, node))
		return (struct pby_kwait){ 0 };
	wait.lock = lock_of(view, &shape, node);
	if (!wait.lock)
		return (struct pby_kwait){ 0 };
	if (kind == PBY_LOCK_RWSEM)
		wait.mode = pby_kview__word(view, waiter, &l->rwsem_waiter_type) ? PBY_MODE_READ
										 : PBY_MODE_WRITE;
	if (kind == PBY_LOCK_PERCPU_RWSEM)
		wait.mode = pby_kview__word(view, waiter, &l->wait_entry_flags) & 0x0c ? PBY_MODE_READ
										       : PBY_MODE_WRITE;
	return wait;
}

static enum pby_lock_kind slowpath_kind(const struct pby_kview *view, uint64_t word)
{
	for (uint32_t i = 0; i < view->nr_slowpaths; i++)
		if (word > view->slowpaths[i].start && word < view->slowpaths[i].end)
			return view->slowpaths[i].kind;
	return PBY_LOCK_UNKNOWN;
}

/* The used part of the task's kernel stack, innermost word first; 0 when it cannot be read. */
static size_t read_stack(const struct pby_kview *view, const struct pby_ktask *task,
			 uint64_t words[MAX_STACK_WORDS])
{
	size_t nr;

	if (!pby_ktask__owns(task, task->sp) || task->sp % 8)
		return 0;
	nr = (task->stack + task->stack_size - task->sp) / 8;
	if (nr > MAX_STACK_WORDS || !pby_kmem__read(&view->mem, task->sp, words, nr * 8))
		return 0;
	return nr;
}

/* From the innermost frame outwards: a slow path's return address, then its local waiter struct. */
static struct pby_kwait from_stack(const struct pby_kview *view, const struct pby_ktask *task)
{
	uint64_t words[MAX_STACK_WORDS];
	enum pby_lock_kind kind = PBY_LOCK_UNKNOWN;
	struct pby_kwait wait = { 0 };
	size_t nr = read_stack(view, task, words);

	for (size_t i = 0; i < nr; i++) {
		enum pby_lock_kind here = slowpath_kind(view, words[i]);

		if (here)
			kind = here;
		if (words[i] != task->addr || !kind)
			continue;
		wait = try_at(view, task, kind, task->sp + i * 8);
		if (wait.how)
			return wait;
	}
	return wait;
}

/*
 * Is this the percpu_rw_semaphore whose writer word names the task? The task's own stack is full of
 * its address; a lock is elsewhere and its list of waiters is a sound list.
 */
static bool drained_by(const struct pby_kview *view, uint64_t lock, const struct pby_ktask *task)
{
	const struct pby_layout *l = &view->layout;
	uint64_t head = lock + l->percpu_waiters.offset + l->wait_head_list.offset;

	return !pby_ktask__owns(task, lock) &&
	       pby_kview__word(view, lock, &l->percpu_writer) == task->addr && pby_kview__sound_list(view, head);
}

/*
 * A writer that drains readers is on no list: only the lock's writer word names it. The lock's
 * address still lies on the stack, in a saved register; the writer word proves which one it is.
 */
static struct pby_kwait from_writer_word(const struct pby_kview *view, const struct pby_ktask *task)
{
	struct pby_kwait wait = { PBY_KWAIT_WRITER, PBY_LOCK_PERCPU_RWSEM, PBY_MODE_WRITE, 0 };
	uint32_t writer = view->layout.percpu_writer.offset;
	uint64_t words[MAX_STACK_WORDS];
	size_t nr = read_stack(view, task, words);
	bool inside = false;

	for (size_t i = 0; i < nr && !inside; i++)
		inside = words[i] > view->percpu_down_write.start &&
			 words[i] < view->percpu_down_write.end;
	for (size_t i = 0; inside && i < nr; i++) {
		const uint64_t candidates[] = { words[i], words[i] - writer };

		for (size_t c = 0; c < 2; c++) {
			wait.lock = candidates[c];
			if (drained_by(view, wait.lock, task))
				return wait;
		}
	}
	return (struct pby_kwait){ 0 };
}

struct pby_kwait pby_kwait__find(const struct pby_kview *view, const struct pby_ktask *task)
{
	struct pby_kwait wait = { 0 };

	if (!task->state || task->on_cpu || task->exit_state)
		return wait;
	if (task->blocker)
		return from_blocker(task);
	if (task->pi_blocked_on)
		wait = from_pi(view, task);
	if (!wait.how)
		wait = from_stack(view, task);
	if (!wait.how && view->layout.percpu_writer.there)
		wait = from_writer_word(view, task);
	return wait;
}
