// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* locks.c: lockdep's lists of held locks, and a lock as lockdep prints it. */
#include <string.h>

#include "source/dump/frame.h"
#include "source/dump/header.h"

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* "#2", "/1", "#39/1" at the end of a name: a numbered key, a subclass. */
static const char *subclass_of(struct pby_text name)
{
	const char *at = name.end;

	for (;;) {
		const char *from = at;

		while (from > name.p && is_digit(from[-1]))
			from--;
		if (from == at || from <= name.p + 1 || (from[-1] != '#' && from[-1] != '/'))
			return at;
		at = from - 1;
	}
}

/* "{+.+.}-{3:3}", "{+.+.+.}" */
static bool eat_usage(struct pby_text *t, struct pby_text *usage, int32_t *wait_type)
{
	struct pby_text s = *t;
	int64_t type;

	if (!pby_text__eat(&s, "{"))
		return false;
	usage->p = s.p;
	while (!pby_text__empty(&s) && memchr(".+-?", *s.p, 4))
		s.p++;
	usage->end = s.p;
	if (usage->end - usage->p < 2 || !pby_text__eat(&s, "}"))
		return false;
	*wait_type = -1;
	*t = s;
	if (pby_text__eat(&s, "-{") && pby_text__i64(&s, &type) && pby_text__until(&s, '}', &(struct pby_text){ 0 })) {
		*wait_type = type;
		*t = s;
	}
	return true;
}

/* The bracket that closes a name stands right before its usage; names hold brackets themselves. */
static bool eat_name(struct pby_text *t, struct pby_text *name, struct pby_text *usage, int32_t *type)
{
	const char *at = t->p;

	if (!pby_text__eat(t, "("))
		return false;
	name->p = t->p;
	while ((at = pby_text__find((struct pby_text){ at, t->end }, "){"))) {
		struct pby_text rest = { at + 1, t->end };

		if (eat_usage(&rest, usage, type)) {
			name->end = at;
			*t = rest;
			return true;
		}
		at++;
	}
	return false;
}

static void take_place(struct pby_parser *p, struct pby_text t, struct pby_held_lock *lock)
{
	static const char *const next[] = { " but task is", " which lock already" };
	const char *at = pby_text__find(t, "at: ");
	struct pby_raw_frame f[2];

	if (!at)
		return;
	t.p = at + 4;
	/* Mailers and forums put the report's next sentence behind it. */
	for (size_t i = 0; i < sizeof(next) / sizeof(next[0]); i++) {
		const char *end = pby_text__find(t, next[i]);

		if (end)
			t.end = end;
	}
	if (!pby_raw_frame__parse(t, f))
		return;
	lock->at = pby_stacks__string(&p->stacks, f[0].name);
	if (!pby_text__empty(&f[0].module))
		lock->at_module = pby_stacks__string(&p->stacks, f[0].module);
}

bool pby_lock__parse(struct pby_parser *p, struct pby_text t, struct pby_held_lock *lock)
{
	struct pby_text name, usage, s;
	const char *sub;
	int32_t type;

	memset(lock, 0, sizeof(*lock));
	t = pby_text__trim(t);
	s = t;
	if (pby_text__hex(&s, &lock->addr) && !pby_text__empty(&s) && *s.p == ' ')
		t = s;
	else
		lock->addr = 0;
	pby_text__eat(&t, " (____ptrval____)");		/* early boot: %p has no secret yet */
	pby_text__skip_blanks(&t);
	if (!eat_name(&t, &name, &usage, &type))
		return false;
	sub = subclass_of(name);
	lock->name = pby_stacks__string(&p->stacks, (struct pby_text){ name.p, sub });
	if (sub < name.end)
		lock->subclass = pby_stacks__string(&p->stacks, (struct pby_text){ sub, name.end });
	lock->usage = pby_stacks__string(&p->stacks, usage);
	lock->wait_type = type;
	take_place(p, t, lock);
	return true;
}

/* "2 locks held by syz-executor703/819:", "no locks held by bash/1." */
bool pby_locks__list(struct pby_parser *p, struct pby_stream *s, struct pby_text text)
{
	const char *at = pby_text__find(text, " held by ");
	struct pby_text who = { at ? at + 9 : text.end, text.end };
	struct pby_identity id;
	struct pby_task *t;
	int32_t nr = 0;

	if (!at || (!pby_pid__eat(&text, &nr) && !pby_text__eat(&text, "no")) ||
	    !pby_text__starts(text, " lock"))
		return false;
	if (pby_text__ends(who, ":") || pby_text__ends(who, "."))
		who.end--;
	if (!pby_identity__slash(who, &id))
		return false;
	pby_draft__close(p, s);
	s->lock_task = pby_merge__named(p, pby_stacks__string(&p->stacks, id.comm), id.pid, PBY_SEEN_LOCKS);
	if (s->lock_task < 0)
		return true;
	s->slot = PBY_LOCK_HELD;
	s->lock_nr = -1;
	t = &p->dump->tasks.items[s->lock_task];
	t->nr_held_stated = nr;
	t->held.nr = 0;		/* a later list is the better one */
	return true;
}

/* "#1: ffffffff86d7ff08 (event_mutex){+.+.}-{3:3}, at: perf_trace_init+0x5c/0x310" */
static bool held_lock(struct pby_parser *p, struct pby_stream *s, struct pby_text rest)
{
	struct pby_held_lock lock, *slot;
	struct pby_task *t;
	int32_t nr;

	if (!pby_pid__eat(&rest, &nr) || !pby_text__eat(&rest, ":") || s->slot != PBY_LOCK_HELD ||
	    !pby_lock__parse(p, rest, &lock))
		return false;
	t = &p->dump->tasks.items[s->lock_task];
	/* Decoded lists repeat a lock for every inlined function; the last one is the real one. */
	if (nr == s->lock_nr && t->held.nr) {
		t->held.items[t->held.nr - 1] = lock;
		return true;
	}
	s->lock_nr = nr;
	slot = PBY_PUSH(&p->dump->arena, &t->held);
	if (slot)
		*slot = lock;
	else
		p->no_memory = true;
	return true;
}

static bool all_locks(struct pby_parser *p, struct pby_stream *s, struct pby_text rest)
{
	(void)rest;
	pby_draft__close(p, s);
	p->all_locks = true;
	return true;
}

/* A row of "=" ends the list of all locks; lockdep's reports begin with one too. */
static bool ruler(struct pby_parser *p, struct pby_stream *s, struct pby_text rest)
{
	if (!p->all_locks || pby_text__len(&rest) > 80)
		return false;
	pby_draft__close(p, s);
	p->all_locks = false;
	p->dump->all_locks_listed = true;
	return true;
}

const struct pby_cue pby_cues__locks[] = {
	{ "#", held_lock },
	{ "Showing all locks held in the system", all_locks },
	{ "Showing all blocking locks in the system", all_locks },
	{ "====================", ruler },
	{ NULL, NULL },
};
