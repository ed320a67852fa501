// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* fold_state.h: what a fold keeps between events. Only the files of the fold include it. */
#ifndef PBY_CONTENTION_FOLD_STATE_H
#define PBY_CONTENTION_FOLD_STATE_H

#include "base/slots.h"
#include "model/contention/fold.h"

enum {
	FOLD_NONE = UINT32_MAX,	/* no place of a table */
	FOLD_NEST = 8,		/* waits of one task, one inside the other */
	FOLD_FRAMES = 127,	/* of one stack */
	FOLD_INLINED = 8,	/* functions at one address */
	FOLD_COMM = 32,		/* with its NUL; a comm has 16 */
	FOLD_UNSEEN = 16,	/* sentences */
	FOLD_STRAYS = 256,	/* ends whose begin may still come */
};

/* A lock; its waiters form a list in the order of arrival. */
struct fold_lock {
	struct pby_contended c;		/* without queue, depth and indexes of tasks */
	uint32_t first, last;		/* waits */
	uint64_t busy_since_ns;
	uint64_t batch_from_ns;
	uint64_t burst_from_ns;
	uint32_t burst;
	uint32_t older, newer;		/* the list of those that were idle for longest first */
	int32_t owner_pid;
};

/* A wait that has not ended. */
struct fold_wait {
	struct pby_contending c;	/* without indexes */
	int32_t pid;
	uint32_t lock;			/* place in locks */
	uint32_t prev, next;		/* in the lock's queue */
	uint32_t outer;			/* the wait inside which this one began */
	bool before_loss;		/* events were lost since it began: it may have ended long ago */
};

/* A task: its name, what it was seen doing last, and its innermost wait. */
struct fold_task {
	char comm[FOLD_COMM];
	int32_t tgid;
	int16_t cpu;
	char state;
	uint8_t on_cpu, throttled;
	uint32_t stack, user_stack;
	uint32_t wait;
	uint64_t seen_ns;
};

struct fold_stack {
	uint64_t *addrs;
	uint32_t nr;
	bool user;
};

/* Names of one address: the functions inlined there, and the one that they are in. */
struct fold_symbol {
	struct pby_frame *frames[FOLD_INLINED];	/* each with its strings in one block on the heap */
	uint32_t nr;
	bool complete;
};

struct fold_lock_name {
	char *name;
	enum pby_lock_kind kind;
	int32_t mm_tgid;
};

struct fold_site {
	uint64_t lock;			/* key of the lock */
	struct pby_contention_site c;	/* without its lock's index */
};

/* What was not seen, and why; on the heap. */
struct fold_sentence {
	char *what, *why;
};

/* The end of a wait whose begin was not there. */
struct fold_stray {
	uint64_t ns, lock;
	int32_t pid, ret;
};

struct pby_fold {
	struct pby_fold_limits limits;
	const struct pby_contention_filter *filter;	/* NULL: all tasks */
	struct pby_lock_event *window;	/* a ring in order of time */
	uint32_t window_first, window_nr;
	struct pby_slots lock_keys, task_keys, site_keys, stack_keys, symbol_keys, name_keys;
	struct fold_lock *locks;
	struct fold_wait *waits;
	struct fold_task *tasks;
	struct fold_site *sites;
	struct fold_stack *stacks;
	struct fold_symbol *symbols;
	struct fold_lock_name *names;
	struct fold_stray strays[FOLD_STRAYS];
	uint32_t next_stray;
	uint32_t oldest, newest;	/* locks without waiters, idle for longest first */
	uint32_t waits_used, free_wait;	/* free ones are linked by outer */
	uint32_t next_victim;		/* of tasks, when names need room */
	uint64_t applied_ns;		/* events up to here have taken effect */
	uint64_t first_ns, now_ns;
	struct pby_contention_loss loss;
	struct fold_sentence unseen[FOLD_UNSEEN];
	uint32_t nr_unseen;
	bool spins;
};

/* fold_lock.c: what an event means to one lock. Places are those of fold->locks and fold->waits. */
uint32_t fold_lock__get(struct pby_fold *fold, uint64_t addr, enum pby_lock_kind kind, uint64_t ns);
uint32_t fold_lock__find(const struct pby_fold *fold, uint64_t addr);
uint64_t fold_lock__key(uint64_t addr, enum pby_lock_kind kind);
void fold_lock__join(struct pby_fold *fold, uint32_t wait, uint64_t ns);
/* Takes the wait out of the queue: it ended, failed, or (lost) nobody knows when it did. */
void fold_lock__leave(struct pby_fold *fold, uint32_t wait, uint64_t ns, int32_t ret, bool lost);
/* Somebody got the lock whose wait was not seen to begin. */
void fold_lock__unseen(struct pby_fold *fold, uint32_t lock, uint64_t ns);
void fold_lock__owner(struct pby_fold *fold, uint32_t lock, const struct pby_lock_event *e);

/* fold_wait.c: what an event means to the waits of one task. */
void fold_wait__begin(struct pby_fold *fold, const struct pby_lock_event *e);
/* A begin that comes after later events took effect: what it began may be over. */
void fold_wait__late(struct pby_fold *fold, const struct pby_lock_event *e);
void fold_wait__end(struct pby_fold *fold, const struct pby_lock_event *e);
/* The task is gone, or it cannot wait for all of this any more. */
void fold_wait__lost_all(struct pby_fold *fold, struct fold_task *task, uint64_t ns);
/* The task of a pid, made when it is new; NULL when there is no room. */
struct fold_task *fold_task__get(struct pby_fold *fold, int32_t pid);

/* fold_site.c */
void fold_site__add(struct pby_fold *fold, const struct fold_lock *lock, const struct fold_site *add);

/* fold_name.c: tables of names. */
void fold_names__free(struct pby_fold *fold);

#endif
