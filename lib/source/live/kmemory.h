// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* kmemory.h: tasks and locks of the running kernel from its memory, without BPF and without debug info. */
#ifndef PBY_LIVE_KMEMORY_H
#define PBY_LIVE_KMEMORY_H

#include "model/dump.h"
#include "model/kernel.h"
#include "source/child.h"
#include "source/live/kwait.h"

/* One task as memory shows it, with the lock that it sleeps on. */
struct pby_live_task {
	int32_t pid, tgid, ppid;
	int32_t ns_pid;		/* in the innermost pid namespace, 0: it is in the first one */
	const char *comm;
	char state;
	bool on_cpu;
	bool kthread;
	bool ran;		/* while it was looked at: on what it sleeps cannot be said */
	int32_t cpu;		/* where it is or was last, -1 unknown */
	uint64_t switches;	/* how often it left a CPU */
	uint64_t run_ns;	/* CPU time so far */
	double idle_s;		/* since it last ran, by the scheduler's clock; -1 unknown */
	enum pby_kwait_how how;
	enum pby_lock_mode mode;
	int32_t lock;		/* index into locks, -1: none found */
	const char *workqueue;	/* "events kprobe_optimizer": what a worker runs; NULL */
	const char *stack;	/* of a core: lines as the kernel prints them; NULL: not read */
};

struct pby_live_memory {
	PBY_VEC(struct pby_live_task) tasks;	/* those that do not run first come in list order */
	PBY_VEC(struct pby_lock) locks;
	double from_s, to_s;	/* CLOCK_MONOTONIC: when it was read */
	PBY_VEC(struct pby_ending) endings;
	PBY_VEC(struct pby_srcu) srcus;		/* in which somebody is */
	PBY_VEC(struct pby_running) running;	/* only when asked for (krunning.h) */
	int32_t *by_task;	/* while it is collected: index into tasks of each task of the view, or -1 */
	uint32_t nr_bad;	/* tasks that could not be read */
	bool cut;
	bool done;		/* false: it ended in the middle */
	bool by_bpf;		/* read by a BPF program: there is no /proc/kcore */
	bool no_addresses;	/* kallsyms hides them: no names, and before 6.16 no locks */
	int32_t own_pid;	/* of the reading process, as memory says and as /proc says: different */
	int32_t proc_pid;	/* where /proc belongs to another pid namespace. 0 and 0: not known */
	uint32_t nr_stacks;	/* tasks with one */
	char why_no_stacks[128];	/* of a core: why none could be read at all, else "" */
	char why[256];		/* when memory could not be read at all: the reason */
	int error;		/* and its errno */
};

/* What the child is given. The kernel model must hold BTF and symbols with addresses. */
struct pby_live_question {
	const struct pby_kernel *kernel;
	uint32_t hz;		/* CONFIG_HZ, 0 unknown */
	const struct pby_kmem *core;	/* an opened core to read instead of /proc/kcore, or NULL */
};

/*
 * Opens memory and finds what stays the same from one look to the next: layout, symbols, slow paths. out gets what
 * that says (why, error, no_addresses, pids). view starts zeroed but for mem.fd = -1; close it in any case.
 */
int pby_live_memory__open(struct pby_kview *view, const struct pby_live_question *question,
			  struct pby_live_memory *out, struct pby_err *err);
/* One look at all tasks and the locks that they sleep on, into out. */
int pby_live_memory__look(struct pby_kview *view, const struct pby_live_question *question, struct pby_live_memory *out,
			  struct pby_region *region, struct pby_err *err);
void pby_live_memory__close(struct pby_kview *view);

struct pby_kview;
struct pby_ktask;
/* What was collected of a task of the view, or NULL. */
struct pby_live_task *pby_live_memory__task(struct pby_live_memory *memory, const struct pby_kview *view,
					    const struct pby_ktask *task);

/* All of it: the work of a child. question is a struct pby_live_question, region->result a struct pby_live_memory. */
void pby_live_memory__collect(struct pby_region *region, void *question);

#endif
