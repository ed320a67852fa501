// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* merge.c: several reports of one task become one task. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "source/dump/parser.h"

/* Tasks by pid, or by name where a text has no pids. Chains run through next[]. */
struct pby_merge {
	int32_t *heads;		/* index of a task, or -1 */
	uint32_t nr_heads;	/* a power of two */
	int32_t *next;
	uint32_t cap;
	uint32_t nr;
	uint32_t first;		/* of this boot */
	bool rebooted;		/* the next task is one of a later boot than those that are there */
};

/* For each task: a task to compare with is memory that nobody looked at for long. */
enum { HEADS = 4 };

int pby_merge__init(struct pby_parser *p)
{
	p->merge = calloc(1, sizeof(*p->merge));
	return p->merge ? 0 : -ENOMEM;
}

void pby_merge__free(struct pby_parser *p)
{
	if (!p->merge)
		return;
	free(p->merge->heads);
	free(p->merge->next);
	free(p->merge);
	p->merge = NULL;
}

/* Names are interned: equal names are equal pointers. */
static uint32_t slot_of(const struct pby_merge *m, int32_t pid, const char *comm)
{
	uint64_t key = pid >= 0 ? (uint64_t)pid : (uintptr_t)comm >> 4;

	return key * 0x9e3779b97f4a7c15ULL >> 32 & (m->nr_heads - 1);
}

static void chain(struct pby_merge *m, const struct pby_task *t, int32_t i)
{
	int32_t *head = &m->heads[slot_of(m, t->pid, t->comm)];

	m->next[i] = *head;
	*head = i;
}

static bool grow(struct pby_parser *p)
{
	struct pby_merge *m = p->merge;
	uint32_t cap = m->cap ? m->cap * 2 : 256;
	int32_t *next = realloc(m->next, cap * sizeof(*next));
	int32_t *heads;

	if (!next)
		return false;
	m->next = next;
	heads = realloc(m->heads, HEADS * cap * sizeof(*heads));
	if (!heads)
		return false;
	m->heads = heads;
	m->cap = cap;
	m->nr_heads = HEADS * cap;
	memset(heads, 0xff, m->nr_heads * sizeof(*heads));
	for (uint32_t i = m->first; i < m->nr; i++)
		chain(m, &p->dump->tasks.items[i], i);
	return true;
}

int32_t pby_merge__find(const struct pby_parser *p, int32_t pid)
{
	const struct pby_merge *m = p->merge;

	if (pid < 0 || !m->nr_heads)
		return -1;
	for (int32_t i = m->heads[slot_of(m, pid, NULL)]; i >= 0; i = m->next[i]) {
		if (p->dump->tasks.items[i].pid == pid)
			return i;
	}
	return -1;
}

/* Lists of locks and subjects of lockdep only name a task. */
static bool is_report(const struct pby_task *t)
{
	return t->frames.nr || (t->seen & ~(PBY_SEEN_LOCKS | PBY_SEEN_LOCKDEP));
}

static int32_t add(struct pby_parser *p, const struct pby_task *t)
{
	struct pby_merge *m = p->merge;
	struct pby_task *slot;

	if (p->dump->tasks.nr >= INT32_MAX || (m->nr == m->cap && !grow(p)) ||
	    !(slot = PBY_PUSH(&p->dump->arena, &p->dump->tasks))) {
		p->no_memory = true;
		return -1;
	}
	*slot = *t;
	slot->nr_reports = is_report(t);
	chain(m, slot, m->nr);
	return m->nr++;
}

static bool counts(const struct pby_frame *f)
{
	return !f->unreliable && !f->inlined && !f->interrupt && !f->pc;
}

/* Whether two stacks stand at the same place; decoded and raw forms of one stack do. */
static bool same_place(const struct pby_stack *a, const struct pby_stack *b)
{
	uint32_t i = 0, k = 0;

	if (a->id == b->id)
		return true;
	for (;; i++, k++) {
		while (i < a->nr && !counts(&a->items[i]))
			i++;
		while (k < b->nr && !counts(&b->items[k]))
			k++;
		if (i == a->nr || k == b->nr)
			return i == a->nr && k == b->nr;
		if (strcmp(a->items[i].name, b->items[k].name) || a->items[i].offset != b->items[k].offset)
			return false;
	}
}

static bool is_sample(const struct pby_task *t)
{
	return t->on_cpu && t->origin == PBY_STACK_CONSOLE;
}

/* Which kind of stack says more about what the task waits for. */
static int worth(const struct pby_task *t)
{
	const uint32_t reports = PBY_SEEN_LOCKDEP | PBY_SEEN_SOFT_LOCKUP | PBY_SEEN_HARD_LOCKUP |
				 PBY_SEEN_RCU_CPU;

	if (!t->frames.nr || t->origin == PBY_STACK_NONE)
		return 0;
	if (t->origin == PBY_STACK_WCHAN)
		return 1;
	if (t->state == 'R' && !t->on_cpu)
		return 2;	/* a runnable task's saved stack is old */
	if (is_sample(t))
		return t->hide ? 2 : t->seen & reports ? 4 : 3;
	return t->origin == PBY_STACK_PROC ? 5 : 6;
}

/* What was said long before the report that this stack is of, and has no stack of its own. */
static bool stale_blocker(const struct pby_task *old, const struct pby_task *t)
{
	enum { REPORT_S = 30 };	/* one report is written at once */

	if (!(t->seen & PBY_SEEN_HUNG))
		return false;
	return (old->last_s >= 0 && t->first_s > old->last_s + REPORT_S) ||
	       (old->last_clock_s > 0 && t->first_clock_s > old->last_clock_s + REPORT_S);
}

static void take_stack(struct pby_task *old, const struct pby_task *t)
{
	int was = worth(old), is = worth(t);
	bool same = same_place(&old->frames, &t->frames);

	if (!is)
		return;
	/* Stacks of one kind can be compared; a cut one shows nothing. */
	if (was && !same && !old->cut && !t->cut && old->origin == t->origin && was == is && is > 4)
		old->moved = true;
	if (is < was || (is == was && same && t->frames.nr <= old->frames.nr) ||
	    (is == was && t->cut && !old->cut))
		return;
	/* Who had the earlier lock says nothing of the one it waits for now. */
	if (was ? !same && !old->cut && !t->cut && old->origin == t->origin && was == is :
		  stale_blocker(old, t))
		old->blocker = NULL;
	old->frames = t->frames;
	old->origin = t->origin;
	old->cut = t->cut;
}

static void take_number(int32_t *old, int32_t is)
{
	if (is >= 0)
		*old = is;
}

static void update(struct pby_task *old, const struct pby_task *t)
{
	take_stack(old, t);
	old->nr_reports += is_report(t);
	old->seen |= t->seen;
	old->hide &= t->hide;
	old->on_cpu |= t->on_cpu;
	if (strlen(t->comm) > strlen(old->comm))
		old->comm = t->comm;
	if (t->state)
		old->state = t->state;
	if (t->blocked_s > old->blocked_s)
		old->blocked_s = t->blocked_s;
	take_number(&old->tgid, t->tgid);
	take_number(&old->ppid, t->ppid);
	take_number(&old->ns_pid, t->ns_pid);
	take_number(&old->cpu, t->cpu);
	take_number(&old->syscall_nr, t->syscall_nr);
	if (t->workqueue)
		old->workqueue = t->workqueue;
	if (t->last_s >= 0) {
		old->last_s = t->last_s;
		if (old->first_s < 0)
			old->first_s = t->first_s;
	}
	if (t->last_clock_s > 0) {
		old->last_clock_s = t->last_clock_s;
		if (old->first_clock_s <= 0)
			old->first_clock_s = t->first_clock_s;
	}
}

/* A task without a pid is another report of one only if nothing tells them apart. */
static bool same_task(const struct pby_task *old, const struct pby_task *t)
{
	if (t->pid >= 0)
		return old->pid == t->pid && pby_comm__same(old->comm, t->comm);
	return old->pid < 0 && *t->comm && old->comm == t->comm &&
	       (!t->state || !old->state || old->state == t->state) &&
	       (!t->frames.nr || !old->frames.nr || same_place(&old->frames, &t->frames));
}

void pby_merge__new_boot(struct pby_parser *p)
{
	p->merge->rebooted = p->merge->nr > 0;
}

/* Numbers, locks and times of two boots have nothing to do with each other: the later hang is told. */
static void leave_earlier_boot(struct pby_parser *p)
{
	struct pby_merge *m = p->merge;
	uint32_t nr = 0;

	m->rebooted = false;
	for (uint32_t i = 0; i < m->nr; i++) {
		nr += !p->dump->tasks.items[i].hide;
		p->dump->tasks.items[i].hide = true;
	}
	memset(m->heads, 0xff, m->nr_heads * sizeof(*m->heads));
	for (uint32_t i = 0; i < m->nr; i++)
		m->next[i] = -1;
	m->first = m->nr;
	p->dump->notes.nr = 0;
	p->dump->lockdeps.nr = 0;
	p->dump->works.nr = 0;
	if (nr)
		pby_parser__note(p, PBY_NOTE_LIMIT, pby_text__str("tasks of an earlier boot are left out"));
}

static int32_t merge(struct pby_parser *p, const struct pby_task *t)
{
	struct pby_merge *m = p->merge;
	int32_t i;

	if (m->rebooted)
		leave_earlier_boot(p);
	i = m->nr_heads ? m->heads[slot_of(m, t->pid, t->comm)] : -1;

	for (; i >= 0; i = m->next[i]) {
		struct pby_task *old = &p->dump->tasks.items[i];
		bool moved = old->moved;
		struct pby_note *n;

		if (!same_task(old, t))
			continue;
		update(old, t);
		if (old->moved && !moved) {
			n = pby_parser__note(p, PBY_NOTE_PROGRESS, (struct pby_text){ 0 });
			if (n) {
				n->task = i;
				n->text = "the stack changed between two reports";
			}
		}
		return i;
	}
	return add(p, t);
}

int32_t pby_merge__task(struct pby_parser *p, const struct pby_draft *d)
{
	uint32_t known = p->stacks.all.nr;
	struct pby_task t = d->task;

	t.frames = d->same_as.nr ? d->same_as : pby_stacks__stack(&p->stacks, d->frames, d->nr);
	if (p->stacks.all.nr > known && !d->mixed)
		pby_stacks__learn_order(&p->stacks, d->frames, d->nr);
	t.hide = !d->visible;
	if (!t.frames.nr)
		t.origin = PBY_STACK_NONE;
	return merge(p, &t);
}

void pby_merge__lend_stack(struct pby_parser *p, int32_t i, const struct pby_stack *stack)
{
	struct pby_task *t = &p->dump->tasks.items[i];

	if (t->frames.nr)
		return;
	t->frames = *stack;
	t->origin = PBY_STACK_CONSOLE;
}

/* A stack without a name says nothing where tasks have names: whose it was is anybody's guess. */
void pby_merge__hide_nameless(struct pby_parser *p)
{
	struct pby_dump *d = p->dump;
	bool named = false;

	for (uint32_t i = 0; i < d->tasks.nr && !named; i++)
		named = d->tasks.items[i].seen != 0;
	for (uint32_t i = 0; i < d->tasks.nr; i++)
		d->tasks.items[i].hide |= named && !d->tasks.items[i].seen;
}

int32_t pby_merge__named(struct pby_parser *p, const char *comm, int32_t pid, uint32_t seen)
{
	struct pby_task t = {
		.comm = comm, .pid = pid, .tgid = -1, .ppid = -1, .ns_pid = -1, .cpu = -1,
		.syscall_nr = -1, .nr_held_stated = -1, .seen = seen, .line = p->line.nr,
		.first_s = p->line.time_s, .last_s = p->line.time_s,
		.first_clock_s = p->line.clock_s, .last_clock_s = p->line.clock_s, .source = p->source,
	};

	t.hide = !strcmp(comm, "khungtaskd");
	return merge(p, &t);
}
