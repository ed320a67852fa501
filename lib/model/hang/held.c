// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* held.c: lists of locks and what frames hold. */
#include "model/hang/held.h"

#include <string.h>

/* "event_mutex": the name of a variable, so there is one of it; "&mm->mmap_lock" is not. */
static bool is_variable(const char *name)
{
	for (; *name; name++)
		if (!((*name >= 'a' && *name <= 'z') || (*name >= 'A' && *name <= 'Z') ||
		      (*name >= '0' && *name <= '9') || *name == '_'))
			return false;
	return true;
}

struct pby_object pby_object__of_lock(const struct pby_held_lock *lock,
				      const struct pby_lockname_row **row)
{
	const struct pby_lockname_row *known = pby_lockname__find(lock->name);
	struct pby_object o = { .addr = lock->addr, .tgid = PBY_PID_UNKNOWN };

	*row = known;
	if (known) {
		o.name = known->object ? known->object : lock->name;
		o.scope = known->scope;
	} else {
		o.name = lock->name + (lock->name[0] == '&');
		/* "sem#2": more than one lock was made at places that call it so. */
		o.scope = is_variable(lock->name) && !(lock->subclass && strchr(lock->subclass, '#')) ?
			  PBY_SCOPE_GLOBAL : PBY_SCOPE_OBJECT;
	}
	return o;
}

static void hold(struct pby_waits *waits, int32_t task, struct pby_object object,
		 enum pby_lock_mode mode, enum pby_certainty certainty, bool maybe, const char *why)
{
	struct pby_held *h = PBY_PUSH(&waits->arena, &waits->held);

	if (h)
		*h = (struct pby_held){ task, object, mode, certainty, maybe, why };
}

static bool in_frames(const struct pby_stack_wait *s, const char *name)
{
	for (uint32_t i = 0; name && i < s->nr; i++)
		if (!strcmp(s->names[i], name))
			return true;
	return false;
}

/* The last lock of the list that can be slept on: locks of the scheduler may come behind it. */
static int last_lock(const struct pby_task *t)
{
	for (int i = (int)t->held.nr - 1; i >= 0; i--) {
		const struct pby_lockname_row *row = pby_lockname__find(t->held.items[i].name);

		if (!row || !row->noise)
			return i;
	}
	return -1;
}

/* Which entry is the lock that the task waits for, or -1. */
static int wanted_of(const struct pby_task *t, const struct pby_wait *w,
		     const struct pby_stack_wait *s)
{
	int last = last_lock(t);
	bool lock = pby_primitive__is_lock(s->prim.kind);

	/* A report of lockdep comes before the lock is entered. */
	if (last < 0 || t->seen & PBY_SEEN_LOCKDEP)
		return -1;
	/* Semaphores are not in the lists at all; for the others the last entry is the wanted one. */
	if (lock && s->prim.kind != PBY_PRIM_SEMAPHORE)
		return last;
	/* A lock taken where no primitive shows: rcu_barrier(), spinlocks, ldsem. */
	if ((pby_wait_class__is_lock(w->cls) || s->prim.kind == PBY_PRIM_SPIN) &&
	    in_frames(s, t->held.items[last].at) && s->prim.kind != PBY_PRIM_SEMAPHORE)
		return last;
	return -1;
}

/* The list knows better than the frames which lock it is, and lockdep's addresses tell instances. */
static void name_wanted(struct pby_wait *w, const struct pby_held_lock *lock)
{
	const struct pby_lockname_row *row;
	struct pby_object o = pby_object__of_lock(lock, &row);

	/* Keep the tables' own name for a lock that lockdep has no better one for. */
	if (w->row && w->object.name && !row && o.scope != PBY_SCOPE_GLOBAL &&
	    w->object.scope != PBY_SCOPE_GLOBAL && !strcmp(o.name, w->object.name))
		o.name = w->object.name;
	if (o.scope == PBY_SCOPE_MM)
		o.tgid = w->object.tgid;
	w->object = o;
}

/*
 * Who waits for the lock does not have it, though an outer frame says that it is taken there. A task that takes a lock twice
 * is shown by lists and blocker lines only. Where memory names another lock as the wanted one the stack's row was wrong, and
 * the function has taken this one before: a fork that waits in dup_mmap() for the mmap_lock has dup_mmap_sem.
 */
static bool lacks(const struct pby_wait *w, const struct pby_stack_hold *h)
{
	if (h->row->with && (!w->object.name || strcmp(w->object.name, h->row->with)))
		return true;
	if (w->certainty == PBY_STATED && w->object.name)
		return !strcmp(w->object.name, h->row->object);
	return h->wanted;
}

void pby_held__of_task(struct pby_waits *waits, struct pby_wait *w, const struct pby_stack_wait *s)
{
	const struct pby_task *t = &waits->dump->tasks.items[w->task];
	int wanted = t->held.nr ? wanted_of(t, w, s) : -1;

	for (int i = 0; i < (int)t->held.nr; i++) {
		const struct pby_lockname_row *row;
		struct pby_object o = pby_object__of_lock(&t->held.items[i], &row);

		if (i == wanted) {
			name_wanted(w, &t->held.items[i]);
			continue;
		}
		hold(waits, w->task, o, t->held.items[i].mode, PBY_DERIVED, false,
		     "in its list of held locks");
	}
	for (uint32_t i = 0; i < s->nr_holds; i++) {
		const struct pby_hold_row *row = s->holds[i].row;
		struct pby_object o = { row->object, row->scope, 0, PBY_PID_UNKNOWN, NULL };
		/* A list of locks is complete for what lockdep follows; SRCU it does not. */
		bool srcu = strstr(row->object, "srcu") != NULL;

		if ((t->held.nr && !srcu) || lacks(w, &s->holds[i]))
			continue;
		if (o.scope == PBY_SCOPE_GLOBAL && (!s->holds[i].exact || s->doubtful))
			o.scope = PBY_SCOPE_OBJECT;
		if (o.scope == PBY_SCOPE_MM)
			o.tgid = t->tgid;
		hold(waits, w->task, o, row->mode, s->doubtful ? PBY_GUESSED : PBY_DERIVED, false,
		     pby_arena__printf(&waits->arena, "is inside %s", s->names[s->holds[i].at]));
	}
}

void pby_held__of_lists(struct pby_waits *waits)
{
	const struct pby_dump *dump = waits->dump;

	for (uint32_t i = 0; i < dump->tasks.nr; i++) {
		const struct pby_task *t = &dump->tasks.items[i];
		int last = last_lock(t);

		if ((waits->of_task[i] >= 0 && t->frames.nr) || t->hide)
			continue;
		for (int k = 0; k < (int)t->held.nr; k++) {
			const struct pby_lockname_row *row;
			struct pby_object o = pby_object__of_lock(&t->held.items[k], &row);
			bool maybe = k == last;

			hold(waits, (int32_t)i, o, t->held.items[k].mode,
			     maybe ? PBY_GUESSED : PBY_DERIVED, maybe,
			     maybe ? "is last in its list of held locks, and it has no stack" :
				     "in its list of held locks, which goes on behind it");
		}
	}
}

/* How the function that takes the lock does it, when the tables know both. */
static enum pby_wait_class class_by_taker(struct pby_waits *waits, const char *object, const char *at)
{
	struct pby_name_rows rows = pby_knowledge__rows(&waits->know, at);
	enum pby_wait_class cls = PBY_WAIT_UNKNOWN;
	int best = -1;

	for (uint32_t i = 0; i < rows.nr_waits; i++) {
		const struct pby_row_fit *f = &waits->know.fits.items[rows.start + i];
		const struct pby_wait_row *row = f->row;

		if (f->fit <= best || *f->rest || strcmp(row->object, object) ||
		    !pby_wait_class__is_sleeping_lock(row->cls) ||
		    !pby_release__in(waits->dump->kernel, row->since, row->until))
			continue;
		best = f->fit;
		cls = row->cls;
	}
	return cls;
}

/* The class of a wait for a lock of which only the name, the taker and the usage are shown. */
static enum pby_wait_class class_of_lock(struct pby_waits *waits, const struct pby_held_lock *lock,
					 const char *object, const struct pby_stack_wait *s)
{
	const struct pby_lockname_row *row = pby_lockname__find(lock->name);
	enum pby_wait_class by_stack = s->prim.kind == PBY_PRIM_HIDDEN ? PBY_WAIT_UNKNOWN :
				       pby_primitive__class(&s->prim);
	const char *at = lock->at ? lock->at : "";
	enum pby_wait_class by_taker;

	if (pby_wait_class__is_lock(by_stack))
		return by_stack;
	by_taker = class_by_taker(waits, object, at);
	if (by_taker != PBY_WAIT_UNKNOWN)
		return by_taker;
	if (strstr(at, "flush_work") || strstr(at, "cancel_work") || strstr(at, "wait_on_work"))
		return PBY_WAIT_WORKQUEUE_FLUSH;
	if (row)
		return row->cls;
	if (lock->wait_type == 2)
		return PBY_WAIT_SPINLOCK;
	if (strstr(lock->name, "rwsem") || strstr(lock->name, "_sem"))
		return PBY_WAIT_RWSEM_WRITE;
	if (strstr(lock->name, "mutex") || lock->wait_type >= 3)
		return PBY_WAIT_MUTEX;
	/* "-.-.": used in interrupts, so it spins; "+.+.": never there */
	if (lock->usage && strpbrk(lock->usage, "-"))
		return PBY_WAIT_SPINLOCK;
	return PBY_WAIT_MUTEX;
}

static struct pby_wait *wait_of_report(struct pby_waits *waits, int32_t task)
{
	struct pby_wait *w;

	if (waits->of_task[task] >= 0)
		return &waits->items.items[waits->of_task[task]];
	w = PBY_PUSH(&waits->arena, &waits->items);
	if (!w)
		return NULL;
	w->task = task;
	w->lock = -1;
	waits->of_task[task] = (int32_t)waits->items.nr - 1;
	return w;
}

/* The stack that belongs to the wanted lock: the chain's first link, or the report's own backtrace. */
static struct pby_stack stack_of_report(const struct pby_dump *dump, const struct pby_lockdep *r)
{
	for (uint32_t i = 0; i < r->chain.nr; i++)
		if (r->chain.items[i].nr == 0 && r->chain.items[i].frames.nr)
			return r->chain.items[i].frames;
	return dump->tasks.items[r->task].frames;
}

static void report(struct pby_waits *waits, const struct pby_lockdep *r)
{
	const struct pby_lockname_row *row;
	struct pby_stack_wait s;
	struct pby_wait *w;

	if (r->task < 0 || !r->wanted.name)
		return;
	/* A task that really sleeps says more than a report of a possible order. */
	w = wait_of_report(waits, r->task);
	if (!w || (w->blocked && waits->dump->tasks.items[r->task].seen & PBY_SEEN_HUNG))
		return;
	pby_stack_wait__judge(&s, &waits->know, stack_of_report(waits->dump, r),
			      waits->dump->kernel, true);
	w->object = pby_object__of_lock(&r->wanted, &row);
	w->cls = class_of_lock(waits, &r->wanted, w->object.name, &s);
	w->certainty = PBY_STATED;
	w->blocked = true;
	w->potential = true;
	w->row = NULL;
	w->caller = r->wanted.at;
	w->what = r->holding.name ?
		pby_arena__printf(&waits->arena, "%s wanted, %s held", w->object.name,
				  r->holding.name + (r->holding.name[0] == '&')) :
		pby_arena__printf(&waits->arena, "%s wanted", w->object.name);
}

void pby_held__of_lockdep(struct pby_waits *waits)
{
	for (uint32_t i = 0; i < waits->dump->lockdeps.nr; i++)
		report(waits, &waits->dump->lockdeps.items[i]);
}
