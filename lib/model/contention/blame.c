// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * blame.c: which stacks at a lock are inside the machinery of probes, and whose probes those are.
 *
 * A stack shows which machinery; a frame bpf_prog_TAG_NAME shows the very program. The task in whose
 * stack it is owns what it registers; it does not own what fires in it.
 */
#include <errno.h>
#include <string.h>

#include "base/text.h"
#include "model/contention/verdict.h"
#include "model/hang/pattern.h"
#include "model/probes.h"

/* UPROBE fires, or is taken along, in tasks that do not own it; who sets one up owns that one. */
enum family { UPROBE, UPROBE_SETUP, TRAMPOLINE, KPROBE, FTRACE, TRACEFS, PERF, BPF_RING, BPF_MAP, BPF };

static const struct path {
	enum family family;
	const char *what;
	const char *functions;
} paths[] = {
#define PATH(family, what, functions) { family, what, functions },
#include "model/contention/probe_paths.def"
#undef PATH
};

enum { BLAMES = 16, TAG_DIGITS = 16 };

/* What one stack shows. */
struct shown {
	const struct path *path;
	const char *frame;
	const char *program;	/* its symbol: bpf_prog_6deef7357e7b4530_on_read, or NULL */
};

static const struct path *path_of(const char *name)
{
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++)
		if (pby_pattern__match(paths[i].functions, name))
			return &paths[i];
	return NULL;
}

/* "bpf_prog_6deef7357e7b4530_on_read" of the JIT, but not the kernel's own bpf_prog_load. */
static bool is_program(const char *name, uint64_t *tag, const char **text)
{
	struct pby_text t = pby_text__str(name), digits;

	if (!pby_text__eat(&t, "bpf_prog_") || pby_text__len(&t) < TAG_DIGITS)
		return false;
	digits = pby_text__of(t.p, TAG_DIGITS);
	if (!pby_text__hex(&digits, tag) || !pby_text__empty(&digits))
		return false;
	t.p += TAG_DIGITS;
	*text = *t.p == '_' ? t.p + 1 : "";
	return true;
}

static void look_at(const struct pby_stack *stack, struct shown *shown)
{
	uint64_t tag;
	const char *text;

	for (uint32_t i = 0; i < stack->nr; i++) {
		const char *name = stack->items[i].name;

		if (!shown->program && is_program(name, &tag, &text))
			shown->program = name;
		if (shown->path)
			continue;
		shown->path = path_of(name);
		if (shown->path)
			shown->frame = name;
	}
}

/* Tools that keep a program or a probe of the family alive, in words; NULL when none is known. */
static const char *owner_of(const struct shown *shown, const struct pby_probes *probes, struct pby_arena *arena)
{
	uint64_t tag = 0, t;
	const char *text, *last = NULL;
	uint32_t others = 0;

	if (!probes)
		return NULL;
	if (shown->program && !is_program(shown->program, &tag, &text))
		return NULL;
	if (!shown->program && shown->path->family != UPROBE)
		return NULL;
	for (uint32_t i = 0; i < probes->probes.nr; i++) {
		const struct pby_probe *p = &probes->probes.items[i];
		const struct pby_program *program = pby_probes__program(probes, p);
		const char *whose;

		if (shown->program) {
			t = 0;
			for (int k = 0; program && k < 8; k++)
				t = t << 8 | program->tag[k];
			if (!program || t != tag)
				continue;
		} else if (pby_probe_kind__family(p->kind) != PBY_FAMILY_UPROBE) {
			continue;
		}
		whose = pby_probe__whose(probes, p, arena);
		if (last && !strcmp(last, whose))
			continue;
		others += last != NULL;
		last = last ? last : whose;
	}
	if (!last || !others)
		return last;
	return pby_arena__printf(arena, "%s and %u more", last, others);
}

/* Many waits share a stack: each is looked at once. */
struct looking {
	const struct pby_contention *c;
	const struct pby_probes *probes;
	struct pby_arena *arena;
	struct shown *of_stack;
	bool *looked;
};

/* What is seen at one lock: a task, or (NULL) waits that are over. */
struct sight {
	uint32_t stack;
	const struct pby_contender *task;
	bool holder;
	uint64_t nr, total_ns;
};

static const struct shown *shown_by(struct looking *l, uint32_t stack)
{
	if (!l->looked[stack])
		look_at(&l->c->stacks.items[stack], &l->of_stack[stack]);
	l->looked[stack] = true;
	return &l->of_stack[stack];
}

static bool same(const struct pby_lock_blame *b, const struct shown *shown, bool holder)
{
	if (b->what != shown->path->what || b->holder != holder || !b->program != !shown->program)
		return false;
	return !b->program || !strcmp(b->program, shown->program);
}

static void add(struct looking *l, struct pby_lock_judged *to, struct sight s)
{
	const struct shown *shown = shown_by(l, s.stack);
	struct pby_lock_blame *b;

	if (!s.stack || !shown->path)
		return;
	for (uint32_t i = 0; i < to->blames.nr; i++) {
		b = &to->blames.items[i];
		if (!same(b, shown, s.holder))
			continue;
		b->nr += s.nr;
		b->total_ns += s.total_ns;
		return;
	}
	b = to->blames.nr < BLAMES ? PBY_PUSH(l->arena, &to->blames) : NULL;
	if (!b)
		return;
	*b = (struct pby_lock_blame){
		.what = shown->path->what, .frame = shown->frame, .program = shown->program,
		.owner = owner_of(shown, l->probes, l->arena), .pid = s.task ? s.task->pid : PBY_PID_UNKNOWN,
		.comm = s.task ? s.task->comm : "", .holder = s.holder, .nr = s.nr, .total_ns = s.total_ns,
	};
}

static uint32_t stack_of(const struct pby_contention *c, const struct pby_contender *task)
{
	uint32_t stack = task->waits_for >= 0 ? c->waiters.items[task->waits_for].stack : 0;

	return stack ? stack : task->stack;
}

static void add_tasks(struct looking *l, struct pby_lock_judged *j)
{
	const struct pby_contention *c = l->c;
	const struct pby_contended *lock = &c->locks.items[j->lock];

	/* Who stands before others in the chain first: that is the cause, the rest suffers. */
	for (uint32_t i = 1; i < j->chain.links.nr; i++) {
		const struct pby_contender *t = &c->tasks.items[j->chain.links.items[i].task];

		add(l, j, (struct sight){ stack_of(c, t), t, true, 1, 0 });
	}
	if (lock->owner.kind == PBY_OWNER_TASK && lock->owner.task >= 0 && j->chain.links.nr < 2) {
		const struct pby_contender *t = &c->tasks.items[lock->owner.task];

		add(l, j, (struct sight){ stack_of(c, t), t, true, 1, 0 });
	}
	for (uint32_t i = 0; i < lock->queue.nr; i++) {
		const struct pby_contending *w = &c->waiters.items[lock->queue.items[i]];

		add(l, j, (struct sight){ w->stack, &c->tasks.items[w->task], false, 1, 0 });
	}
}

int pby_lock_blames__find(struct pby_locks_judged *judged, const struct pby_probes *probes)
{
	const struct pby_contention *c = judged->c;
	struct looking l = { .c = c, .probes = probes, .arena = &judged->arena };
	uint32_t *item_of = pby_arena__alloc(l.arena, (c->locks.nr + 1) * sizeof(*item_of));

	l.of_stack = pby_arena__alloc(l.arena, (c->stacks.nr + 1) * sizeof(*l.of_stack));
	l.looked = pby_arena__alloc(l.arena, (c->stacks.nr + 1) * sizeof(*l.looked));
	if (!item_of || !l.of_stack || !l.looked)
		return -ENOMEM;
	for (uint32_t i = 0; i < judged->items.nr; i++) {
		item_of[judged->items.items[i].lock] = i;
		add_tasks(&l, &judged->items.items[i]);
	}
	for (uint32_t i = 0; i < c->sites.nr; i++) {
		const struct pby_contention_site *s = &c->sites.items[i];

		add(&l, &judged->items.items[item_of[s->lock]],
		    (struct sight){ s->stack, NULL, s->holder, s->nr, s->total_ns });
	}
	return 0;
}
