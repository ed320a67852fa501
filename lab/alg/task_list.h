// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * task_list.h: the per-task list of pending returns since 5.11: current->kretprobe_instances,
 * since 5.18 current->rethooks (rethook_hook, rethook_trampoline_handler). Only the task itself
 * touches it: two stores on entry, two on return, on a line that stays where it is.
 */
#ifndef LAB_TASK_LIST_H
#define LAB_TASK_LIST_H

#include "lab/mem.h"

/* lists: a line for each task. */
static inline void lab_task_push(struct lab_cpu *me, struct lab_word *lists, int obj)
{
	struct lab_word *list = lists + me->id * LAB_LINE_WORDS;

	lab_store(me, &list[1], lab_load(me, &list[0], LAB_RELAXED), LAB_RELAXED);	/* node->next */
	lab_store(me, &list[0], obj + 1, LAB_RELAXED);
}

static inline void lab_task_pop(struct lab_cpu *me, struct lab_word *lists)
{
	struct lab_word *list = lists + me->id * LAB_LINE_WORDS;

	lab_store(me, &list[0], lab_load(me, &list[1], LAB_RELAXED), LAB_RELAXED);
}

/*
 * enter() and leave() of a pool whose return probes keep their instances on such a list: get, then
 * the list; and back. struct pool has the lists in `tasks`.
 */
#define LAB_ENTER_AND_LEAVE(get, put)								\
	static inline int enter(struct lab_cpu *me, void *pool)					\
	{											\
		int obj = get(me, pool);							\
												\
		if (obj >= 0)									\
			lab_task_push(me, ((struct pool *)pool)->tasks, obj);			\
		return obj;									\
	}											\
												\
	static inline void leave(struct lab_cpu *me, void *pool, int obj)			\
	{											\
		lab_task_pop(me, ((struct pool *)pool)->tasks);					\
		put(me, pool, obj);								\
	}

#endif
