// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* stack_look.h: what a child of ours waits for in the kernel, by its stack. */
#ifndef PBY_BENCH_STACK_LOOK_H
#define PBY_BENCH_STACK_LOOK_H

#include <sys/types.h>

#include "base/map.h"
#include "model/hang/stack_wait.h"

struct pby_text;

/* Zeroed memory is ready for open; free afterwards. */
struct pby_stack_look {
	struct pby_knowledge know;
	struct pby_arena arena;
	PBY_VEC(const char *) names;	/* of functions seen so far */
	struct pby_map by_name;		/* index into names */
	const char *release;
};

/* 0 or -ENOMEM. release must outlive it. */
int pby_stack_look__open(struct pby_stack_look *look, const char *release);
void pby_stack_look__close(struct pby_stack_look *look);

struct pby_stack_seen {
	enum pby_wait_class cls;
	const char *function;	/* the frame that says so, as a user knows it: "synchronize_rcu_tasks" */
	const char *caller;	/* of that, or "" */
};

/*
 * Judges the text of /proc/PID/stack:
 *
 *	[<0>] synchronize_rcu_tasks_generic+0x52/0x100
 *	[<0>] bpf_trampoline_unlink_prog+0x5b/0x80
 *
 * False when it shows no wait: the task runs, or nothing is known of these functions. The names in *seen live as
 * long as the look.
 */
bool pby_stack_look__judge(struct pby_stack_look *look, struct pby_text stack, struct pby_stack_seen *seen);

/* The same for a child of ours now. -errno when its stack cannot be read; 1: it shows a wait; 0: none. */
int pby_stack_look__of(struct pby_stack_look *look, pid_t pid, struct pby_stack_seen *seen);

#endif
