// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * scene_rcu_tasks.c: PID 1 of a pid namespace exits while a member detaches an fentry program
 * in its own exit, and a bystander that runs the trampoline exits too.
 */
#include "lab/alg/rcu_tasks.h"
#include "lab/engine/check.h"

#include <stdio.h>

enum { NS_INIT, HOLDER, KTHREAD, BYSTANDER };

struct param {
	enum lab_rcu_design design;
	bool last_wait;		/* PID 1 waits in zap's last loop, not in kernel_wait4(): the member is not its child */
};

struct state {
	struct lab_rcu rcu;
	bool last_wait;
	struct lab_word *killed;	/* SIGKILL is pending for the member */
	struct lab_word *dead;		/* the member can be waited for */
	struct lab_word *attached;	/* the fentry program's trampoline is called */
	struct lab_word *inside;	/* the bystander runs it */
	struct lab_word *freed;
};

static void *setup(struct lab_heap *heap, struct lab_heap *scratch, const struct lab_scene *scene)
{
	const struct param *param = scene->param;
	struct state *s = lab_heap__struct(scratch, sizeof(*s));
	struct lab_word *words = lab_heap__alloc(heap, 8, true);

	s->rcu = (struct lab_rcu){
		.design = param->design, .tasks = lab_heap__alloc(heap, 4 * LAB_LINE_WORDS, true), .nr_tasks = 4,
		.requested = &words[0], .completed = &words[1], .srcu_readers = &words[2], .kthread = 1 << KTHREAD,
		.exiters = 1 << NS_INIT,
	};
	s->last_wait = param->last_wait;
	s->killed = &words[3];
	s->dead = &words[4];
	s->attached = &words[5];
	s->inside = &words[6];
	s->freed = &words[7];
	s->attached->v = 1;
	for (int t = 0; t < 4; t++) {
		/* the kthread itself is never a holdout of its own: it is asleep or running the grace period */
		lab_task(&s->rcu, t)[TASK_HASHED].v = t != KTHREAD && t < scene->nr_threads;
		lab_task(&s->rcu, t)[TASK_SWITCHES].v = t != KTHREAD && t < scene->nr_threads;
	}
	return s;
}

/* do_exit() of PID 1: exit_tasks_rcu_start(), exit_notify() with zap_pid_ns_processes() in it, exit_tasks_rcu_finish(). */
static void ns_init(struct lab_cpu *me, struct state *s)
{
	const struct lab_why wait4 = { "zap_pid_ns_processes(): kernel_wait4(), for the member that it killed to exit", 1 << HOLDER };
	const struct lab_why last = { "zap_pid_ns_processes(): schedule() until the namespace has no other process", 1 << HOLDER };

	lab_exit_rcu_start(me, &s->rcu, NS_INIT);
	lab_store(me, s->killed, 1, LAB_SEQ_CST);
	lab_wake(me, s->killed, 1);
	if (s->last_wait && s->rcu.design == LAB_RCU_63)
		lab_exit_rcu_finish(me, &s->rcu, NS_INIT);	/* exit_tasks_rcu_stop() */
	lab_task_off(me, &s->rcu, NS_INIT);
	lab_sleep(me, s->dead, LAB_NE(0), LAB_SEQ_CST, s->last_wait ? &last : &wait4);
	lab_task_on(me, &s->rcu, NS_INIT);
	if (s->last_wait && s->rcu.design == LAB_RCU_63)
		lab_exit_rcu_start(me, &s->rcu, NS_INIT);
	lab_exit_rcu_finish(me, &s->rcu, NS_INIT);
	lab_task_off(me, &s->rcu, NS_INIT);
}

/* do_exit() of the member: exit_files() drops the last reference to the link, then exit_notify(). */
static void holder(struct lab_cpu *me, struct state *s)
{
	const struct lab_why idle = { "the member of the namespace, for something to do", 1 << NS_INIT };

	lab_task_off(me, &s->rcu, HOLDER);
	lab_sleep(me, s->killed, LAB_NE(0), LAB_SEQ_CST, &idle);
	lab_task_on(me, &s->rcu, HOLDER);
	/* bpf_link_free(), bpf_trampoline_unlink_prog(), ftrace_shutdown() */
	lab_store(me, s->attached, 0, LAB_SEQ_CST);
	lab_synchronize_rcu_tasks(me, &s->rcu, HOLDER);
	lab_store(me, s->freed, 1, LAB_SEQ_CST);
	lab_assert(me, !lab_load(me, s->inside, LAB_SEQ_CST), "the trampoline was freed while a task was inside it");
	lab_exit_rcu_start(me, &s->rcu, HOLDER);
	lab_store(me, s->dead, 1, LAB_SEQ_CST);		/* exit_notify() */
	lab_wake(me, s->dead, 1);
	lab_exit_rcu_finish(me, &s->rcu, HOLDER);
	lab_task_off(me, &s->rcu, HOLDER);
}

/*
 * A task whose parent reaps at once: from exit_notify() on it is on no list any more
 * (release_task()), and may still run traced functions before its last switch.
 */
static void bystander(struct lab_cpu *me, struct state *s)
{
	lab_exit_rcu_start(me, &s->rcu, BYSTANDER);
	lab_store(me, &lab_task(&s->rcu, BYSTANDER)[TASK_HASHED], 0, LAB_SEQ_CST);
	if (lab_add(me, s->attached, 0, LAB_SEQ_CST)) {
		/* the call is one instruction: who finds it patched in is inside */
		lab_store(me, s->inside, 1, LAB_SEQ_CST);
		lab_assert(me, !lab_load(me, s->freed, LAB_SEQ_CST), "the trampoline was freed while a task was inside it");
		lab_store(me, s->inside, 0, LAB_SEQ_CST);
	}
	lab_exit_rcu_finish(me, &s->rcu, BYSTANDER);
	lab_task_off(me, &s->rcu, BYSTANDER);
}

static void thread(struct lab_cpu *me)
{
	struct state *s = me->arg;

	if (me->id == NS_INIT)
		ns_init(me, s);
	else if (me->id == HOLDER)
		holder(me, s);
	else if (me->id == KTHREAD)
		lab_rcu_kthread(me, &s->rcu, 1);
	else
		bystander(me, s);
}

static bool word_name(const void *arg, const struct lab_word *w, char *name, size_t size)
{
	static const char *const of_task[] = { "place on the task list", "context switches", "rcu_tasks_exit_list" };
	static const char *const tasks[] = { "ns init", "holder", "rcu_tasks_kthread", "bystander" };
	const struct state *s = arg;
	const struct {
		const struct lab_word *w;
		const char *name;
	} names[] = {
		{ s->killed, "SIGKILL to the member" }, { s->dead, "the member's exit_state" }, { s->attached, "fentry call site" },
		{ s->inside, "tasks inside the trampoline" }, { s->freed, "the trampoline's memory" },
		{ s->rcu.requested, "grace periods asked for" }, { s->rcu.completed, "grace periods completed" },
		{ s->rcu.srcu_readers, "readers of tasks_rcu_exit_srcu" },
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
