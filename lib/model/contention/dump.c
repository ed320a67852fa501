// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* dump.c: the wait-for graph needs no second form of tasks and locks. */
#include "model/contention/dump.h"

#include <errno.h>
#include <string.h>

static void add_waiters(struct pby_dump *dump, const struct pby_contention *c, const struct pby_contended *from,
			struct pby_lock *to)
{
	for (uint32_t i = 0; i < from->queue.nr; i++) {
		const struct pby_contending *w = &c->waiters.items[from->queue.items[i]];
		struct pby_lock_waiter *slot = PBY_PUSH(&dump->arena, &to->waiters);

		if (slot)
			*slot = (struct pby_lock_waiter){
				.pid = c->tasks.items[w->task].pid, .comm = c->tasks.items[w->task].comm,
				.mode = w->mode,
				.waited_s = c->now_ns > w->since_ns ? (double)(c->now_ns - w->since_ns) / 1e9 : 0,
			};
	}
}

/* What proves a name shows in its form: "event_mutex", "mmap_lock of 812 (java)", "kmalloc-192+0x28 at ffff...". */
static void name_lock(struct pby_dump *dump, struct pby_lock *to, const struct pby_contended *from)
{
	const char *of = from->name ? strstr(from->name, " of ") : NULL;

	to->name = from->name;
	if (from->mm_tgid != PBY_PID_UNKNOWN) {
		to->named_by = PBY_NAMED_OBJECT;
		to->part = "mmap_lock";
	} else if (of) {
		to->named_by = PBY_NAMED_OBJECT;
		to->part = pby_arena__strndup(&dump->arena, from->name, (size_t)(of - from->name));
	} else if (from->name) {
		to->named_by = strchr(from->name, ' ') ? PBY_NAMED_SLAB : PBY_NAMED_SYMBOL;
	}
}

static void add_lock(struct pby_dump *dump, const struct pby_contention *c, const struct pby_contended *from)
{
	struct pby_lock *to = PBY_PUSH(&dump->arena, &dump->locks);
	bool holds = pby_contended__owner_holds(c, from);
	const struct pby_contender *owner = holds && from->owner.task >= 0 ? &c->tasks.items[from->owner.task] : NULL;

	if (!to)
		return;
	*to = (struct pby_lock){
		.addr = from->addr, .kind = from->kind, .mm_tgid = from->mm_tgid,
		.owner = holds ? from->owner.kind : PBY_OWNER_UNKNOWN, .owner_pid = owner ? owner->pid : PBY_PID_UNKNOWN,
		.owner_comm = owner ? owner->comm : NULL, .nr_readers = from->owner.nr_readers,
		.handoff = from->owner.handoff, .racing = from->racing,
	};
	name_lock(dump, to, from);
	add_waiters(dump, c, from, to);
}

/* The last reader that wrote its name into the lock may have left: no more than a hint, as in a kernel's log. */
static const struct pby_blocker *hint(struct pby_dump *dump, const struct pby_contention *c,
				      const struct pby_contended *lock, enum pby_lock_mode wanted)
{
	struct pby_blocker *b;

	if (lock->owner.kind != PBY_OWNER_READERS || lock->owner.task < 0 || !pby_contended__owner_holds(c, lock))
		return NULL;
	b = pby_arena__alloc(&dump->arena, sizeof(*b));
	if (b)
		*b = (struct pby_blocker){
			.lock_kind = "rw-semaphore", .mode = wanted, .owner_mode = PBY_MODE_READ,
			.owner_comm = c->tasks.items[lock->owner.task].comm,
			.owner_pid = c->tasks.items[lock->owner.task].pid,
		};
	return b;
}

static void add_task(struct pby_dump *dump, const struct pby_contention *c, const struct pby_contender *from)
{
	const struct pby_contending *w = from->waits_for >= 0 ? &c->waiters.items[from->waits_for] : NULL;
	uint32_t stack = w && w->stack ? w->stack : from->stack;
	struct pby_task *t = PBY_PUSH(&dump->arena, &dump->tasks);
	bool spins = w && pby_lock_kind__spins(c->locks.items[w->lock].kind);

	if (!t)
		return;
	*t = (struct pby_task){
		.comm = from->comm, .pid = from->pid, .tgid = from->tgid, .ppid = PBY_PID_UNKNOWN,
		.ns_pid = PBY_PID_UNKNOWN, .cpu = from->cpu, .state = from->state,
		.origin = stack ? PBY_STACK_CONSOLE : PBY_STACK_NONE, .seen = PBY_SEEN_DUMP,
		.on_cpu = !w && from->on_cpu == PBY_YES, .nr_held_stated = -1, .syscall_nr = -1,
		.first_s = -1, .last_s = -1, .frames = c->stacks.items[stack],
	};
	t->frames.id = stack;
	if (!w)
		return;
	/* Whoever waits was perhaps woken this very moment: it still has no lock. */
	t->state = spins ? 'R' : from->state && from->state != 'R' ? from->state : 'D';
	t->blocked_s = c->now_ns > w->since_ns ? (float)(c->now_ns - w->since_ns) / 1e9f : 0;
	t->lock = &dump->locks.items[w->lock];
	t->lock_mode = (uint8_t)w->mode;
	t->blocker = hint(dump, c, &c->locks.items[w->lock], w->mode);
}

int pby_contention__dump(const struct pby_contention *c, struct pby_dump *dump)
{
	*dump = (struct pby_dump){ .kernel = c->kernel && *c->kernel ? c->kernel : NULL, .nr_stacks = c->stacks.nr };
	for (uint32_t i = 0; i < c->locks.nr; i++)
		add_lock(dump, c, &c->locks.items[i]);
	if (dump->arena.failed)
		return -ENOMEM;
	/* The locks stay where they are from here on. */
	for (uint32_t i = 0; i < c->tasks.nr; i++)
		add_task(dump, c, &c->tasks.items[i]);
	return dump->arena.failed ? -ENOMEM : 0;
}
