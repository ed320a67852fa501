// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* scene_lock.c: the queued spinlock keeps others out, and its critical sections see each other. */
#include "lab/alg/qspinlock.h"
#include "lab/engine/check.h"

#include <stdio.h>

struct state {
	struct lab_word *lock, *count, *mcs;
	int rounds;
};

static void *setup(struct lab_heap *heap, struct lab_heap *scratch, const struct lab_scene *scene)
{
	struct state *s = lab_heap__struct(scratch, sizeof(*s));

	s->lock = lab_heap__alloc(heap, 1, true);
	s->count = lab_heap__alloc(heap, 1, true);
	s->mcs = lab_heap__alloc(heap, (size_t)scene->nr_threads * LAB_LINE_WORDS, true);
	s->rounds = *(const int *)scene->param;
	return s;
}

static void thread(struct lab_cpu *me)
{
	struct state *s = me->arg;

	for (int i = 0; i < s->rounds; i++) {
		lab_qspin_lock(me, s->lock, s->mcs, 0);
		lab_store(me, s->count, lab_load(me, s->count, LAB_RELAXED) + 1, LAB_RELAXED);
		lab_qspin_unlock(me, s->lock);
	}
}

static void finish(struct lab_cpu *me)
{
	struct state *s = me->arg;

	lab_assert(me, lab_load(me, s->count, LAB_RELAXED) == (uint64_t)me->nr * s->rounds,
		   "two were in the critical section at once, or one did not see what the other wrote");
	lab_assert(me, !lab_load(me, s->lock, LAB_RELAXED), "the lock word does not end at zero");
}

static bool word_name(const void *arg, const struct lab_word *w, char *name, size_t size)
{
	const struct state *s = arg;

	if (w != s->lock && w != s->count)
		return false;
	snprintf(name, size, "%s", w == s->lock ? "lock" : "count");
	return true;
}

#define SCENE(text, threads, n, ...) \
	{ .name = text, .nr_threads = threads, .param = (const int[]){ n }, .setup = setup, .thread = thread, \
	  .finish = finish, .word_name = word_name, .source = "kernel/locking/qspinlock.c (6.1)", __VA_ARGS__ }

extern const struct lab_scene lab_scenes_lock[];
const struct lab_scene lab_scenes_lock[] = {
	SCENE("qspinlock-2", 2, 2, .title = "queued spinlock, 2 threads, twice each: fast path and pending"),
	SCENE("qspinlock-3", 3, 1, .title = "queued spinlock, 3 threads: the queue"),
	SCENE("qspinlock-4", 4, 1, .sc = true, .slow = true, .title = "queued spinlock, 4 threads: hand-over in the queue"),
	{ 0 },
};
