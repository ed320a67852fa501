// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* scene_planted.c: mistakes made on purpose: the checker must find each. */
#include "lab/mem.h"

#include "lab/engine/check.h"

#include <stdio.h>

/* --- ABA: a stack without reference counts and without a counter in its head --- */

struct stack {
	struct lab_word *head;		/* index + 1 */
	struct lab_word *next;		/* of each node */
	struct lab_word *data;
	int nr;
};

static void *stack_setup(struct lab_heap *heap, struct lab_heap *scratch, const struct lab_scene *scene)
{
	struct stack *s = lab_heap__struct(scratch, sizeof(*s));

	(void)scene;
	s->nr = 2;
	s->head = lab_heap__alloc(heap, 1, false);
	s->next = lab_heap__alloc(heap, s->nr, false);
	s->data = lab_heap__alloc(heap, s->nr, false);
	s->next[0].v = 2;	/* A on top of B */
	s->head->v = 1;
	return s;
}

static uint64_t pop(struct lab_cpu *me, struct stack *s)
{
	uint64_t mark = lab_mark(me), head = lab_load(me, s->head, LAB_ACQUIRE);

	while (head) {
		uint64_t next;

		lab_loop(me, mark, head);
		next = lab_load(me, &s->next[head - 1], LAB_RELAXED);
		if (lab_cas(me, s->head, &head, next, LAB_ACQUIRE))
			return head;
	}
	return 0;
}

static void push(struct lab_cpu *me, struct stack *s, uint64_t node)
{
	uint64_t mark = lab_mark(me), head = lab_load(me, s->head, LAB_RELAXED);

	do {
		lab_loop(me, mark, head);
		lab_store(me, &s->next[node - 1], head, LAB_RELAXED);
	} while (!lab_cas(me, s->head, &head, node, LAB_RELEASE));
}

static void hold(struct lab_cpu *me, struct stack *s, uint64_t node)
{
	lab_assert(me, !lab_add(me, &s->data[node - 1], 1, LAB_SEQ_CST), "a node was popped that somebody still held");
}

static void let_go(struct lab_cpu *me, struct stack *s, uint64_t node)
{
	lab_add(me, &s->data[node - 1], -1ull, LAB_SEQ_CST);
}

/* Thread 0 pops twice; thread 1 pops both, pushes the first back, keeps the second. */
static void aba_thread(struct lab_cpu *me)
{
	struct stack *s = me->arg;
	uint64_t a = pop(me, s), b;

	if (a)
		hold(me, s, a);
	b = pop(me, s);
	if (b)
		hold(me, s, b);
	if (me->id && a) {
		let_go(me, s, a);
		push(me, s, a);
	}
}

static bool stack_name(const void *arg, const struct lab_word *w, char *name, size_t size)
{
	const struct stack *s = arg;

	if (w == s->head)
		return snprintf(name, size, "head") > 0;
	if (w >= s->next && w < s->next + s->nr)
		return snprintf(name, size, "node %d's next", (int)(w - s->next) + 1) > 0;
	return snprintf(name, size, "holders of node %d", (int)(w - s->data) + 1) > 0;
}

/* --- a missing barrier: data, then a flag, both relaxed --- */

struct mail {
	struct lab_word *data, *flag;
	bool release, acquire;
};

static void *mail_setup(struct lab_heap *heap, struct lab_heap *scratch, const struct lab_scene *scene)
{
	struct mail *m = lab_heap__struct(scratch, sizeof(*m));
	int orders = *(const int *)scene->param;

	m->data = lab_heap__alloc(heap, 1, true);
	m->flag = lab_heap__alloc(heap, 1, true);
	m->release = orders & 1;
	m->acquire = orders & 2;
	return m;
}

static void mail_thread(struct lab_cpu *me)
{
	static const struct lab_why why = { "the flag to be set", 1 };
	struct mail *m = me->arg;

	if (!me->id) {
		lab_store(me, m->data, 42, LAB_RELAXED);
		lab_store(me, m->flag, 1, m->release ? LAB_RELEASE : LAB_RELAXED);
	} else {
		lab_await(me, m->flag, LAB_NE(0), m->acquire ? LAB_ACQUIRE : LAB_RELAXED, &why);
		lab_assert(me, lab_load(me, m->data, LAB_RELAXED) == 42, "the flag was seen, but not the data before it");
	}
}

/* Dekker's entry: store one's own flag, read the other's; needs a full barrier between. */
static void dekker_thread(struct lab_cpu *me)
{
	struct mail *m = me->arg;
	struct lab_word *own = me->id ? m->flag : m->data, *other = me->id ? m->data : m->flag;

	lab_store(me, own, 1, LAB_RELAXED);
	if (m->release)
		lab_fence(me, LAB_SEQ_CST);
	if (!lab_load(me, other, LAB_RELAXED)) {
		lab_add(me, own, 10, LAB_RELAXED);	/* inside */
		lab_assert(me, lab_add(me, other, 0, LAB_RELAXED) < 10, "both are inside: each missed the other's flag");
		lab_add(me, own, -10ull, LAB_RELAXED);
	}
}

static bool mail_name(const void *arg, const struct lab_word *w, char *name, size_t size)
{
	const struct mail *m = arg;

	return snprintf(name, size, w == m->data ? "data" : "flag") > 0;
}

/* --- a lost wake-up: look, then fall asleep, in two steps --- */

static void wakeup_thread(struct lab_cpu *me)
{
	static const struct lab_why why = { "asleep until woken", 1 };
	struct mail *m = me->arg;

	if (!me->id) {
		lab_store(me, m->flag, 1, LAB_SEQ_CST);
		lab_wake(me, m->flag, 1);
	} else if (m->release) {
		lab_sleep(me, m->flag, LAB_NE(0), LAB_SEQ_CST, &why);
	} else if (!lab_load(me, m->flag, LAB_SEQ_CST)) {
		lab_doze(me, m->flag, &why);
	}
}

/* --- a wrong hand-over: an MCS lock whose holder empties the queue without looking again --- */

struct mcs {
	struct lab_word *tail, *locked, *next, *count;
	bool wrong;
};

static void *mcs_setup(struct lab_heap *heap, struct lab_heap *scratch, const struct lab_scene *scene)
{
	struct mcs *m = lab_heap__struct(scratch, sizeof(*m));

	m->tail = lab_heap__alloc(heap, 1, true);
	m->count = lab_heap__alloc(heap, 1, true);
	m->locked = lab_heap__alloc(heap, scene->nr_threads, false);
	m->next = lab_heap__alloc(heap, scene->nr_threads, false);
	m->wrong = *(const int *)scene->param;
	return m;
}

static void mcs_thread(struct lab_cpu *me)
{
	static const struct lab_why handed = { "the lock to be handed over", 0 }, linked = { "the successor to link itself in", 0 };
	struct mcs *m = me->arg;
	uint64_t self = me->id + 1, old, next;

	old = lab_xchg(me, m->tail, self, LAB_ACQ_REL);
	if (old) {
		lab_store(me, &m->next[old - 1], self, LAB_RELEASE);
		lab_await(me, &m->locked[me->id], LAB_NE(0), LAB_ACQUIRE, &handed);
	}
	lab_store(me, m->count, lab_load(me, m->count, LAB_RELAXED) + 1, LAB_RELAXED);
	next = lab_load(me, &m->next[me->id], LAB_ACQUIRE);
	if (!next) {
		if (m->wrong) {	/* whoever queued since we looked is forgotten */
			lab_store(me, m->tail, 0, LAB_RELEASE);
			return;
		}
		old = self;
		if (lab_cas(me, m->tail, &old, 0, LAB_RELEASE))
			return;
		next = lab_await(me, &m->next[me->id], LAB_NE(0), LAB_ACQUIRE, &linked);
	}
	lab_store(me, &m->locked[next - 1], 1, LAB_RELEASE);
}

static void mcs_finish(struct lab_cpu *me)
{
	struct mcs *m = me->arg;

	lab_assert(me, lab_load(me, m->count, LAB_RELAXED) == (uint64_t)me->nr, "two held the lock at once");
}

/* --- an endless wait: polling for something that nobody does any more --- */

static void poll_thread(struct lab_cpu *me)
{
	struct mail *m = me->arg;
	uint64_t mark = lab_mark(me), turn;

	if (!me->id) {
		uint64_t none = 0;

		lab_cas(me, m->flag, &none, 1, LAB_SEQ_CST);
		return;
	}
	if (lab_load(me, m->flag, LAB_SEQ_CST))
		return;		/* its turn came early */
	/* gives its turn back, and then waits for a turn that is not given twice */
	while (turn = 1, !lab_cas(me, m->flag, &turn, 0, LAB_SEQ_CST))
		lab_loop(me, mark, 0);
	mark = lab_mark(me);
	while (!m->release && !lab_load(me, m->flag, LAB_SEQ_CST))
		lab_loop(me, mark, 0);
}

#define PAIR(text, what, set, fn, nm, arg_, verdict, ...) \
	{ .name = text, .title = what, .nr_threads = 2, .setup = set, .thread = fn, .word_name = nm, \
	  .param = (const int[]){ arg_ }, .expected = verdict, .planted = (verdict) != LAB_CLEAN, __VA_ARGS__ }

extern const struct lab_scene lab_scenes_planted[];
const struct lab_scene lab_scenes_planted[] = {
	PAIR("aba", "a stack without counter: ABA", stack_setup, aba_thread, stack_name, 0, LAB_VIOLATED),
	PAIR("no-release", "data and flag, the writer without release", mail_setup, mail_thread, mail_name, 2, LAB_VIOLATED),
	PAIR("no-acquire", "data and flag, the reader without acquire", mail_setup, mail_thread, mail_name, 1, LAB_VIOLATED),
	PAIR("both-orders", "the same, with both", mail_setup, mail_thread, mail_name, 3, LAB_CLEAN),
	PAIR("no-full-barrier", "store, then load, without a full barrier", mail_setup, dekker_thread, mail_name, 0, LAB_VIOLATED),
	PAIR("full-barrier", "the same, with it", mail_setup, dekker_thread, mail_name, 1, LAB_CLEAN),
	PAIR("lost-wakeup", "look, then sleep, in two steps", mail_setup, wakeup_thread, mail_name, 0, LAB_DEADLOCKED),
	PAIR("wakeup", "look and sleep in one step", mail_setup, wakeup_thread, mail_name, 1, LAB_CLEAN),
	PAIR("wrong-handover", "an MCS lock that forgets who queued late", mcs_setup, mcs_thread, NULL, 1, LAB_DEADLOCKED),
	PAIR("handover", "the same, looking again", mcs_setup, mcs_thread, NULL, 0, LAB_CLEAN, .finish = mcs_finish),
	PAIR("endless", "polling for a turn that is not given twice", mail_setup, poll_thread, mail_name, 0, LAB_ENDLESS),
	PAIR("polling", "polling for one that comes", mail_setup, poll_thread, mail_name, 1, LAB_CLEAN),
	{ 0 },
};
