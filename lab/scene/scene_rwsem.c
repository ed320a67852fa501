// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* scene_rwsem.c: rw_semaphore: writers alone, readers see whole updates, nobody sleeps for ever. */
#include "lab/alg/rwsem.h"
#include "lab/engine/check.h"

#include <stdio.h>

struct state {
	struct lab_rwsem sem;
	struct lab_word *a, *b;
	const char *roles;	/* a letter for each thread: r, w; twice in capitals */
};

static void *setup(struct lab_heap *heap, struct lab_heap *scratch, const struct lab_scene *scene)
{
	struct state *s = lab_heap__struct(scratch, sizeof(*s));

	s->sem.sem = lab_heap__alloc(heap, LAB_LINE_WORDS, true);
	s->sem.waiters = lab_heap__alloc(heap, (size_t)scene->nr_threads * LAB_LINE_WORDS, true);
	s->a = lab_heap__alloc(heap, 1, true);
	s->b = lab_heap__alloc(heap, 1, true);
	s->roles = scene->param;
	return s;
}

static void write_once(struct lab_cpu *me, struct state *s)
{
	uint64_t a;

	lab_down_write(me, &s->sem);
	a = lab_load(me, s->a, LAB_RELAXED);
	lab_store(me, s->a, a + 1, LAB_RELAXED);
	lab_store(me, s->b, a + 1, LAB_RELAXED);
	lab_up_write(me, &s->sem);
}

static void read_once(struct lab_cpu *me, struct state *s)
{
	uint64_t a, b;

	lab_down_read(me, &s->sem);
	a = lab_load(me, s->a, LAB_RELAXED);
	b = lab_load(me, s->b, LAB_RELAXED);
	lab_assert(me, a == b, "a reader saw half of a writer's update");
	lab_up_read(me, &s->sem);
}

static void thread(struct lab_cpu *me)
{
	struct state *s = me->arg;

	if (s->roles[me->id] == 'w')
		write_once(me, s);
	else
		read_once(me, s);
}

static void finish(struct lab_cpu *me)
{
	struct state *s = me->arg;
	uint64_t writers = 0;

	for (const char *c = s->roles; *c; c++)
		writers += *c == 'w';
	lab_assert(me, lab_load(me, s->a, LAB_RELAXED) == writers, "two writers were inside at once");
	lab_assert(me, !lab_load(me, &s->sem.sem[RW_COUNT], LAB_RELAXED), "the count does not end at zero");
}

static bool word_name(const void *arg, const struct lab_word *w, char *name, size_t size)
{
	static const char *const sem[] = { "count", "owner", "wait_lock", "wait_list", "wait_list's end", "osq" };
	static const char *const waiter[] = { "next", "type", "task", "wake-up", "timeout" };
	const struct state *s = arg;
	long i = w - s->sem.sem, k = w - s->sem.waiters;

	if (i >= 0 && i < 6)
		return snprintf(name, size, "sem->%s", sem[i]) > 0;
	if (w == s->a || w == s->b)
		return snprintf(name, size, "%s", w == s->a ? "a" : "b") > 0;
	return k >= 0 && k % 8 < 5 && snprintf(name, size, "waiter %ld's %s", k / 8, waiter[k % 8]) > 0;
}

#define SCENE(text, who, ...) \
	{ .name = text, .nr_threads = sizeof(who) - 1, .param = who, .setup = setup, .thread = thread, .finish = finish, \
	  .word_name = word_name, .source = "kernel/locking/rwsem.c (6.1)", __VA_ARGS__ }

extern const struct lab_scene lab_scenes_rwsem[];
const struct lab_scene lab_scenes_rwsem[] = {
	SCENE("rwsem-rw", "rw", .title = "rw_semaphore, a reader and a writer"),
	SCENE("rwsem-ww", "ww", .title = "rw_semaphore, two writers"),
	SCENE("rwsem-rrw", "rrw", .sc = true, .slow = true, .title = "rw_semaphore, two readers and a writer"),
	SCENE("rwsem-rww", "rww", .sc = true, .slow = true, .preemptions = 3, .expected = LAB_BOUNDED,
	      .title = "rw_semaphore, a reader and two writers, at most 3 preemptions"),
	{ 0 },
};
