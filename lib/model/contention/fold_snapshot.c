// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* fold_snapshot.c: the state of a fold as numbered tables with names. */
#include <errno.h>
#include <string.h>

#include "model/contention/fold_state.h"

/* Places of the fold to indexes of the snapshot. */
struct copying {
	const struct pby_fold *f;
	struct pby_contention *to;
	uint32_t *task_of;	/* by place in tasks; FOLD_NONE: not there yet */
	uint32_t *stack_of;	/* by place in stacks */
	uint32_t *wait_of;	/* by place in waits */
	uint32_t *lock_of;	/* by place in locks */
};

static uint32_t *places(struct pby_arena *arena, uint32_t nr)
{
	uint32_t *p = pby_arena__alloc(arena, ((size_t)nr + 1) * sizeof(*p));

	if (p)
		memset(p, 0xff, ((size_t)nr + 1) * sizeof(*p));
	return p;
}

static void add_frames(struct copying *c, uint64_t addr, struct pby_frame *frames,
		       uint32_t *nr)
{
	uint32_t s = pby_slots__find(&c->f->symbol_keys, addr);
	const struct fold_symbol *symbol = s == PBY_SLOT_NONE ? NULL : &c->f->symbols[s];
	struct pby_arena *arena = &c->to->arena;

	if (!symbol || !symbol->nr) {
		frames[(*nr)++] = (struct pby_frame){
			.name = pby_arena__printf(arena, "0x%llx", (unsigned long long)addr), .addr = addr };
		return;
	}
	for (uint32_t i = 0; i < symbol->nr; i++) {
		struct pby_frame f = *symbol->frames[i];

		f.name = pby_arena__strdup(arena, f.name);
		f.module = f.module ? pby_arena__strdup(arena, f.module) : NULL;
		f.file = f.file ? pby_arena__strdup(arena, f.file) : NULL;
		frames[(*nr)++] = f;
	}
}

/* The index of a stack by its number; 0 when it is not known. */
static uint32_t stack_of(struct copying *c, uint32_t number)
{
	uint32_t place = number ? pby_slots__find(&c->f->stack_keys, number) : PBY_SLOT_NONE;
	const struct fold_stack *from;
	struct pby_frame *frames;
	struct pby_stack *stack;
	uint32_t nr = 0;

	if (place == PBY_SLOT_NONE)
		return 0;
	if (c->stack_of[place] != FOLD_NONE)
		return c->stack_of[place];
	from = &c->f->stacks[place];
	frames = pby_arena__alloc(&c->to->arena, ((size_t)from->nr * FOLD_INLINED + 1) * sizeof(*frames));
	stack = frames ? PBY_PUSH(&c->to->arena, &c->to->stacks) : NULL;
	if (!stack)
		return 0;
	for (uint32_t i = 0; i < from->nr; i++)
		add_frames(c, from->addrs[i], frames, &nr);
	*stack = (struct pby_stack){ .items = frames, .nr = nr, .id = c->to->stacks.nr - 1 };
	return c->stack_of[place] = stack->id;
}

/* The index of a task; it gets one when it is first needed. */
static int32_t task_of(struct copying *c, int32_t pid)
{
	uint32_t place = pid > 0 ? pby_slots__find(&c->f->task_keys, (uint64_t)pid) : PBY_SLOT_NONE;
	struct pby_contender *task;
	const struct fold_task *t;

	if (place == PBY_SLOT_NONE)
		return PBY_NO_INDEX;
	if (c->task_of[place] != FOLD_NONE)
		return (int32_t)c->task_of[place];
	t = &c->f->tasks[place];
	task = PBY_PUSH(&c->to->arena, &c->to->tasks);
	if (!task)
		return PBY_NO_INDEX;
	*task = (struct pby_contender){
		.pid = pid, .tgid = t->tgid, .comm = pby_arena__strdup(&c->to->arena, t->comm), .state = t->state,
		.cpu = t->cpu, .on_cpu = t->on_cpu, .throttled = t->throttled,
		.stack = stack_of(c, t->stack), .user_stack = stack_of(c, t->user_stack),
		.waits_for = PBY_NO_INDEX,
	};
	c->task_of[place] = c->to->tasks.nr - 1;
	return (int32_t)c->task_of[place];
}

static bool add_waits(struct copying *c, const struct fold_lock *from, uint32_t lock)
{
	for (uint32_t n = from->first; n != FOLD_NONE; n = c->f->waits[n].next) {
		const struct fold_wait *w = &c->f->waits[n];
		int32_t task = task_of(c, w->pid);
		struct pby_contending *to = PBY_PUSH(&c->to->arena, &c->to->waiters);
		uint32_t *slot = PBY_PUSH(&c->to->arena, &c->to->locks.items[lock].queue), own;

		if (!to || !slot || task < 0)
			return false;
		*to = w->c;
		to->task = (uint32_t)task;
		to->lock = lock;
		own = c->to->tasks.items[task].stack;
		to->stack = w->c.stack ? stack_of(c, w->c.stack) : own;
		to->user_stack = stack_of(c, w->c.user_stack);
		*slot = c->wait_of[n] = c->to->waiters.nr - 1;
	}
	return true;
}

static bool add_lock(struct copying *c, uint32_t place)
{
	const struct fold_lock *from = &c->f->locks[place];
	uint32_t name = pby_slots__find(&c->f->name_keys, from->c.addr);
	struct pby_contended *to = PBY_PUSH(&c->to->arena, &c->to->locks);
	uint32_t lock = c->to->locks.nr - 1;
	uint64_t busy;

	if (!to)
		return false;
	*to = from->c;
	c->lock_of[place] = lock;
	if (name != PBY_SLOT_NONE) {
		const struct fold_lock_name *n = &c->f->names[name];
		bool fits = n->kind == PBY_LOCK_UNKNOWN || n->kind == from->c.kind;

		to->name = n->name && fits ? pby_arena__strdup(&c->to->arena, n->name) : NULL;
		to->mm_tgid = fits ? n->mm_tgid : PBY_PID_UNKNOWN;
	}
	to->owner.task = task_of(c, from->owner_pid);
	busy = to->depth && c->to->now_ns > from->busy_since_ns ? c->to->now_ns - from->busy_since_ns : 0;
	if (busy > to->longest_busy_ns)
		to->longest_busy_ns = busy;
	return add_waits(c, from, lock);
}

static bool add_sites(struct copying *c)
{
	for (uint32_t i = 0; i < c->f->site_keys.used; i++) {
		const struct fold_site *from = &c->f->sites[i];
		uint32_t place = pby_slots__find(&c->f->lock_keys, from->lock);
		struct pby_contention_site *to;

		if (place == PBY_SLOT_NONE)
			continue;	/* that lock made room for another one */
		to = PBY_PUSH(&c->to->arena, &c->to->sites);
		if (!to)
			return false;
		*to = from->c;
		to->lock = c->lock_of[place];
		to->stack = stack_of(c, from->c.stack);
		to->user_stack = stack_of(c, from->c.user_stack);
	}
	return true;
}

static void add_unseen(struct copying *c)
{
	for (uint32_t i = 0; i < c->f->nr_unseen; i++) {
		struct pby_contention_unseen *u = PBY_PUSH(&c->to->arena, &c->to->unseen);

		if (u)
			*u = (struct pby_contention_unseen){
				pby_arena__strdup(&c->to->arena, c->f->unseen[i].what),
				pby_arena__strdup(&c->to->arena, c->f->unseen[i].why),
			};
	}
}

static bool copy_all(struct copying *c)
{
	const struct pby_fold *f = c->f;
	struct pby_arena *arena = &c->to->arena;

	c->task_of = places(arena, f->task_keys.used);
	c->stack_of = places(arena, f->stack_keys.used);
	c->wait_of = places(arena, f->waits_used);
	c->lock_of = places(arena, f->lock_keys.used);
	if (!c->task_of || !c->stack_of || !c->wait_of || !c->lock_of || !PBY_PUSH(arena, &c->to->stacks))
		return false;
	for (uint32_t i = 0; i < f->lock_keys.used; i++)
		if (pby_slots__in_use(&f->lock_keys, i) && !add_lock(c, i))
			return false;
	for (uint32_t i = 0; i < f->task_keys.used; i++)
		if (c->task_of[i] != FOLD_NONE && f->tasks[i].wait != FOLD_NONE)
			c->to->tasks.items[c->task_of[i]].waits_for = (int32_t)c->wait_of[f->tasks[i].wait];
	add_unseen(c);
	return add_sites(c);
}

int pby_fold__snapshot(const struct pby_fold *f, uint64_t now_ns, struct pby_contention *to)
{
	struct copying c = { .f = f, .to = to };

	*to = (struct pby_contention){
		.from_ns = f->first_ns, .now_ns = now_ns > f->now_ns ? now_ns : f->now_ns,
		.how = "a recording", .loss = f->loss, .spins = f->spins,
		.no_stacks = !f->stack_keys.used,
	};
	return copy_all(&c) && !to->arena.failed ? 0 : -ENOMEM;
}
