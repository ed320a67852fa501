// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* check_world.c: executes steps of checked threads on C11 memory. */
#include "lab/engine/check_world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STACK_BYTES = 16 << 10, HEAP_BYTES = LAB_HEAP_WORDS * sizeof(struct lab_word), SCRATCH_BYTES = 64 << 10 };

static int number_of(struct lab_check *c, const struct lab_word *w)
{
	size_t i = w - (const struct lab_word *)c->heap.base;
	int n = c->number_of[i];

	if (n >= 0)
		return n;
	n = lab_c11__add_word(&c->memory, ((const struct lab_word *)c->heap_image)[i].v);
	if (n < 0) {
		c->too_big = true;
		return 0;
	}
	c->number_of[i] = n;
	c->initial[n] = ((const struct lab_word *)c->heap_image)[i].v;
	c->nr_words = n + 1;
	return n;
}

/* --- the threads' side --- */

static void yield(struct lab_check *c, int me)
{
	c->running = -1;
	lab_coro__switch(&c->coros, me, -1);
}

uint64_t lab_check__do(struct lab_cpu *me, struct lab_step step)
{
	struct lab_check *c = me->check;

	c->threads[me->slot].step = step;
	yield(c, me->slot);
	return c->threads[me->slot].result;
}

void lab_check__violation(struct lab_cpu *me, const char *text)
{
	if (!me->check->violation)
		me->check->violation = text;
}

uint64_t lab_check__mark(struct lab_cpu *me)
{
	return me->check->threads[me->slot].history;
}

void lab_check__loop(struct lab_cpu *me, uint64_t mark, uint64_t key)
{
	me->check->threads[me->slot].history = lab_mix(lab_mix(mark, 0x100b), key);
}

static void thread_main(void *arg)
{
	struct lab_cpu *me = arg;
	struct lab_check *c = me->check;

	if (me->slot < c->scene->nr_threads)
		c->scene->thread(me);
	else
		c->scene->finish(me);
	c->threads[me->slot].done = true;
	lab_c11__retire(&c->memory, me->slot);
	yield(c, me->slot);
	abort();	/* nobody runs a thread that has ended */
}

static void run(struct lab_check *c, int thread)
{
	c->running = thread;
	lab_coro__switch(&c->coros, -1, thread);
}

/* --- the explorer's side --- */

int lab_world__init(struct lab_check *c, const struct lab_scene *scene, struct pby_err *err)
{
	int rc;

	memset(c->number_of, 0xff, sizeof(c->number_of));
	c->scene = scene;
	c->running = -1;
	rc = lab_heap__init(&c->heap, HEAP_BYTES);
	if (!rc)
		rc = lab_heap__init(&c->scratch, SCRATCH_BYTES);
	if (!rc)
		rc = lab_coro_set__init(&c->coros, scene->nr_threads + 1, STACK_BYTES);
	if (rc)
		return pby_err__set(err, ENOMEM, "no memory to check %s", scene->name);
	c->arg = scene->setup(&c->heap, &c->scratch, scene);
	if (c->heap.full || c->scratch.full)
		return pby_err__set(err, E2BIG, "%s needs more memory than the checker has", scene->name);
	c->heap_image = malloc(c->heap.used + 1);
	c->scratch_image = malloc(c->scratch.used + 1);
	if (!c->heap_image || !c->scratch_image)
		return pby_err__set(err, ENOMEM, "no memory to check %s", scene->name);
	memcpy(c->heap_image, c->heap.base, c->heap.used);
	memcpy(c->scratch_image, c->scratch.base, c->scratch.used);
	return 0;
}

void lab_world__free(struct lab_check *c)
{
	lab_coro_set__free(&c->coros);
	lab_heap__free(&c->heap);
	lab_heap__free(&c->scratch);
	free(c->heap_image);
	free(c->scratch_image);
}

static void begin(struct lab_check *c, int i)
{
	c->threads[i] = (struct lab_thread){ .history = i + 1 };
	c->cpus[i] = (struct lab_cpu){ .id = i < c->scene->nr_threads ? i : 0, .slot = i, .nr = c->scene->nr_threads, .arg = c->arg, .check = c, .rounds = 1, .rng = 1 };
	lab_coro__reset(&c->coros, i, thread_main, &c->cpus[i]);
	run(c, i);
}

void lab_world__reset(struct lab_check *c)
{
	memcpy(c->heap.base, c->heap_image, c->heap.used);
	memcpy(c->scratch.base, c->scratch_image, c->scratch.used);
	lab_c11__init(&c->memory, c->initial, c->nr_words, c->scene->nr_threads, c->scene->sc);
	c->violation = NULL;
	for (int i = 0; i < c->scene->nr_threads; i++)
		begin(c, i);
}

bool lab_world__all_done(const struct lab_check *c)
{
	for (int i = 0; i < c->scene->nr_threads; i++)
		if (!c->threads[i].done)
			return false;
	return true;
}

int lab_world__choices(struct lab_check *c, int thread)
{
	const struct lab_thread *t = &c->threads[thread];
	int all, good = 0;

	if (t->done)
		return 0;
	switch (t->step.kind) {
	case LAB_LOAD:
		return lab_c11__choices(&c->memory, thread, number_of(c, t->step.w), t->step.order);
	case LAB_AWAIT:
		all = lab_c11__choices(&c->memory, thread, number_of(c, t->step.w), t->step.order);
		for (int i = 0; i < all; i++)
			good += lab_cond__holds(&t->step.cond, lab_c11__peek(&c->memory, thread, number_of(c, t->step.w), i, t->step.order));
		return good;
	case LAB_ASLEEP:
		return t->woken;
	case LAB_CHOOSE:
		return (int)t->step.a;
	default:
		return 1;
	}
}

/* The n-th of the stores that fulfil the condition, as an index among all that can be taken. */
static int nth_good(struct lab_check *c, int thread, int w, const struct lab_step *s, int n)
{
	int all = lab_c11__choices(&c->memory, thread, w, s->order);

	for (int i = 0; i < all; i++)
		if (lab_cond__holds(&s->cond, lab_c11__peek(&c->memory, thread, w, i, s->order)) && !n--)
			return i;
	return all - 1;
}

static void wake(struct lab_check *c, const struct lab_word *w, uint64_t nr)
{
	for (int i = 0; i < c->scene->nr_threads && nr; i++) {
		struct lab_thread *t = &c->threads[i];

		if (t->asleep && !t->woken && t->sleeps_on == w) {
			t->woken = true;
			nr--;
		}
	}
}

static void fall_asleep(struct lab_thread *t)
{
	t->asleep = true;
	t->woken = false;
	t->sleeps_on = t->step.w;
}

static uint64_t modified(const struct lab_step *s, uint64_t old)
{
	switch (s->kind) {
	case LAB_ADD: return old + s->a;
	case LAB_OR: return old | s->a;
	case LAB_AND: return old & s->a;
	case LAB_XCHG: return (old & ~s->b) | s->a;
	default: return s->a;
	}
}

void lab_world__step(struct lab_check *c, int thread, int choice)
{
	struct lab_thread *t = &c->threads[thread];
	const struct lab_step *s = &t->step;
	struct lab_c11 *m = &c->memory;
	int w = s->w ? number_of(c, s->w) : 0;
	uint64_t result = 0;

	switch (s->kind) {
	case LAB_LOAD:
		result = lab_c11__load(m, thread, w, choice, s->order);
		break;
	case LAB_AWAIT:
		result = lab_c11__load(m, thread, w, nth_good(c, thread, w, s, choice), s->order);
		break;
	case LAB_STORE:
		lab_c11__store(m, thread, w, s->a, s->order);
		break;
	case LAB_CAS:
	case LAB_XCHG:
	case LAB_ADD:
	case LAB_OR:
	case LAB_AND:
		result = lab_c11__latest(m, w);
		if (s->kind == LAB_CAS && result != s->b)
			lab_c11__read_latest(m, thread, w, LAB_RELAXED);
		else
			lab_c11__rmw(m, thread, w, modified(s, result), s->order);
		break;
	case LAB_FENCE:
		lab_c11__fence(m, thread, s->order);
		break;
	case LAB_SLEEP:
		/* set_current_state() orders the look behind it, as the waker's barrier does: the latest counts */
		lab_c11__read_latest(m, thread, w, LAB_SEQ_CST);
		result = lab_c11__latest(m, w);
		if (!lab_cond__holds(&s->cond, result))
			fall_asleep(t);
		break;
	case LAB_DOZE:
		fall_asleep(t);
		break;
	case LAB_ASLEEP:
		t->asleep = t->woken = false;
		break;
	case LAB_WAKE:
		lab_c11__fence(m, thread, LAB_SEQ_CST);
		wake(c, s->w, s->a);
		break;
	case LAB_CHOOSE:
		result = choice;
		break;
	}
	if (m->full)
		c->too_big = true;
	t->result = result;
	t->history = lab_mix(lab_mix(t->history, s->kind), result);
	run(c, thread);
}

void lab_world__finish(struct lab_check *c)
{
	int me = c->scene->nr_threads;

	if (!c->scene->finish)
		return;
	/* It comes after all threads: it has seen what they have. */
	for (int w = 0; w < LAB_C11_WORDS; w++)
		c->memory.seen[me].at[w] = c->memory.last[w];
	begin(c, me);
	for (int i = 0; !c->threads[me].done && i < LAB_FINISH_STEPS; i++) {
		int n = lab_world__choices(c, me);

		if (!n)
			break;
		lab_world__step(c, me, n - 1);
	}
	if (!c->threads[me].done && !c->violation)
		c->violation = "the check at the end does not come to an end";
}

uint64_t lab_world__hash(const struct lab_check *c)
{
	uint64_t h = 0x1ab;

	for (int i = 0; i < c->scene->nr_threads; i++) {
		const struct lab_thread *t = &c->threads[i];

		h = lab_mix(h, t->history);
		h = lab_mix(h, t->done | t->asleep << 1 | t->woken << 2);
	}
	return lab_c11__hash(&c->memory, h);
}

static bool reads_only(const struct lab_step *s)
{
	return s->kind == LAB_LOAD || s->kind == LAB_AWAIT;
}

static bool orders_all(const struct lab_step *s)
{
	return s->order == LAB_SEQ_CST || s->kind == LAB_FENCE || s->kind == LAB_SLEEP || s->kind == LAB_WAKE;
}

bool lab_world__independent(const struct lab_check *c, int a, int b)
{
	const struct lab_step *x = &c->threads[a].step, *y = &c->threads[b].step;

	if (!c->scene->sc && orders_all(x) && orders_all(y))
		return false;
	return x->w != y->w || !x->w || (reads_only(x) && reads_only(y));
}

void lab_world__describe(struct lab_check *c, int thread, char *text, size_t size)
{
	static const char *const kinds[] = {
		[LAB_LOAD] = "reads", [LAB_STORE] = "writes", [LAB_CAS] = "compares and swaps", [LAB_XCHG] = "exchanges",
		[LAB_ADD] = "adds to", [LAB_OR] = "sets bits in", [LAB_AND] = "masks", [LAB_FENCE] = "fence",
		[LAB_AWAIT] = "has waited for", [LAB_SLEEP] = "looks, before sleeping, at", [LAB_DOZE] = "falls asleep on",
		[LAB_ASLEEP] = "is woken on", [LAB_WAKE] = "wakes sleepers on", [LAB_CHOOSE] = "happens to choose",
	};
	const struct lab_step *s = &c->threads[thread].step;
	char name[64] = "", value[64] = "";

	if (s->w && (!c->scene->word_name || !c->scene->word_name(c->arg, s->w, name, sizeof(name))))
		snprintf(name, sizeof(name), "word %d", (int)(s->w - (struct lab_word *)c->heap.base));
	if (s->kind == LAB_STORE || s->kind == LAB_ADD || s->kind == LAB_OR || s->kind == LAB_AND || s->kind == LAB_XCHG)
		snprintf(value, sizeof(value), ": %lld", (long long)s->a);
	else if (s->kind == LAB_CAS)
		snprintf(value, sizeof(value), ": %lld to %lld", (long long)s->b, (long long)s->a);
	if (s->why)
		snprintf(text, size, "%s (%s %s)", s->why->what, kinds[s->kind], name);
	else
		snprintf(text, size, "%s %s%s", kinds[s->kind], name, value);
}
