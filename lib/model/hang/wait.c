// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* wait.c: from stacks, states and lock lists to one wait per task. */
#include "model/hang/wait.h"

#include <errno.h>
#include <string.h>

#include "model/hang/held.h"
#include "model/hang/pattern.h"

const char *pby_certainty__name(enum pby_certainty certainty)
{
	static const char *const names[] = { "guessed", "derived", "stated" };

	return names[certainty];
}

bool pby_object__alike(const struct pby_object *a, const struct pby_object *b)
{
	return a->name && b->name && !strcmp(a->name, b->name) &&
	       !(a->addr && b->addr && a->addr != b->addr) &&
	       !(a->scope == PBY_SCOPE_MM && b->scope == PBY_SCOPE_MM && a->tgid >= 0 &&
		 b->tgid >= 0 && a->tgid != b->tgid);
}

/* Where every kernel thread begins. */
static bool begins_as_kthread(const struct pby_stack *s)
{
	for (uint32_t i = s->nr > 4 ? s->nr - 4 : 0; i < s->nr; i++)
		if (pby_pattern__match("kthread|kthreadd|kernel_thread_helper|child_rip|kthread_worker_fn|worker_thread",
				       s->items[i].name))
			return true;
	return false;
}

bool pby_task__is_kthread(const struct pby_task *task)
{
	return begins_as_kthread(&task->frames) || task->ppid == 2 || task->pid == 2 || task->workqueue ||
	       pby_pattern__match("kworker/*|ksoftirqd/*|rcu_*|migration/*|kswapd*|jbd2/*|khugepaged|"
				  "khungtaskd|kthreadd|xfsaild/*|kcompactd*|watchdog/*|cpuhp/*|irq/*|"
				  "scsi_eh_*|md*_raid*|kauditd|hwrng|txg_sync*|nfsv4*-svc|kdevtmpfs|"
				  "oom_reaper|loop[0-9]*|btrfs-*|writeback|flush-*|kworker*",
				  task->comm);
}

bool pby_task__runs(const struct pby_task *task)
{
	return task->on_cpu || task->state == 'R';
}

const struct pby_stack_wait *pby_waits__stack(struct pby_waits *waits, int32_t task)
{
	static const struct pby_stack_wait nothing;
	const struct pby_task *t = &waits->dump->tasks.items[task];
	struct pby_stack_wait **slot = &waits->stacks[t->frames.id];

	if (!*slot) {
		*slot = pby_arena__alloc(&waits->arena, sizeof(**slot));
		if (!*slot)
			return &nothing;
		pby_stack_wait__judge(*slot, &waits->know, t->frames, waits->dump->kernel,
				      pby_task__runs(t));
	}
	return *slot;
}

/* States in which a task that waits for such a thing is in trouble. */
static bool is_blocked(const struct pby_task *t, const struct pby_stack_wait *s,
		       enum pby_wait_class cls)
{
	bool idle = cls == PBY_WAIT_IDLE || cls == PBY_WAIT_SLEEP;
	bool benign = idle || cls == PBY_WAIT_FUTEX || cls == PBY_WAIT_IPC ||
		      cls == PBY_WAIT_NET || cls == PBY_WAIT_SIGNAL || cls == PBY_WAIT_CHILD_EXIT ||
		      cls == PBY_WAIT_UNKNOWN || cls == PBY_WAIT_WAIT_EVENT ||
		      cls == PBY_WAIT_COMPLETION;

	if (t->seen & (PBY_SEEN_HUNG | PBY_SEEN_CANT_DIE))
		return true;
	/*
	 * /proc stacks hide the primitive: ksmd, idle in S, shows the same function as ksmd in D for
	 * mmap_lock, and rcu_tasks_kthread idle in I shows what it shows when it waits for its mutex. Locks are
	 * slept on in D but for the few that are taken interruptibly.
	 */
	if (t->origin == PBY_STACK_PROC && (t->state == 'S' || t->state == 'I') && pby_wait_class__is_sleeping_lock(cls))
		return false;
	if (pby_wait_class__is_sleeping_lock(cls) || (s->row && s->row->always))
		return true;
	switch (t->state) {
	case 'D':
		return cls != PBY_WAIT_IDLE;
	case 'S': case 'I': case 'T': case 't': case 'X': case 'Z': case 'P':
		return false;
	default:
		return !benign;		/* /proc stacks without a state */
	}
}

/* A task that is on a CPU, or ready for one: it spins, answers nobody, or just works. */
static enum pby_wait_class running_class(const struct pby_task *t, const struct pby_stack_wait *s)
{
	if (s->prim.kind == PBY_PRIM_PREEMPT)
		return PBY_WAIT_PREEMPTED;
	if (s->cls == PBY_WAIT_IPI)
		return PBY_WAIT_IPI;
	if (s->prim.kind == PBY_PRIM_SPIN)
		return PBY_WAIT_SPINLOCK;
	if (t->seen & PBY_SEEN_RCU_READER && !t->on_cpu)
		return PBY_WAIT_PREEMPTED;
	return PBY_WAIT_RUNNING;
}

static bool runs(const struct pby_task *t, const struct pby_stack_wait *s)
{
	if (t->state == 'R' || (t->state == 0 && t->on_cpu))
		return true;
	/* Seen on a CPU after it was seen asleep: its stack tells which of the two it is from. */
	return t->on_cpu && !pby_primitive__is_lock(s->prim.kind) &&
	       s->prim.kind == PBY_PRIM_HIDDEN && t->state != 'D';
}

/* The innermost function, interrupt or not: what a CPU does. */
static const char *innermost(const struct pby_task *t)
{
	for (uint32_t i = 0; i < t->frames.nr; i++)
		if (!t->frames.items[i].unreliable)
			return t->frames.items[i].name;
	return t->frames.nr ? t->frames.items[0].name : NULL;
}

static const char *describe(struct pby_waits *waits, const struct pby_wait *w)
{
	const char *name = w->object.label ? w->object.label : w->object.name;

	if (name && w->caller && strcmp(name, w->caller))
		return pby_arena__printf(&waits->arena, "%s (%s)", name, w->caller);
	if (name)
		return name;
	if (w->caller && (w->cls == PBY_WAIT_SLEEP || w->cls == PBY_WAIT_WAIT_EVENT))
		return pby_arena__printf(&waits->arena, "%s, in %s", pby_wait_class__meaning(w->cls), w->caller);
	if (w->caller)
		return pby_arena__printf(&waits->arena, "%s in %s", pby_wait_class__name(w->cls),
					 w->caller);
	return pby_wait_class__meaning(w->cls);
}

/* Says what the stack says; lists of locks may say it more exactly afterwards. */
static void from_stack(struct pby_waits *waits, struct pby_wait *w, const struct pby_stack_wait *s)
{
	const struct pby_task *t = &waits->dump->tasks.items[w->task];

	w->cls = s->cls;
	w->row = s->row;
	w->caller = s->row ? s->names[s->at] :
		    s->prim.caller < s->nr ? s->names[s->prim.caller] : NULL;
	w->certainty = s->doubtful || (s->row && s->row->deep) ? PBY_GUESSED : PBY_DERIVED;
	w->object.tgid = PBY_PID_UNKNOWN;
	if (!s->row)
		return;
	w->object.name = s->row->object;
	w->object.scope = s->row->scope;
	/* A name found by "*" says which kind of object, not that it is the one of that name. */
	if (w->object.scope == PBY_SCOPE_GLOBAL && (!s->exact || s->doubtful))
		w->object.scope = PBY_SCOPE_OBJECT;
	if (w->object.scope == PBY_SCOPE_MM && !s->row->remote)
		w->object.tgid = t->tgid;
}

/* In a stack without scheduler frames, the main function of a kernel thread alone: it has no work. */
static bool is_idle_kthread(const struct pby_task *t, const struct pby_stack_wait *s)
{
	return s->prim.kind == PBY_PRIM_HIDDEN && t->state != 'D' && s->nr >= 2 &&
	       pby_pattern__match("kthread|ret_from_fork*|kernel_thread_helper", s->names[1]);
}

/* What the kernel says of the lock, when the text has no stack of the waiter. */
static enum pby_wait_class class_of_blocker(const struct pby_blocker *b)
{
	if (!strcmp(b->lock_kind, "mutex"))
		return PBY_WAIT_MUTEX;
	if (!strcmp(b->lock_kind, "semaphore"))
		return PBY_WAIT_SEMAPHORE;
	if (!strcmp(b->lock_kind, "rt-mutex"))
		return PBY_WAIT_RTMUTEX;
	return b->mode == PBY_MODE_READ ? PBY_WAIT_RWSEM_READ : PBY_WAIT_RWSEM_WRITE;
}

static int add_task(struct pby_waits *waits, int32_t task)
{
	static const uint32_t reported = PBY_SEEN_HUNG | PBY_SEEN_SOFT_LOCKUP | PBY_SEEN_HARD_LOCKUP;
	const struct pby_task *t = &waits->dump->tasks.items[task];
	const struct pby_stack_wait *s;
	struct pby_wait *w;

	/* What the kernel complained of is part of the hang, though the text may not have its stack. */
	if (t->hide || (!t->frames.nr && !t->blocker && !t->lock && !(t->seen & reported)))
		return 0;
	s = pby_waits__stack(waits, task);
	w = PBY_PUSH(&waits->arena, &waits->items);
	if (!w)
		return -ENOMEM;
	w->task = task;
	w->lock = -1;
	waits->of_task[task] = (int32_t)waits->items.nr - 1;
	if (runs(t, s)) {
		w->object.tgid = PBY_PID_UNKNOWN;
		w->cls = running_class(t, s);
		w->certainty = PBY_STATED;
		w->caller = w->cls == PBY_WAIT_RUNNING ? innermost(t) :
			    s->prim.caller < s->nr ? s->names[s->prim.caller] : innermost(t);
		/* Spinning is trouble when a watchdog says that it lasts. */
		w->blocked = (w->cls == PBY_WAIT_IPI || w->cls == PBY_WAIT_SPINLOCK) &&
			     t->seen & (PBY_SEEN_SOFT_LOCKUP | PBY_SEEN_HARD_LOCKUP |
					PBY_SEEN_RCU_CPU | PBY_SEEN_HUNG);
	} else {
		from_stack(waits, w, s);
		if (w->cls == PBY_WAIT_UNKNOWN && t->blocker)
			w->cls = class_of_blocker(t->blocker);
		if (is_idle_kthread(t, s))
			w->cls = PBY_WAIT_IDLE;
		w->blocked = is_blocked(t, s, w->cls);
		pby_wait__from_memory(waits, w, s);
	}
	if (t->frames.nr)
		pby_held__of_task(waits, w, s);
	w->what = describe(waits, w);
	return 0;
}

int pby_waits__find(struct pby_waits *waits, const struct pby_dump *dump)
{
	size_t nr = dump->tasks.nr + 1, nr_stacks = dump->nr_stacks + 1;

	*waits = (struct pby_waits){ .dump = dump, .kin = { .dump = dump } };
	if (pby_knowledge__init(&waits->know))
		return -ENOMEM;
	waits->of_task = pby_arena__alloc(&waits->arena, nr * sizeof(*waits->of_task));
	waits->stacks = pby_arena__alloc(&waits->arena, nr_stacks * sizeof(*waits->stacks));
	waits->items.items = pby_arena__alloc(&waits->arena, nr * sizeof(*waits->items.items));
	if (!waits->of_task || !waits->stacks || !waits->items.items)
		return -ENOMEM;
	waits->items.cap = nr;
	memset(waits->of_task, 0xff, nr * sizeof(*waits->of_task));
	for (uint32_t i = 0; i < dump->tasks.nr; i++)
		if (add_task(waits, (int32_t)i))
			return -ENOMEM;
	pby_held__of_lists(waits);
	pby_held__of_lockdep(waits);
	return waits->arena.failed ? -ENOMEM : 0;
}

void pby_waits__free(struct pby_waits *waits)
{
	pby_knowledge__free(&waits->know);
	pby_kin__free(&waits->kin);
	pby_arena__free(&waits->arena);
	*waits = (struct pby_waits){ 0 };
}
