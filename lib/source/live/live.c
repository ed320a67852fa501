// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* live.c: asks the sources of a sick machine in children, and joins what they say by thread. */
#include "source/live/live.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/root.h"
#include "base/text.h"
#include "model/kernel.h"
#include "source/dump/frame.h"
#include "source/dump/stacks.h"
#include "source/live/kmemory.h"
#include "source/live/procstack.h"

enum { REGION = 512 << 20, STEP_MS = 1000, MAX_STUCK = 8, DEFAULT_MS = 20000 };

/* What joining needs: threads by number, stacks kept once, the time that is left. */
struct join {
	struct pby_live *live;
	struct pby_arena *arena;
	struct pby_index by_pid;
	struct pby_stacks stacks;
	int64_t deadline_ms;
};

static int64_t now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000LL + ts.tv_nsec / 1000000;
}

/* A child may take a second for one step, and never more than what is left of all. */
static int patience(const struct join *j)
{
	int64_t left = j->deadline_ms - now_ms();

	return left < 0 ? 0 : left < STEP_MS ? (int)left : STEP_MS;
}

static void source(struct join *j, const char *name, bool answered, const char *detail)
{
	struct pby_live_source *s = PBY_PUSH(j->arena, &j->live->sources);

	if (s)
		*s = (struct pby_live_source){ name, answered, detail };
}

static uint32_t hash_of(int32_t pid)
{
	return pby_hash__bytes((const char *)&pid, sizeof(pid));
}

static struct pby_task *task_of(struct join *j, int32_t pid)
{
	struct pby_dump *d = &j->live->dump;
	uint32_t e = pby_index__first(&j->by_pid, hash_of(pid));
	struct pby_task *t;

	for (; e != PBY_INDEX_END; e = j->by_pid.entries[e].next)
		if (d->tasks.items[j->by_pid.entries[e].value].pid == pid)
			return &d->tasks.items[j->by_pid.entries[e].value];
	t = PBY_PUSH(j->arena, &d->tasks);
	if (!t || !pby_index__add(&j->by_pid, hash_of(pid), d->tasks.nr - 1))
		return NULL;
	*t = (struct pby_task){
		.comm = "", .pid = pid, .tgid = PBY_PID_UNKNOWN, .ppid = PBY_PID_UNKNOWN,
		.ns_pid = PBY_PID_UNKNOWN, .cpu = -1, .seen = PBY_SEEN_PROC, .nr_reports = 1,
		.nr_held_stated = -1, .syscall_nr = -1, .first_s = -1, .last_s = -1,
	};
	return t;
}

/* "[<0>] do_wait+0x60/0xa0" a line. */
static struct pby_stack stack_of(struct join *j, const char *text)
{
	enum { MAX_FRAMES = 256 };
	struct pby_text t = pby_text__str(text), line;
	uint32_t frames[MAX_FRAMES], nr = 0;

	while (nr < MAX_FRAMES && pby_text__line(&t, &line)) {
		uint32_t known = pby_stacks__known(&j->stacks, line);
		struct pby_raw_frame raw[2];
		int n;

		if (!known) {
			n = pby_raw_frame__parse(line, raw);
			known = n > 0 ? pby_stacks__learn(&j->stacks, line, raw, n) : 0;
		}
		if (known)
			frames[nr++] = known;
	}
	return pby_stacks__stack(&j->stacks, frames, nr);
}

static void join_proc(struct join *j, const struct pby_proc_task *p)
{
	struct pby_task *t = task_of(j, p->pid);

	if (!t)
		return;
	t->comm = pby_stacks__string(&j->stacks, pby_text__str(p->comm));
	t->tgid = p->tgid;
	t->ppid = p->ppid;
	t->cpu = p->cpu;
	t->state = p->state;
	if (p->ns_pid)
		t->ns_pid = p->ns_pid;
	if (p->stack) {
		t->frames = stack_of(j, p->stack);
		t->origin = PBY_STACK_PROC;
	}
}

/* One child until it ends or stands still; where the next one has to go on. True: all is read. */
static bool read_proc(struct join *j, struct pby_proc_question *q, uint32_t *nr_tasks,
		      uint32_t *nr_stacks)
{
	const struct pby_proc_tasks *got;
	struct pby_child child;
	enum pby_child_end end;
	bool all;

	if (pby_child__start(&child, REGION, pby_proc_tasks__collect, q, NULL))
		return true;
	end = pby_child__wait(&child, patience(j));
	got = child.region->result;
	for (uint32_t i = 0; got && i < __atomic_load_n(&got->nr_done, __ATOMIC_ACQUIRE); i++) {
		const struct pby_proc_task *p = &got->items.items[i];

		join_proc(j, p);
		q->after_tgid = p->tgid;
		q->after_tid = p->pid;
		*nr_tasks += 1;
		*nr_stacks += p->stack != NULL;
	}
	all = end == PBY_CHILD_DONE || !got;
	if (!all && got->items.nr > got->nr_done) {
		/* The one whose stack never came: known but for its stack. */
		struct pby_proc_task half = got->items.items[got->nr_done];

		half.stack = NULL;
		join_proc(j, &half);
		q->after_tgid = half.tgid;
		q->after_tid = half.pid;
	}
	j->live->nr_stuck += end == PBY_CHILD_STUCK;
	pby_child__free(&child);
	return all;
}

static void ask_proc(struct join *j)
{
	struct pby_proc_question q = { .stacks = geteuid() == 0 };
	uint32_t nr_tasks = 0, nr_stacks = 0, nr_silent = 0;

	while (!read_proc(j, &q, &nr_tasks, &nr_stacks) && ++nr_silent < MAX_STUCK &&
	       patience(j) > 0)
		;
	j->live->no_stacks = !nr_stacks;
	source(j, "/proc stacks", nr_stacks > 0, pby_arena__printf(j->arena,
	       "%u threads, %u stacks%s%s", nr_tasks, nr_stacks,
	       nr_silent ? pby_arena__printf(j->arena, "; %u did not answer", nr_silent) : "",
	       q.stacks ? nr_stacks ? "" : " (not readable: no CAP_SYS_ADMIN in the first user namespace?)"
			: " (stacks need root)"));
}

/* What memory states of a wait, in the form in which the kernel's own reports state it. */
static const struct pby_blocker *blocker_of(struct join *j, const struct pby_lock *lock,
					    enum pby_lock_mode mode)
{
	struct pby_blocker *b = pby_arena__alloc(j->arena, sizeof(*b));

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

static void copy_locks(struct join *j, const struct pby_live_memory *m)
{
	struct pby_dump *d = &j->live->dump;

	for (uint32_t i = 0; i < m->locks.nr; i++) {
		const struct pby_lock *from = &m->locks.items[i];
		struct pby_lock *to = PBY_PUSH(j->arena, &d->locks);

		if (!to)
			return;
		*to = *from;
		to->name = from->name ? pby_arena__strdup(j->arena, from->name) : NULL;
		to->owner_comm = from->owner_comm ? pby_arena__strdup(j->arena, from->owner_comm) : NULL;
		memset(&to->waiters, 0, sizeof(to->waiters));
		for (uint32_t w = 0; w < from->waiters.nr; w++) {
			struct pby_lock_waiter *copy = PBY_PUSH(j->arena, &to->waiters);

			if (!copy)
				break;
			*copy = from->waiters.items[w];
			copy->comm = pby_arena__strdup(j->arena, copy->comm);
		}
	}
}

static void join_memory(struct join *j, const struct pby_live_memory *m)
{
	copy_locks(j, m);
	for (uint32_t i = 0; i < m->tasks.nr; i++) {
		const struct pby_live_task *from = &m->tasks.items[i];
		struct pby_task *t = task_of(j, from->pid);

		if (!t)
			return;
		t->comm = pby_stacks__string(&j->stacks, pby_text__str(from->comm));
		t->tgid = from->tgid;
		t->ppid = from->ppid;
		t->state = from->state;
		t->on_cpu = from->on_cpu;
		if (from->idle_s > 0)
			t->blocked_s = (float)from->idle_s;
		if (from->lock < 0 || (uint32_t)from->lock >= j->live->dump.locks.nr)
			continue;
		t->lock = &j->live->dump.locks.items[from->lock];
		t->lock_mode = from->mode;
		t->blocker = blocker_of(j, t->lock, from->mode);
	}
}

/* CONFIG_HZ when the configuration is known; ages of rw_semaphore waiters need it. */
static uint32_t hz_of(const struct pby_kernel *k)
{
	uint32_t i = pby_map__get(&k->options, "CONFIG_HZ", strlen("CONFIG_HZ"));
	struct pby_text t;
	uint64_t hz;

	if (i == PBY_MAP_NONE)
		return 0;
	t = pby_text__str(k->option_values.items[i]);
	return pby_text__u64(&t, &hz) && hz <= 10000 ? (uint32_t)hz : 0;
}

static void ask_memory(struct join *j, const struct pby_live_options *o)
{
	struct pby_live_question q = { o->kernel, hz_of(o->kernel), -1 };
	const struct pby_live_memory *m;
	struct pby_child child;
	enum pby_child_end end;
	struct pby_err err;

	if (o->kernel->btf.read != PBY_YES || o->kernel->symbols.read != PBY_YES) {
		source(j, "kernel memory", false, "not read: it needs BTF and kallsyms");
		return;
	}
	if (pby_child__start(&child, REGION, pby_live_memory__collect, &q, &err)) {
		source(j, "kernel memory", false, pby_arena__strdup(j->arena, err.text));
		return;
	}
	/* Sorting symbols and the walk under a loaded CPU are one step: give it more than a second. */
	end = pby_child__wait(&child, (int)(j->deadline_ms - now_ms()) / 2);
	m = child.region->result;
	j->live->nr_stuck += end == PBY_CHILD_STUCK;
	if (m)
		join_memory(j, m);
	if (m && *m->why)
		source(j, "kernel memory", false, pby_arena__strdup(j->arena, m->why));
	else if (m && m->done)
		source(j, "kernel memory", true, pby_arena__printf(j->arena, "%u threads, %u contended locks%s",
		       m->tasks.nr, m->locks.nr, m->cut || m->nr_bad ?
		       "; the list of tasks kept changing: some may be missing" : ""));
	else
		source(j, "kernel memory", m && m->tasks.nr, pby_arena__printf(j->arena,
		       "%u threads, then no answer from %s", m ? m->tasks.nr : 0, child.region->doing));
	pby_child__free(&child);
}

int pby_live__look(struct pby_live *live, const struct pby_live_options *o, struct pby_err *err)
{
	struct join j = { .live = live, .arena = &live->dump.arena };

	*live = (struct pby_live){ 0 };
	j.deadline_ms = now_ms() + (o->timeout_ms > 0 ? o->timeout_ms : DEFAULT_MS);
	if (!pby_stacks__init(&j.stacks, j.arena) || !pby_index__reserve(&j.by_pid, 4096))
		return pby_err__set(err, ENOMEM, "no memory");
	live->dump.kernel = pby_arena__strdup(j.arena, o->kernel->release);
	ask_memory(&j, o);
	ask_proc(&j);
	live->dump.nr_stacks = j.stacks.all.nr;
	pby_stacks__free(&j.stacks);
	pby_index__free(&j.by_pid);
	if (!live->dump.tasks.nr)
		return pby_err__set(err, ENODATA, "neither kernel memory nor /proc shows a task");
	return 0;
}
