// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* hooks.h: loads and attaches the programs that follow contended locks: for the child only. */
#ifndef PBY_LOCKS_HOOKS_H
#define PBY_LOCKS_HOOKS_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/err.h"
#include "model/contention/contention.h"
#include "bpf/locks.h"
#include "source/locks/frame_names.h"

struct bpf_link;
struct pby_kernel;
struct pby_program_maps;
struct bpf_object;

/* What the caller knows of the kernel and wants. */
struct pby_locks_wish {
	struct pby_locks_settings settings;	/* task_storage is decided here */
	const uint64_t *locks;	/* settings.nr_locks addresses */
	const char *hook;	/* only this way (pby_locks_way__find()); NULL any */
	/*
	 * A task that exits while PID 1 of its pid namespace does can hang all tracing here, as long as a hook of
	 * a trampoline is attached (symbol tasks_rcu_exit_srcu): such hooks only where nothing else works.
	 */
	bool trampolines_can_hang;
	/* With settings.record: a regular file, the release for its header, and names for what is in it. */
	int record_fd;
	const char *release;
	struct pby_frame_names names;
	const struct pby_kernel *kernel;	/* its types, to read memory */
	bool real_time;		/* PREEMPT_RT: task storage may sleep when it is made */
};

enum { PBY_LOCKS_MAX_LINKS = 64 };

struct pby_locks_hooks {
	struct bpf_object *object;
	struct bpf_link *links[PBY_LOCKS_MAX_LINKS];	/* held by their descriptors alone */
	uint32_t nr_links;
	struct bpf_link *look;	/* the iterator */
	const char *how;	/* "tp_btf", "raw tracepoint", "tracepoint", "fentry and fexit", "kprobes and sched_switch" */
	bool can_store;		/* this kernel has task storage for such programs */
	bool task_storage;	/* it is used */
	bool by_switches;	/* sched_switch is hooked */
	struct pby_program_maps *programs;	/* for stacks of programs; or NULL */
	PBY_VEC(struct pby_contention_unseen) unseen;
};

/*
 * Tries each way until one loads and attaches. Texts go into the arena. Calls bpf(2): may block for ever.
 * -errno with the reason of the way that came furthest.
 */
int pby_locks_hooks__attach(struct pby_locks_hooks *hooks, const struct pby_locks_wish *wish,
			    struct pby_arena *arena, struct pby_err *err);
/* Detaches. Not needed by a child that ends. */
void pby_locks_hooks__free(struct pby_locks_hooks *hooks);
/* The descriptor of a map of locks_state.h, or -1 when it was not made. */
int pby_locks_hooks__map(const struct pby_locks_hooks *hooks, const char *name);

#endif
