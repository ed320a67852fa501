// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* wait.h: what each task of a dump waits for, and which locks it holds. */
#ifndef PBY_WAIT_H
#define PBY_WAIT_H

#include "model/dump.h"
#include "model/hang/kin.h"
#include "model/hang/stack_wait.h"

/* How an edge or a wait is known. Higher is stronger. */
enum pby_certainty {
	PBY_GUESSED,	/* fits what is shown; other explanations do too */
	PBY_DERIVED,	/* follows from stacks and lists, with known facts of the kernel */
	PBY_STATED,	/* the kernel printed it */
};

const char *pby_certainty__name(enum pby_certainty certainty);	/* "guessed", ... */

/* Something that can be waited for. Two of them are the same only when that is proven. */
struct pby_object {
	const char *name;	/* "event_mutex", "mmap_lock": names a kind unless scope is GLOBAL */
	enum pby_scope scope;
	uint64_t addr;		/* of this instance, 0 unknown */
	int32_t tgid;		/* SCOPE_MM: process whose address space it is; else PBY_PID_UNKNOWN */
	const char *label;	/* which one of its kind, for people: "sb->s_umount of loop0 (ext2, 7:0)"; NULL */
};

/* The same kind of object, possibly the same one. */
bool pby_object__alike(const struct pby_object *a, const struct pby_object *b);

enum pby_party_kind { PBY_PARTY_TASK, PBY_PARTY_KTHREAD, PBY_PARTY_DEVICE, PBY_PARTY_USER,
		      PBY_PARTY_UNKNOWN };

/* Whom a wait is for: an edge of the graph. */
struct pby_wait_on {
	enum pby_party_kind kind;
	int32_t task;		/* index into the dump's tasks, -1: not among them */
	int32_t pid;		/* PBY_PID_UNKNOWN when unknown */
	const char *comm;	/* or what it is: "disk", "FUSE server"; NULL unknown */
	enum pby_certainty certainty;
	const char *why;	/* "lists event_mutex and goes on behind it"; NULL for none */
};

struct pby_wait {
	int32_t task;
	enum pby_wait_class cls;
	struct pby_object object;
	enum pby_certainty certainty;	/* of class and object */
	const struct pby_wait_row *row;	/* NULL: no row of knowledge, or not by its stack */
	const char *caller;	/* function that waits, or NULL */
	const char *what;	/* "event_mutex (perf_trace_init)": for people */
	bool blocked;		/* part of the trouble; false: sleeps as it should, or runs */
	bool potential;		/* a lockdep report: it did not wait, the order could */
	int32_t lock;		/* index into pby_queues, or -1 */
	PBY_VEC(struct pby_wait_on) on;
};

/* What a task holds, as far as it is known. */
struct pby_held {
	int32_t task;
	struct pby_object object;
	enum pby_lock_mode mode;
	enum pby_certainty certainty;
	bool maybe;		/* last of its list and no stack: it may be waiting for it as well */
	const char *why;
};

struct pby_waits {
	const struct pby_dump *dump;
	struct pby_arena arena;
	struct pby_knowledge know;
	PBY_VEC(struct pby_wait) items;
	PBY_VEC(struct pby_held) held;
	struct pby_kin kin;		/* tasks by number */
	int32_t *of_task;		/* wait of each task of the dump, -1 none */
	struct pby_stack_wait **stacks;	/* by stack id: judged once */
};

/* Fills items and held; nobody is on anybody yet. 0 or -ENOMEM. The dump must outlive it. */
int pby_waits__find(struct pby_waits *waits, const struct pby_dump *dump);
void pby_waits__free(struct pby_waits *waits);

/* Puts in place of what the stack says what was read from the lock itself (live, or a core). */
void pby_wait__from_memory(struct pby_waits *waits, struct pby_wait *w, const struct pby_stack_wait *s);

/* What the task's stack says; never NULL (an empty stack says nothing). */
const struct pby_stack_wait *pby_waits__stack(struct pby_waits *waits, int32_t task);

/* A kernel thread, as far as the text tells: parent 2, a worker, a name in brackets. */
bool pby_task__is_kthread(const struct pby_task *task);
/* Runs on a CPU or is ready to. */
bool pby_task__runs(const struct pby_task *task);

#endif
