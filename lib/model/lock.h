// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* lock.h: a lock as it lies in memory: who has it, who waits for it, in which order, since when. */
#ifndef PBY_LOCK_H
#define PBY_LOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "model/task.h"

enum pby_lock_kind {
	PBY_LOCK_UNKNOWN,
	PBY_LOCK_MUTEX,
	PBY_LOCK_RWSEM,
	PBY_LOCK_SEMAPHORE,
	PBY_LOCK_RTMUTEX,
	PBY_LOCK_PERCPU_RWSEM,
	PBY_LOCK_WW_MUTEX,
	PBY_LOCK_SPINLOCK,
	PBY_LOCK_RWLOCK,
	PBY_LOCK_NR
};

/*
 * "mutex", "rw_semaphore", "semaphore", "rt_mutex", "percpu_rw_semaphore", "ww_mutex", "spinlock",
 * "rwlock", "unknown".
 */
const char *pby_lock_kind__name(enum pby_lock_kind kind);
/* Who waits for one spins and keeps its CPU. */
bool pby_lock_kind__spins(enum pby_lock_kind kind);

enum pby_lock_owner {
	PBY_OWNER_UNKNOWN,	/* this kind keeps none, or it could not be read */
	PBY_OWNER_NOBODY,	/* free, or in the middle of being handed over */
	PBY_OWNER_TASK,		/* owner_pid holds it alone */
	PBY_OWNER_READERS,	/* nr_readers hold it; owner_pid, if not unknown, is the last one that
				   set the word: a hint, it may have left or died */
};

/* What proves a lock's name. */
enum pby_lock_naming {
	PBY_NAMED_NOT,
	PBY_NAMED_SYMBOL,	/* it lies in an object of the symbol table: one of its kind */
	PBY_NAMED_OBJECT,	/* it is a member of an object that proves itself */
	PBY_NAMED_SLAB,		/* only the slab cache that its memory is from */
};

/* "symbol", "object", "slab"; NULL for NOT. */
const char *pby_lock_naming__name(enum pby_lock_naming naming);

struct pby_lock_waiter {
	int32_t pid;
	const char *comm;
	enum pby_lock_mode mode;
	double waited_s;	/* from the lock's own time stamp; -1: this kind has none */
};

struct pby_lock {
	uint64_t addr;
	enum pby_lock_kind kind;
	const char *name;	/* best name that can be proven: "event_mutex", "sb->s_umount of loop0 (ext2, 7:0)",
				   "kmalloc-192+0x28 at ffff..."; or NULL */
	enum pby_lock_naming named_by;
	const char *part;	/* NAMED_OBJECT: "sb->s_umount", as the tables of knowledge call it; else NULL */
	int32_t mm_tgid;	/* an mmap_lock: the process whose it is; else PBY_PID_UNKNOWN */
	enum pby_lock_owner owner;
	int32_t owner_pid;	/* PBY_PID_UNKNOWN */
	const char *owner_comm;
	uint64_t nr_readers;
	bool handoff;		/* the first waiter gets it next, nobody may steal it (4 ms passed) */
	bool racing;		/* the queue changed while it was read: it may be incomplete */
	PBY_VEC(struct pby_lock_waiter) waiters;	/* in queue order */
};

/* Readers inside a domain of SRCU: counted on each CPU, never named. */
struct pby_srcu {
	const char *name;	/* "tasks_rcu_exit_srcu" */
	uint64_t nr_readers;
};

struct pby_locks {
	PBY_VEC(struct pby_lock) items;
};

#endif
