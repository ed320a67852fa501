// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * scene_rcu_tasks.c: PID 1 of a pid namespace exits while a member detaches an fentry program
 * in its own exit, and a bystander that runs the trampoline exits too.
 */
#include "lab/alg/rcu_roles.h"
#include "lab/engine/check.h"

#include <stdio.h>

struct param {
	enum lab_rcu_design design;
	bool last_wait;		/* PID 1 waits in zap's last loop, not in kernel_wait4(): the member is not its child */
};

static void *setup(struct lab_heap *heap, struct lab_heap *scratch, const struct lab_scene *scene)
{
	const struct param *param = scene->param;
	struct lab_rcu_world *s = lab_heap__struct(scratch, sizeof(*s));

	lab_rcu_world__init(s, heap, scratch, param->design, param->last_wait, NR_ROLES);
	for (int t = 0; t < NR_ROLES; t++) {
		/* the kthread itself is never a holdout of its own: it is asleep or running the grace period */
		lab_task(&s->rcu, t)[TASK_HASHED].v = t != KTHREAD && t < scene->nr_threads;
		lab_task(&s->rcu, t)[TASK_SWITCHES].v = t != KTHREAD && t < scene->nr_threads;
	}
	return s;
}

static void thread(struct lab_cpu *me)
{
	struct lab_rcu_world *s = me->arg;

	if (me->id == NS_INIT)
		lab_rcu_ns_init(me, s);
	else if (me->id == HOLDER)
		lab_rcu_holder(me, s);
	else if (me->id == KTHREAD)
		lab_rcu_kthread(me, &s->rcu, 1);
	else
		lab_rcu_bystander(me, s);
}

static bool word_name(const void *arg, const struct lab_word *w, char *name, size_t size)
{
	static const char *const of_task[] = { "place on the task list", "context switches", "rcu_tasks_exit_list" };
	static const char *const tasks[] = { "ns init", "holder", "rcu_tasks_kthread", "bystander" };
	const struct lab_rcu_world *s = arg;
	const struct {
		const struct lab_word *w;
		const char *name;
	} names[] = {
		{ s->killed, "SIGKILL to the member" }, { s->dead, "the member's exit_state" }, { s->attached, "fentry call site" },
		{ s->inside, "tasks inside the trampoline" }, { s->freed, "the trampoline's memory" },
		{ s->rcu.requested, "grace periods asked for" }, { s->rcu.completed, "grace periods completed" },
		{ s->rcu.srcu_index, "index of tasks_rcu_exit_srcu" },
		{ s->rcu.srcu_readers[0], "readers of tasks_rcu_exit_srcu" }, { s->rcu.srcu_readers[1], "later readers of tasks_rcu_exit_srcu" },
	};
	long i = w - s->rcu.tasks;

	for (size_t k = 0; k < sizeof(names) / sizeof(names[0]); k++)
		if (names[k].w == w)
			return snprintf(name, size, "%s", names[k].name) > 0;
	return i >= 0 && i % 8 < 3 && snprintf(name, size, "%s's %s", tasks[i / 8 % 4], of_task[i % 8]) > 0;
}

#define SCENE(text, what, n, wait, threads_, verdict, ...) \
	{ .name = text, .title = what, .expected = verdict, .nr_threads = threads_, .sc = true, \
	  .threads = { "ns init (PID 1)", "fentry holder", "rcu_tasks_kthread", "bystander" }, \
	  .param = (const struct param[]){ { n, wait } }, .setup = setup, .thread = thread, .word_name = word_name, \
	  .source = "kernel/rcu/tasks.h, kernel/pid_namespace.c: zap_pid_ns_processes, kernel/exit.c: do_exit", __VA_ARGS__ }

extern const struct lab_scene lab_scenes_rcu_tasks[];
const struct lab_scene lab_scenes_rcu_tasks[] = {
	SCENE("srcu", "SRCU design (to 6.8 without the fix of 6.3): PID 1 waits in kernel_wait4()", LAB_RCU_SRCU, false, 4, LAB_DEADLOCKED),
	SCENE("srcu-last-wait", "SRCU design (to 6.8 without the fix of 6.3): PID 1 waits in zap's last loop", LAB_RCU_SRCU, true, 4, LAB_DEADLOCKED),
	SCENE("6.3", "partial fix of 6.3: PID 1 waits in kernel_wait4()", LAB_RCU_63, false, 4, LAB_DEADLOCKED),
	SCENE("6.3-last-wait", "partial fix of 6.3: PID 1 waits in zap's last loop", LAB_RCU_63, true, 3, LAB_CLEAN),
	SCENE("6.3-last-wait-4", "the same with a bystander", LAB_RCU_63, true, 4, LAB_CLEAN, .slow = true),
	SCENE("list", "list design (6.9): PID 1 waits in kernel_wait4()", LAB_RCU_LIST, false, 4, LAB_CLEAN),
	SCENE("list-last-wait", "list design (6.9): PID 1 waits in zap's last loop", LAB_RCU_LIST, true, 4, LAB_CLEAN),
	SCENE("list-without-postscan", "the lists kept, but not looked at", LAB_RCU_HALF, false, 4, LAB_VIOLATED, .planted = true),
	{ 0 },
};
