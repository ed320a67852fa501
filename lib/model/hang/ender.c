// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* ender.c: who ends a wait that is not for a lock: a thread, a worker, a child, a device, a server. */
#include <string.h>

#include "model/hang/graph.h"
#include "model/hang/pattern.h"

enum { MAX_PARTIES = 4 };

/* The tasks that a row's "who" means, found once per row. */
struct crew {
	const struct pby_wait_row *row;
	int32_t tasks[MAX_PARTIES];
	uint32_t nr;		/* may exceed MAX_PARTIES: too many to tell */
};

struct enders {
	struct pby_waits *waits;
	PBY_VEC(struct crew) crews;
	struct pby_arena arena;
	PBY_VEC(int32_t) stalled;	/* tasks that a report of RCU names */
};

static bool runs_work(struct enders *e, int32_t task, const char *who)
{
	const struct pby_task *t = &e->waits->dump->tasks.items[task];
	const struct pby_stack_wait *s;

	if (t->workqueue) {
		const char *func = strrchr(t->workqueue, ' ');

		if (pby_pattern__match(who, func ? func + 1 : t->workqueue))
			return true;
		/* "writeback wb_workfn (flush-8:0)": more words follow the function */
		for (func = strchr(t->workqueue, ' '); func; func = strchr(func + 1, ' ')) {
			struct pby_text rest = pby_text__str(func), word;

			if (pby_text__word(&rest, &word) && pby_text__len(&word) < 64) {
				char name[64];

				pby_text__copy(word, name, sizeof(name));
				if (pby_pattern__match(who, name))
					return true;
			}
		}
	}
	s = pby_waits__stack(e->waits, task);
	for (uint32_t i = 1; i < s->nr; i++)
		if (!strcmp(s->names[i], "process_one_work") || !strcmp(s->names[i], "worker_thread"))
			return pby_pattern__match(who, s->names[i - 1]);
	return false;
}

static bool has_frame(struct enders *e, int32_t task, const char *who)
{
	const struct pby_stack_wait *s = pby_waits__stack(e->waits, task);

	for (uint32_t i = 0; i < s->nr; i++)
		if (pby_pattern__match(who, s->names[i]))
			return true;
	return false;
}

/* A task that sleeps as it should keeps nobody waiting. */
static bool stands_or_runs(const struct enders *e, int32_t task)
{
	int32_t w = e->waits->of_task[task];

	return pby_task__runs(&e->waits->dump->tasks.items[task]) ||
	       (w >= 0 && e->waits->items.items[w].blocked);
}

static bool is_meant(struct enders *e, const struct pby_wait_row *row, int32_t task)
{
	const struct pby_task *t = &e->waits->dump->tasks.items[task];

	switch (row->ender) {
	case PBY_END_KTHREAD:
		return pby_pattern__match(row->who, t->comm);
	case PBY_END_WORK:
		return row->who && runs_work(e, task, row->who);
	case PBY_END_TASK:
		return stands_or_runs(e, task) && has_frame(e, task, row->who);
	default:
		return false;
	}
}

static const struct crew *crew_of(struct enders *e, const struct pby_wait_row *row)
{
	struct crew *c;

	for (uint32_t i = 0; i < e->crews.nr; i++)
		if (e->crews.items[i].row == row)
			return &e->crews.items[i];
	c = PBY_PUSH(&e->arena, &e->crews);
	if (!c)
		return NULL;
	c->row = row;
	for (uint32_t i = 0; i < e->waits->dump->tasks.nr && c->nr <= MAX_PARTIES; i++) {
		if (!is_meant(e, row, (int32_t)i))
			continue;
		if (c->nr < MAX_PARTIES)
			c->tasks[c->nr] = (int32_t)i;
		c->nr++;
	}
	return c;
}

/* The row's first name, when it is one; else the pattern says what to look for. */
static const char *plain_name(struct enders *e, const char *who)
{
	struct pby_text rest = pby_text__str(who), one;

	if (!pby_text__until(&rest, '|', &one))
		one = rest;
	if (memchr(one.p, '*', pby_text__len(&one)))
		return NULL;
	return pby_arena__strndup(&e->waits->arena, one.p, pby_text__len(&one));
}

static void on_crew(struct enders *e, struct pby_wait *w)
{
	const struct pby_wait_row *row = w->row;
	const struct crew *c = crew_of(e, row);
	/* A thread of which there is one for each filesystem: the text may show another one's. */
	bool global = row->scope == PBY_SCOPE_GLOBAL ||
		      (row->ender == PBY_END_KTHREAD && !strchr(row->who, '*'));
	uint32_t others = 0;
	const char *name;

	for (uint32_t i = 0; c && i < c->nr && i < MAX_PARTIES; i++)
		others += c->tasks[i] != w->task;
	for (uint32_t i = 0; others && c->nr <= MAX_PARTIES && i < c->nr; i++)
		if (c->tasks[i] != w->task)
			pby_wait__on_task(e->waits, w, c->tasks[i],
					  others == 1 && global ? PBY_DERIVED : PBY_GUESSED,
					  row->ender == PBY_END_WORK ? "runs that work" :
					  row->ender == PBY_END_KTHREAD ? "does that job" :
					  "has such frames");
	if (w->on.nr)
		return;
	name = row->ender == PBY_END_KTHREAD ? plain_name(e, row->who) : NULL;
	pby_wait__on_other(e->waits, w, name ? PBY_PARTY_KTHREAD : PBY_PARTY_UNKNOWN, name,
			   c && c->nr > MAX_PARTIES ? "several tasks could be meant" :
			   "the task that ends it is not shown");
}

/* A work that the kernel itself says is being flushed by this task. */
static bool on_flushed_work(struct enders *e, struct pby_wait *w)
{
	const struct pby_dump *dump = e->waits->dump;
	int32_t pid = dump->tasks.items[w->task].pid;

	for (uint32_t i = 0; pid >= 0 && i < dump->works.nr; i++) {
		const struct pby_work *work = &dump->works.items[i];

		struct pby_kin_walk walk;
		int32_t worker;

		if (work->flusher_pid != pid)
			continue;
		walk = pby_kin__walk(&e->waits->kin, PBY_KIN_PID, work->worker_pid);
		worker = pby_kin_walk__next(&walk);
		if (worker >= 0)
			return pby_wait__on_task(e->waits, w, worker, PBY_STATED,
						 "the kernel shows it as the worker");
	}
	return false;
}

static void on_relatives(struct enders *e, struct pby_wait *w, bool children)
{
	const struct pby_dump *dump = e->waits->dump;
	const struct pby_task *me = &dump->tasks.items[w->task];
	struct pby_kin_walk walk = children ? pby_kin__walk(&e->waits->kin, PBY_KIN_PARENT, me->pid) :
					      pby_kin__walk(&e->waits->kin, PBY_KIN_GROUP, me->tgid);
	int32_t i;

	while (w->on.nr < MAX_PARTIES && (i = pby_kin_walk__next(&walk)) >= 0) {
		char state = dump->tasks.items[i].state;

		if (i != w->task && state != 'Z' && state != 'X')
			pby_wait__on_task(e->waits, w, i, PBY_DERIVED,
					  children ? "is its child" : "is a thread of its group");
	}
	if (!w->on.nr)
		pby_wait__on_other(e->waits, w, PBY_PARTY_UNKNOWN, NULL,
				   children ? "its child is not shown" :
					      "the other threads are not shown");
}

/* Grace periods end when the tasks that a stall report names get on. */
static bool on_stalled(struct enders *e, struct pby_wait *w)
{
	if (w->cls != PBY_WAIT_RCU_GP && w->cls != PBY_WAIT_RCU_EXPEDITED_GP)
		return false;
	for (uint32_t i = 0; i < e->stalled.nr && i < MAX_PARTIES; i++)
		if (e->stalled.items[i] != w->task)
			pby_wait__on_task(e->waits, w, e->stalled.items[i], PBY_DERIVED,
					  "named by the report of the stall");
	return w->on.nr > 0;
}

static void on_holdouts(struct enders *e, struct pby_wait *w)
{
	const struct pby_dump *dump = e->waits->dump;

	for (uint32_t i = 0; i < dump->tasks.nr && w->on.nr < MAX_PARTIES; i++)
		if (dump->tasks.items[i].seen & PBY_SEEN_RCU_TASKS)
			pby_wait__on_task(e->waits, w, (int32_t)i, PBY_STATED,
					  "a holdout, says the report of the stall");
}

/* What was read from memory comes before what is concluded from stacks. */
static void on_read(struct enders *e)
{
	struct pby_waits *waits = e->waits;

	for (uint32_t i = 0; i < waits->dump->endings.nr; i++) {
		const struct pby_ending *x = &waits->dump->endings.items[i];
		struct pby_kin_walk from = pby_kin__walk(&e->waits->kin, PBY_KIN_PID, x->waiter_pid);
		struct pby_kin_walk to = pby_kin__walk(&e->waits->kin, PBY_KIN_PID, x->ender_pid);
		int32_t waiter = pby_kin_walk__next(&from), ender = pby_kin_walk__next(&to);
		struct pby_wait *w = waiter >= 0 && waits->of_task[waiter] >= 0 ?
				     &waits->items.items[waits->of_task[waiter]] : NULL;

		if (w && ender >= 0 && w->lock < 0)
			pby_wait__on_task(waits, w, ender, PBY_STATED, x->why);
	}
}

static void find_ender(struct enders *e, struct pby_wait *w)
{
	const struct pby_wait_row *row = w->row;

	if (w->cls == PBY_WAIT_RUNNING || w->cls == PBY_WAIT_PREEMPTED)
		return;
	if (on_stalled(e, w))
		return;
	if (row && pby_pattern__match("rcu_tasks_wait_gp", row->frames))
		on_holdouts(e, w);
	if (w->on.nr || (w->cls == PBY_WAIT_WORKQUEUE_FLUSH && on_flushed_work(e, w)))
		return;
	if (!row) {
		pby_wait__on_other(e->waits, w, w->cls == PBY_WAIT_IO ? PBY_PARTY_DEVICE :
				   w->cls == PBY_WAIT_IPI ? PBY_PARTY_DEVICE : PBY_PARTY_UNKNOWN,
				   w->cls == PBY_WAIT_IO ? "disk" :
				   w->cls == PBY_WAIT_IPI ? "cpu" : NULL, NULL);
		return;
	}
	switch (row->ender) {
	case PBY_END_KTHREAD:
	case PBY_END_TASK:
		on_crew(e, w);
		break;
	case PBY_END_WORK:
		on_crew(e, w);
		break;
	case PBY_END_CHILD:
		on_relatives(e, w, true);
		break;
	case PBY_END_GROUP:
		on_relatives(e, w, false);
		break;
	case PBY_END_DEVICE:
		pby_wait__on_other(e->waits, w, PBY_PARTY_DEVICE, row->who, NULL);
		/* A page has no owner: it may also be a task that works on it. */
		if (w->cls == PBY_WAIT_FOLIO_LOCK)
			pby_wait__on_other(e->waits, w, PBY_PARTY_UNKNOWN, NULL,
					   "or the task that locked the page");
		break;
	case PBY_END_PEER:
		pby_wait__on_other(e->waits, w, PBY_PARTY_DEVICE, row->who, NULL);
		pby_wait__on_other(e->waits, w, PBY_PARTY_UNKNOWN, NULL, "or the network to it");
		break;
	case PBY_END_USER:
		pby_wait__on_other(e->waits, w, PBY_PARTY_USER, row->who, NULL);
		break;
	case PBY_END_NOBODY:
	case PBY_END_NS_MEMBER:
		break;
	default:
		pby_wait__on_other(e->waits, w, PBY_PARTY_UNKNOWN, NULL, row->who);
	}
}

void pby_enders__find(struct pby_waits *waits)
{
	struct enders e = { .waits = waits };

	for (uint32_t i = 0; i < waits->dump->tasks.nr; i++) {
		int32_t *slot;

		if (!(waits->dump->tasks.items[i].seen & (PBY_SEEN_RCU_CPU | PBY_SEEN_RCU_READER)))
			continue;
		slot = PBY_PUSH(&e.arena, &e.stalled);
		if (slot)
			*slot = (int32_t)i;
	}
	on_read(&e);
	for (uint32_t i = 0; i < waits->items.nr; i++) {
		struct pby_wait *w = &waits->items.items[i];

		if (!w->on.nr && w->lock < 0 && (w->blocked || w->row))
			find_ender(&e, w);
	}
	pby_arena__free(&e.arena);
}
