// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* lockdep.c: reports of lock orders that can deadlock (kernel/locking/lockdep.c, 2.6.32 to 7.x). */
#include <string.h>

#include "source/dump/draft.h"
#include "source/dump/header.h"

static const struct {
	const char *title;
	enum pby_lockdep_kind kind;
} titles[] = {
	{ "possible circular locking dependency detected", PBY_LOCKDEP_CIRCULAR },
	{ "possible recursive locking detected", PBY_LOCKDEP_RECURSIVE },
	{ "possible irq lock inversion dependency detected", PBY_LOCKDEP_IRQ },
	{ "inconsistent lock state", PBY_LOCKDEP_IRQ },
	{ "HARDIRQ-safe -> HARDIRQ-unsafe lock order detected", PBY_LOCKDEP_IRQ },
	{ "SOFTIRQ-safe -> SOFTIRQ-unsafe lock order detected", PBY_LOCKDEP_IRQ },
	{ "RECLAIM_FS-safe -> RECLAIM_FS-unsafe lock order detected", PBY_LOCKDEP_IRQ },
	{ "bad unlock balance detected", PBY_LOCKDEP_OTHER },
	{ "held lock freed", PBY_LOCKDEP_OTHER },
	{ "lock held when returning to user space", PBY_LOCKDEP_OTHER },
	{ "Invalid wait context", PBY_LOCKDEP_OTHER },
	{ "Nested lock was not taken", PBY_LOCKDEP_OTHER },
	{ "bad contention detected", PBY_LOCKDEP_OTHER },
};

static struct pby_lockdep *report(struct pby_parser *p, struct pby_stream *s)
{
	return s->lockdep < 0 ? NULL : &p->dump->lockdeps.items[s->lockdep];
}

static void open_report(struct pby_parser *p, struct pby_stream *s, enum pby_lockdep_kind kind,
			struct pby_text title)
{
	struct pby_lockdep *r;

	pby_draft__close(p, s);
	pby_lockdep__cut(p, s);
	r = PBY_PUSH(&p->dump->arena, &p->dump->lockdeps);
	if (!r) {
		p->no_memory = true;
		return;
	}
	s->lockdep = p->dump->lockdeps.nr - 1;
	*r = (struct pby_lockdep){ .kind = kind, .task = -1, .time_s = p->line.time_s,
				   .line = p->line.nr };
	r->title = pby_stacks__string(&p->stacks, title);
	p->any_section = true;
}

/* The text ended, or another report began, before "stack backtrace". */
void pby_lockdep__cut(struct pby_parser *p, struct pby_stream *s)
{
	struct pby_lockdep *r = report(p, s);
	struct pby_note *n;

	s->lockdep = -1;
	if (!r || r->kind == PBY_LOCKDEP_OTHER)
		return;
	r->cut = true;
	/* The last link of the chain is the stack of the subject itself. */
	if (r->task >= 0 && r->chain.nr && !r->chain.items[r->chain.nr - 1].nr)
		pby_merge__lend_stack(p, r->task, &r->chain.items[r->chain.nr - 1].frames);
	n = pby_parser__note(p, PBY_NOTE_TRUNCATED, pby_text__str("the text ends inside a lockdep report"));
	if (n) {
		n->task = r->task;
		n->line = r->line;
	}
}

static bool title(struct pby_parser *p, struct pby_stream *s, struct pby_text rest)
{
	for (size_t i = 0; i < sizeof(titles) / sizeof(titles[0]); i++) {
		if (!pby_text__starts(p->said, titles[i].title))
			continue;
		open_report(p, s, titles[i].kind, pby_text__of(p->said.p, strlen(titles[i].title)));
		return true;
	}
	(void)rest;
	return false;
}

/* "syz-executor5/24180 is trying to acquire lock:", "X/1 [HC0[0]:SC0[0]:HE1:SE1] takes:" */
bool pby_lockdep__subject(struct pby_parser *p, struct pby_stream *s, struct pby_text who)
{
	const char *state = pby_text__find(who, " [HC");
	struct pby_identity id;
	int32_t task;

	if (state)
		who.end = state;
	if (!pby_identity__slash(who, &id))
		return false;
	if (s->lockdep < 0)
		open_report(p, s, PBY_LOCKDEP_OTHER, (struct pby_text){ 0 });
	task = pby_merge__named(p, pby_stacks__string(&p->stacks, id.comm), id.pid, PBY_SEEN_LOCKDEP);
	if (s->lockdep < 0 || task < 0)
		return true;
	report(p, s)->task = task;
	p->dump->tasks.items[task].on_cpu = true;
	s->slot = PBY_LOCK_WANTED;
	return true;
}

bool pby_lockdep__slot(struct pby_parser *p, struct pby_stream *s, struct pby_text text)
{
	struct pby_lockdep *r = report(p, s);
	struct pby_held_lock lock;

	if (!r || !pby_lock__parse(p, text, &lock))
		return false;
	if (s->slot == PBY_LOCK_WANTED)
		r->wanted = lock;
	else
		r->holding = lock;
	s->slot = PBY_LOCK_NONE;
	return true;
}

static bool holding(struct pby_parser *p, struct pby_stream *s, struct pby_text rest)
{
	(void)rest;
	if (!report(p, s))
		return false;
	s->slot = PBY_LOCK_HOLDING;
	return true;
}

/* "-> #8 (&pipe->mutex/1){+.+.}:" and the stack below it */
static bool link_line(struct pby_parser *p, struct pby_stream *s, struct pby_text rest)
{
	struct pby_lockdep *r = report(p, s);
	struct pby_lockdep_link link = { 0 }, *slot;
	struct pby_draft *d;

	if (!r || !pby_pid__eat(&rest, &link.nr) || !pby_lock__parse(p, rest, &link.lock))
		return false;
	pby_draft__close(p, s);
	slot = PBY_PUSH(&p->dump->arena, &r->chain);
	if (!slot) {
		p->no_memory = true;
		return true;
	}
	*slot = link;
	d = pby_draft__open(p, s, PBY_DRAFT_LINK, 0);
	d->trace = true;
	d->lockdep = s->lockdep;
	d->link = r->chain.nr - 1;
	return true;
}

bool pby_lockdep__order(struct pby_parser *p, struct pby_stream *s, struct pby_text text)
{
	struct pby_lockdep *r = report(p, s);

	if (!r || r->order)
		return false;
	r->order = pby_stacks__string(&p->stacks, text);
	return true;
}

static bool ends_links(struct pby_parser *p, struct pby_stream *s, struct pby_text rest)
{
	(void)rest;
	pby_draft__close(p, s);
	return true;
}

/* What follows is the stack of the report's subject; not every architecture names it again. */
static bool backtrace(struct pby_parser *p, struct pby_stream *s, struct pby_text rest)
{
	const struct pby_lockdep *r = report(p, s);
	int32_t task = r ? r->task : -1;
	struct pby_draft *d;

	(void)rest;
	pby_draft__close(p, s);
	s->lockdep = -1;
	if (task < 0)
		return true;
	d = pby_draft__open(p, s, PBY_DRAFT_TASK, PBY_SEEN_LOCKDEP);
	d->task.comm = p->dump->tasks.items[task].comm;
	d->task.pid = p->dump->tasks.items[task].pid;
	d->task.on_cpu = true;
	return true;
}

const struct pby_cue pby_cues__lockdep[] = {
	{ "possible ", title },
	{ "inconsistent ", title },
	{ "HARDIRQ-", title },
	{ "SOFTIRQ-", title },
	{ "RECLAIM_FS-", title },
	{ "bad ", title },
	{ "held ", title },
	{ "lock ", title },
	{ "Invalid ", title },
	{ "Nested ", title },
	{ "but task is already holding", holding },
	{ "but this task is already holding", holding },
	{ "and this task is already holding", holding },
	{ "-> #", link_line },
	{ "other info that might help us debug this", ends_links },
	{ "stack backtrace:", backtrace },
	{ NULL, NULL },
};
