// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* assembly.c: puts what several sources say of one thread into one task of the dump. */
#include "source/live/assembly.h"

#include <string.h>

#include "base/text.h"
#include "source/dump/frame.h"
#include "source/dump/read.h"
#include "source/live/kmemory.h"
#include "source/live/procstack.h"

static uint32_t hash_of(int32_t pid)
{
	return pby_hash__bytes((const char *)&pid, sizeof(pid));
}

static struct pby_task *task_of(struct pby_assembly *a, int32_t pid)
{
	struct pby_dump *d = &a->live->dump;
	uint32_t e = pby_index__first(&a->by_pid, hash_of(pid));
	struct pby_task *t;

	for (; e != PBY_INDEX_END; e = a->by_pid.entries[e].next)
		if (d->tasks.items[a->by_pid.entries[e].value].pid == pid)
			return &d->tasks.items[a->by_pid.entries[e].value];
	t = PBY_PUSH(a->arena, &d->tasks);
	if (!t || !pby_index__add(&a->by_pid, hash_of(pid), d->tasks.nr - 1))
		return NULL;
	*t = (struct pby_task){
		.comm = "", .pid = pid, .tgid = PBY_PID_UNKNOWN, .ppid = PBY_PID_UNKNOWN,
		.ns_pid = PBY_PID_UNKNOWN, .cpu = -1, .seen = PBY_SEEN_PROC, .nr_reports = 1,
		.nr_held_stated = -1, .syscall_nr = -1, .first_s = -1, .last_s = -1,
	};
	return t;
}

/* "[<0>] do_wait+0x60/0xa0" or "__schedule+0x2eb/0x8d0" a line. */
static struct pby_stack stack_of(struct pby_assembly *a, const char *text)
{
	enum { MAX_FRAMES = 256 };
	struct pby_text t = pby_text__str(text), line;
	uint32_t frames[MAX_FRAMES], nr = 0;

	while (nr < MAX_FRAMES && pby_text__line(&t, &line)) {
		uint32_t known = pby_stacks__known(&a->stacks, line);
		struct pby_raw_frame raw[2];
		int n;

		if (!known) {
			n = pby_raw_frame__parse(line, raw);
			known = n > 0 ? pby_stacks__learn(&a->stacks, line, raw, n) : 0;
		}
		if (known)
			frames[nr++] = known;
	}
	return pby_stacks__stack(&a->stacks, frames, nr);
}

void pby_assembly__proc(struct pby_assembly *a, const struct pby_proc_task *p)
{
	struct pby_task *t = task_of(a, p->pid);

	if (!t)
		return;
	t->tgid = p->tgid;
	/* Not even its stat was answered: what memory says of it stays. */
	if (!p->state)
		return;
	t->comm = pby_stacks__string(&a->stacks, pby_text__str(p->comm));
	t->ppid = p->ppid;
	t->cpu = p->cpu;
	t->state = p->state;
	if (p->ns_pid)
		t->ns_pid = p->ns_pid;
	if (p->stack) {
		t->frames = stack_of(a, p->stack);
		t->origin = PBY_STACK_PROC;
	}
}

/* What memory states of a wait, in the form in which the kernel's own reports state it. */
static const struct pby_blocker *blocker_of(struct pby_assembly *a, const struct pby_lock *lock,
					    enum pby_lock_mode mode)
{
	struct pby_blocker *b = pby_arena__alloc(a->arena, sizeof(*b));

	if (!b)
		return NULL;
	*b = (struct pby_blocker){ .lock_kind = pby_lock_kind__name(lock->kind), .mode = mode,
				   .owner_pid = PBY_PID_UNKNOWN };
	if (lock->kind == PBY_LOCK_RWSEM)
		b->lock_kind = "rw-semaphore";
	/* The reader that an rwsem names may have left long ago: it is no owner. */
	if (lock->owner == PBY_OWNER_TASK) {
		b->owner_comm = lock->owner_comm;
		b->owner_pid = lock->owner_pid;
		b->owner_mode = PBY_MODE_WRITE;
	}
	return b;
}

static void copy_locks(struct pby_assembly *a, const struct pby_live_memory *m)
{
	struct pby_dump *d = &a->live->dump;

	for (uint32_t i = 0; i < m->locks.nr; i++) {
		const struct pby_lock *from = &m->locks.items[i];
		struct pby_lock *to = PBY_PUSH(a->arena, &d->locks);

		if (!to)
			return;
		*to = *from;
		to->name = from->name ? pby_arena__strdup(a->arena, from->name) : NULL;
		to->part = from->part ? pby_arena__strdup(a->arena, from->part) : NULL;
		to->owner_comm = from->owner_comm ? pby_arena__strdup(a->arena, from->owner_comm) : NULL;
		memset(&to->waiters, 0, sizeof(to->waiters));
		for (uint32_t w = 0; w < from->waiters.nr; w++) {
			struct pby_lock_waiter *copy = PBY_PUSH(a->arena, &to->waiters);

			if (!copy)
				break;
			*copy = from->waiters.items[w];
			copy->comm = pby_arena__strdup(a->arena, copy->comm);
		}
	}
}

/* What an earlier look said of locks, and of who ends other waits. */
static void forget(struct pby_assembly *a)
{
	struct pby_dump *d = &a->live->dump;

	memset(&d->locks, 0, sizeof(d->locks));
	memset(&d->endings, 0, sizeof(d->endings));
	memset(&d->srcus, 0, sizeof(d->srcus));
	for (uint32_t i = 0; i < d->tasks.nr; i++) {
		d->tasks.items[i].lock = NULL;
		d->tasks.items[i].blocker = NULL;
	}
}

static void copy_srcus(struct pby_assembly *a, const struct pby_live_memory *m)
{
	for (uint32_t i = 0; i < m->srcus.nr; i++) {
		struct pby_srcu *to = PBY_PUSH(a->arena, &a->live->dump.srcus);

		if (to)
			*to = (struct pby_srcu){ pby_arena__strdup(a->arena, m->srcus.items[i].name), m->srcus.items[i].nr_readers };
	}
}

static void copy_endings(struct pby_assembly *a, const struct pby_live_memory *m)
{
	for (uint32_t i = 0; i < m->endings.nr; i++) {
		struct pby_ending *to = PBY_PUSH(a->arena, &a->live->dump.endings);

		if (!to)
			return;
		*to = m->endings.items[i];
		to->why = pby_arena__strdup(a->arena, to->why);
	}
}

void pby_assembly__memory(struct pby_assembly *a, const struct pby_live_memory *m)
{
	forget(a);
	copy_locks(a, m);
	copy_endings(a, m);
	copy_srcus(a, m);
	for (uint32_t i = 0; i < m->tasks.nr; i++) {
		const struct pby_live_task *from = &m->tasks.items[i];
		struct pby_task *t = task_of(a, from->pid);

		if (!t)
			return;
		t->comm = pby_stacks__string(&a->stacks, pby_text__str(from->comm));
		t->tgid = from->tgid;
		t->ppid = from->ppid;
		if (from->ns_pid)
			t->ns_pid = from->ns_pid;
		t->state = from->state;
		t->on_cpu = from->on_cpu;
		t->ran = from->ran;
		if (from->cpu >= 0)
			t->cpu = from->cpu;
		if (from->workqueue)
			t->workqueue = pby_stacks__string(&a->stacks, pby_text__str(from->workqueue));
		if (from->idle_s > 0)
			t->blocked_s = (float)from->idle_s;
		if (from->stack) {
			t->frames = stack_of(a, from->stack);
			t->origin = PBY_STACK_CONSOLE;
		}
		if (from->lock < 0 || (uint32_t)from->lock >= a->live->dump.locks.nr)
			continue;
		t->lock = &a->live->dump.locks.items[from->lock];
		t->lock_mode = from->mode;
		t->blocker = blocker_of(a, t->lock, from->mode);
	}
}

static void add_note(struct pby_assembly *a, const struct pby_dump *log, const struct pby_note *from)
{
	int32_t pid = from->task >= 0 ? log->tasks.items[from->task].pid : PBY_PID_UNKNOWN;
	struct pby_task *t = pid >= 0 ? task_of(a, pid) : NULL;
	struct pby_note *n = PBY_PUSH(a->arena, &a->live->dump.notes);

	if (!n)
		return;
	*n = *from;
	n->task = t ? (int32_t)(t - a->live->dump.tasks.items) : -1;
}

void pby_assembly__running(struct pby_assembly *a, const struct pby_live_memory *m)
{
	for (uint32_t i = 0; i < m->running.nr; i++) {
		struct pby_running *to = PBY_PUSH(a->arena, &a->live->dump.running);

		if (to)
			*to = pby_running__copy(&m->running.items[i], a->arena);
	}
}

uint32_t pby_assembly__log(struct pby_assembly *a, const char *text, size_t len)
{
	struct pby_live *live = a->live;
	struct pby_dump *log = &live->logs[live->nr_logs];
	uint32_t base = a->stacks.all.nr + a->nr_log_stacks, nr = 0;
	struct pby_err err;

	if (live->nr_logs == sizeof(live->logs) / sizeof(live->logs[0]))
		return 0;
	live->nr_logs++;
	pby_dump__read_mem(log, "the kernel's log", text, len, &err);
	for (uint32_t i = 0; i < log->tasks.nr; i++) {
		const struct pby_task *from = &log->tasks.items[i];
		struct pby_task *t = from->pid >= 0 && from->frames.nr && !from->hide ? task_of(a, from->pid) : NULL;

		if (!t)
			continue;
		nr++;
		if (!*t->comm)
			t->comm = from->comm;
		if (!t->state)
			t->state = from->state;
		t->seen |= from->seen;
		t->workqueue = from->workqueue;
		t->blocker = t->blocker ? t->blocker : from->blocker;
		t->frames = from->frames;
		t->frames.id += base;
		t->origin = from->origin;
	}
	for (uint32_t i = 0; i < log->notes.nr; i++)
		add_note(a, log, &log->notes.items[i]);
	for (uint32_t i = 0; i < log->works.nr; i++) {
		struct pby_work *work = PBY_PUSH(a->arena, &live->dump.works);

		if (work)
			*work = log->works.items[i];
	}
	a->nr_log_stacks += log->nr_stacks;
	return nr;
}

void pby_assembly__progress(struct pby_assembly *a, const struct pby_progress *p)
{
	for (uint32_t i = 0; i < a->live->dump.tasks.nr; i++) {
		struct pby_task *t = &a->live->dump.tasks.items[i];
		const struct pby_task_progress *seen = pby_progress__task(p, t->pid);

		t->ran |= seen && seen->nr_seen > 1 && seen->ran_lately;
	}
}

void pby_assembly__source(struct pby_assembly *a, const char *name, bool answered, const char *detail)
{
	struct pby_live_source *s = PBY_PUSH(a->arena, &a->live->sources);

	if (s)
		*s = (struct pby_live_source){ .name = name, .answered = answered, .detail = detail };
}

void pby_assembly__advise(struct pby_assembly *a, const char *todo)
{
	if (a->live->sources.nr)
		a->live->sources.items[a->live->sources.nr - 1].todo = todo;
}

int pby_assembly__start(struct pby_assembly *a, struct pby_live *live, struct pby_err *err)
{
	*live = (struct pby_live){ 0 };
	*a = (struct pby_assembly){ .live = live, .arena = &live->dump.arena };
	if (pby_stacks__init(&a->stacks, a->arena) && pby_index__reserve(&a->by_pid, 4096))
		return 0;
	pby_assembly__end(a);
	return pby_err__set(err, ENOMEM, "no memory");
}

void pby_assembly__end(struct pby_assembly *a)
{
	a->live->dump.nr_stacks = a->stacks.all.nr + a->nr_log_stacks;
	pby_stacks__free(&a->stacks);
	pby_index__free(&a->by_pid);
}
