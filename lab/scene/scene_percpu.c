// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* scene_percpu.c: percpu rwsem: the writer alone, nobody sleeps for ever, with fast readers and slow ones. */
#include "lab/alg/percpu_rwsem.h"
#include "lab/engine/check.h"

struct state {
	struct lab_percpu_rwsem sem;
	struct lab_word *a, *b;
	const char *roles;
};

static void *setup(struct lab_heap *heap, struct lab_heap *scratch, const struct lab_scene *scene)
{
	struct state *s = lab_heap__struct(scratch, sizeof(*s));

	s->sem = (struct lab_percpu_rwsem){
		.sem = lab_heap__alloc(heap, PCPU_WORDS, true), .nr_cpus = scene->nr_threads,
		.counts = lab_heap__alloc(heap, (size_t)scene->nr_threads * LAB_LINE_WORDS, true),
	};
	s->a = lab_heap__alloc(heap, 1, true);
	s->b = lab_heap__alloc(heap, 1, true);
	s->sem.hasty = scene->planted;
	s->roles = scene->param;
	return s;
}

static void thread(struct lab_cpu *me)
{
	struct state *s = me->arg;

	if (s->roles[me->id] == 'w') {
		lab_percpu_down_write(me, &s->sem);
		lab_store(me, s->a, 1, LAB_RELAXED);
		lab_store(me, s->b, 1, LAB_RELAXED);
		lab_percpu_up_write(me, &s->sem);
		return;
	}
	lab_percpu_down_read(me, &s->sem);
	lab_assert(me, lab_load(me, s->a, LAB_RELAXED) == lab_load(me, s->b, LAB_RELAXED), "a reader saw half of a writer's update");
	lab_percpu_up_read(me, &s->sem);
}

#define SCENE(text, who, ...) \
	{ .name = text, .nr_threads = sizeof(who) - 1, .param = who, .setup = setup, .thread = thread, \
	  .source = "kernel/locking/percpu-rwsem.c (6.1)", __VA_ARGS__ }

extern const struct lab_scene lab_scenes_percpu[];
const struct lab_scene lab_scenes_percpu[] = {
	SCENE("percpu-rw", "rw", .title = "percpu rwsem, a reader and a writer"),
	SCENE("percpu-rrw", "rrw", .slow = true, .preemptions = 3, .title = "percpu rwsem, two readers and a writer"),
	SCENE("percpu-hasty", "rw", .planted = true, .expected = LAB_VIOLATED, .title = "the same without grace periods between fast and slow readers"),
	{ 0 },
};
