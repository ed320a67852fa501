// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * rcu_roles.h: PID 1 of a pid namespace exits while a member detaches an fentry program in its own exit, and a
 * bystander that runs the trampoline exits too: what each of them does.
 */
#ifndef LAB_RCU_ROLES_H
#define LAB_RCU_ROLES_H

#include "lab/alg/rcu_tasks.h"

enum { NS_INIT, HOLDER, KTHREAD, BYSTANDER, NR_ROLES };

struct lab_rcu_world {
	struct lab_rcu rcu;		/* of four tasks at least: the roles */
	bool last_wait;			/* PID 1 waits in zap's last loop, not in kernel_wait4(): the member is not its child */
	struct lab_word *killed;	/* SIGKILL is pending for the member */
	struct lab_word *dead;		/* the member can be waited for */
	struct lab_word *attached;	/* the fentry program's trampoline is called */
	struct lab_word *inside;	/* the bystander runs it */
	struct lab_word *freed;
};

/* Words and tasks; nr_threads of the roles take part. */
static inline void lab_rcu_world__init(struct lab_rcu_world *s, struct lab_heap *heap, struct lab_heap *scratch,
				       enum lab_rcu_design design, bool last_wait, int nr_tasks)
{
	struct lab_word *words = lab_heap__alloc(heap, 10, true);

	s->rcu = (struct lab_rcu){
		.design = design, .tasks = lab_heap__alloc(heap, (size_t)nr_tasks * LAB_LINE_WORDS, true), .nr_tasks = nr_tasks,
		.holdout = lab_heap__struct(scratch, nr_tasks * sizeof(uint64_t)),
		.requested = &words[0], .completed = &words[1], .srcu_index = &words[2],
		.srcu_readers = { &words[3], &words[4] }, .kthread = 1 << KTHREAD, .exiters = 1 << NS_INIT,
	};
	s->last_wait = last_wait;
	s->killed = &words[5];
	s->dead = &words[6];
	s->attached = &words[7];
	s->inside = &words[8];
	s->freed = &words[9];
	s->attached->v = 1;
}

/* do_exit() of PID 1: exit_tasks_rcu_start(), exit_notify() with zap_pid_ns_processes() in it, exit_tasks_rcu_finish(). */
static inline void lab_rcu_ns_init(struct lab_cpu *me, struct lab_rcu_world *s)
{
	const struct lab_why wait4 = { "zap_pid_ns_processes(): kernel_wait4(), for the member that it killed to exit", 1 << HOLDER };
	const struct lab_why last = { "zap_pid_ns_processes(): schedule() until the namespace has no other process", 1 << HOLDER };
	int index = lab_exit_rcu_start(me, &s->rcu, NS_INIT);

	lab_store(me, s->killed, 1, LAB_SEQ_CST);
	lab_wake(me, s->killed, 1);
	if (s->last_wait && s->rcu.design == LAB_RCU_63)
		lab_exit_rcu_finish(me, &s->rcu, NS_INIT, index);	/* exit_tasks_rcu_stop() */
	lab_task_off(me, &s->rcu, NS_INIT);
	lab_sleep(me, s->dead, LAB_NE(0), LAB_SEQ_CST, s->last_wait ? &last : &wait4);
	lab_task_on(me, &s->rcu, NS_INIT);
	if (s->last_wait && s->rcu.design == LAB_RCU_63)
		index = lab_exit_rcu_start(me, &s->rcu, NS_INIT);
	lab_exit_rcu_finish(me, &s->rcu, NS_INIT, index);
	lab_task_off(me, &s->rcu, NS_INIT);
}

/* do_exit() of the member: exit_files() drops the last reference to the link, then exit_notify(). */
static inline void lab_rcu_holder(struct lab_cpu *me, struct lab_rcu_world *s)
{
	const struct lab_why idle = { "the member of the namespace, for something to do", 1 << NS_INIT };
	int index;

	lab_task_off(me, &s->rcu, HOLDER);
	lab_sleep(me, s->killed, LAB_NE(0), LAB_SEQ_CST, &idle);
	lab_task_on(me, &s->rcu, HOLDER);
	/* bpf_link_free(), bpf_trampoline_unlink_prog(), ftrace_shutdown() */
	lab_store(me, s->attached, 0, LAB_SEQ_CST);
	lab_synchronize_rcu_tasks(me, &s->rcu, HOLDER);
	lab_store(me, s->freed, 1, LAB_SEQ_CST);
	lab_assert(me, !lab_load(me, s->inside, LAB_SEQ_CST), "the trampoline was freed while a task was inside it");
	index = lab_exit_rcu_start(me, &s->rcu, HOLDER);
	lab_store(me, s->dead, 1, LAB_SEQ_CST);		/* exit_notify() */
	lab_wake(me, s->dead, 1);
	lab_exit_rcu_finish(me, &s->rcu, HOLDER, index);
	lab_task_off(me, &s->rcu, HOLDER);
}

/*
 * A task whose parent reaps at once: from exit_notify() on it is on no list any more
 * (release_task()), and may still run traced functions before its last switch.
 */
static inline void lab_rcu_bystander(struct lab_cpu *me, struct lab_rcu_world *s)
{
	int index = lab_exit_rcu_start(me, &s->rcu, BYSTANDER);

	lab_store(me, &lab_task(&s->rcu, BYSTANDER)[TASK_HASHED], 0, LAB_SEQ_CST);
	if (lab_add(me, s->attached, 0, LAB_SEQ_CST)) {
		/* the call is one instruction: who finds it patched in is inside */
		lab_store(me, s->inside, 1, LAB_SEQ_CST);
		lab_assert(me, !lab_load(me, s->freed, LAB_SEQ_CST), "the trampoline was freed while a task was inside it");
		lab_store(me, s->inside, 0, LAB_SEQ_CST);
	}
	lab_exit_rcu_finish(me, &s->rcu, BYSTANDER, index);
	lab_task_off(me, &s->rcu, BYSTANDER);
}

#endif
