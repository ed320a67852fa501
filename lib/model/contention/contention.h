// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * contention.h: the state of the contended locks of a machine at one moment: who waits, for how
 * long, in which order, behind whom, and what each lock has been through since the look began.
 *
 * Filled from the kernel's maps (live) or by folding events (fold.h); nobody downstream knows which.
 *
 *	lock ffff9a0c04a1c0d8 rw_semaphore "mmap_lock of 812 (java)"
 *	  2,140 contentions, 2,101 got it, 5 gave up, depth 34 (most 61), last one got it 3 ms ago
 *	  readers: 1,800 waits, 9.1 s in all; writers: 340 waits, 2.2 s; 338 batches of readers, longest 256
 *	  owner now: 840 (probity-reg), writing, asleep in D; handoff asked for
 *	  waiter 841 (java) to read, since 2.1 s, stack 17, found the owner 840 when it came
 *
 * All times are CLOCK_MONOTONIC in nanoseconds (bpf_ktime_get_ns()).
 */
#ifndef PBY_CONTENTION_H
#define PBY_CONTENTION_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "model/contention/histogram.h"
#include "model/fact.h"
#include "model/lock.h"
#include "model/task.h"

/* Shared by readers, or alone: mutexes and all that know no modes count as alone. */
enum pby_share { PBY_SHARED, PBY_ALONE, PBY_NR_SHARES };

/* PBY_MODE_READ is shared; anything else is alone. */
static inline enum pby_share pby_share__of(enum pby_lock_mode mode)
{
	return mode == PBY_MODE_READ ? PBY_SHARED : PBY_ALONE;
}

enum { PBY_NO_INDEX = -1 };

/* A task that waits for one of the locks or has one. */
struct pby_contender {
	int32_t pid;		/* of the thread; never 0 (idle tasks do not wait) */
	int32_t tgid;		/* PBY_PID_UNKNOWN */
	const char *comm;	/* any bytes; "" unknown; never NULL */
	char state;		/* R S D I T ..., 0 not looked at */
	int32_t cpu;		/* where it runs, or ran last; -1 unknown */
	enum pby_tri on_cpu;	/* it runs at this very moment */
	enum pby_tri throttled;	/* its cgroup has used up its CPU quota */
	uint64_t off_cpu_ns;	/* for so long it was ready and had no CPU, look by look; 0 nobody watched */
	uint32_t stack;		/* index into stacks: what it does now; 0 none taken */
	uint32_t user_stack;	/* the same, of its program */
	int32_t waits_for;	/* index into waiters: its innermost wait, or PBY_NO_INDEX */
};

/* How since_ns is known. */
enum pby_since {
	PBY_SINCE_SEEN,		/* its begin was seen */
	PBY_SINCE_LOCK,		/* it waited before the look began: the lock's own time stamp says since when */
	PBY_SINCE_AT_LEAST,	/* it waited before the look began, nobody knows how long: since_ns is that begin */
};

/* One wait that has not ended. A task may have several: a spinlock taken while it queues, an interrupt. */
struct pby_contending {
	uint32_t task;		/* index into tasks */
	uint32_t lock;		/* index into locks */
	enum pby_lock_mode mode;	/* PBY_MODE_WRITE for what knows no modes */
	uint64_t since_ns;	/* begin of the wait; its first, when it spun before it slept */
	uint32_t flags;		/* LCB_F_* as the kernel gave them; 0 also for semaphores */
	uint32_t stack;		/* taken at the snapshot; 0 none */
	uint32_t user_stack;
	uint8_t nest;		/* 0 its outermost wait, 1 within that one, ... */
	uint8_t since;		/* enum pby_since */
	/* What the waiter found when it came. */
	enum pby_lock_owner owner;
	int32_t owner_pid;	/* PBY_PID_UNKNOWN */
	uint64_t count_word;	/* of an rwsem, raw; 0 for other kinds */
	uint64_t owner_word;	/* raw */
	uint64_t turn;		/* its turn by order of arrival: pby_contended.ended and .depth when it came;
				   when more than so many have ended, later ones overtook it */
};

/* Who has a lock now. Read at the snapshot, because it changes. */
struct pby_contended_owner {
	enum pby_lock_owner kind;
	int32_t task;		/* index into tasks: OWNER_TASK, or the hint of OWNER_READERS; or PBY_NO_INDEX */
	uint64_t nr_readers;	/* of OWNER_READERS; 0 unknown */
	bool handoff;		/* the first waiter is next, nobody may steal it */
	uint64_t count_word;	/* raw; 0 for kinds without */
	uint64_t owner_word;
	uint64_t read_ns;	/* when this was read; 0: never */
	uint64_t same_since_ns;	/* the same owner at every look since then; 0 unknown */
	uint32_t looks;		/* how many looks that are */
};

/* Waits of one mode at one lock that have ended. */
struct pby_contended_waits {
	uint64_t begun;
	uint64_t ended;		/* it got the lock */
	uint64_t failed;	/* it gave up: a signal, a timeout, a deadlock avoided (contention_end with an error) */
	uint64_t total_ns;	/* of ended and failed */
	uint64_t max_ns;
	struct pby_histogram histogram;	/* of ended and failed */
};

/*
 * Turns of readers and writers: a batch is a row of waiters of one mode that got the lock, until
 * one of the other mode did. Takers that did not have to wait are not seen.
 */
struct pby_contended_batches {
	uint64_t nr[PBY_NR_SHARES];	/* batches that are over */
	uint64_t members[PBY_NR_SHARES];	/* waiters in them */
	uint32_t longest[PBY_NR_SHARES];
	uint64_t longest_ns[PBY_NR_SHARES];	/* from the first to the last of the longest one */
	enum pby_share now;		/* the batch that goes on */
	uint32_t now_members;		/* 0: none was seen */
};

enum { PBY_BURST_NS = 1000000 };	/* waiters that got going within it count as woken together */

struct pby_contended {
	uint64_t addr;
	enum pby_lock_kind kind;
	const char *name;	/* best that can be proven (as in struct pby_lock), or NULL */
	int32_t mm_tgid;	/* an mmap_lock: the process whose it is; else PBY_PID_UNKNOWN */
	uint64_t first_ns;	/* first contention that was seen */
	struct pby_contended_waits waits[PBY_NR_SHARES];
	uint64_t ended;		/* waits that ended with the lock, both modes: progress */
	uint64_t last_ended_ns;	/* the last of them; 0: none yet */
	uint64_t releases;	/* lock:contended_release (7.2 and later); 0 elsewhere */
	uint64_t handoffs;	/* waiters that found a hand-off asked for when they came */
	uint32_t depth;		/* waiters now */
	uint32_t depth_max;
	uint64_t depth_max_ns;	/* when */
	uint64_t emptied;	/* how often the queue became empty */
	uint64_t last_empty_ns;	/* when it was last empty; 0: never since first_ns */
	uint64_t longest_busy_ns;	/* longest time without being empty, the present one included */
	uint64_t overtaken_max[PBY_NR_SHARES];	/* most later ones that got it before one waiter of that
						   mode did (a lower bound: see turn) */
	uint32_t burst_max;	/* most waiters that got the lock within PBY_BURST_NS */
	uint64_t lost_ends;	/* waits whose end was never seen: not in any sum */
	uint64_t unseen_begins;	/* ends of waits that began before the look, or were lost */
	struct pby_contended_batches batches;
	struct pby_contended_owner owner;
	PBY_VEC(uint32_t) queue;	/* indexes into waiters; the order is that of arrival, unless in_order */
	bool in_order;		/* the queue's order was read from the lock itself */
	bool racing;		/* it changed while it was read */
};

/* Waits of one lock from one stack, or looks at its holder with one stack. */
struct pby_contention_site {
	uint32_t lock;
	uint32_t stack;
	uint32_t user_stack;
	enum pby_lock_mode mode;
	bool holder;		/* what the owner did; nr counts looks, and times are 0 */
	uint64_t nr;
	uint64_t total_ns;
	uint64_t max_ns;
	int32_t pid;		/* an example; PBY_PID_UNKNOWN */
};

/* Something that could not be seen, in words. */
struct pby_contention_unseen {
	const char *what;	/* "writers of percpu_rw_semaphores that wait for readers" */
	const char *why;	/* "lock:contention_begin does not fire there on this kernel" */
};

/* What did not fit or came to nothing. Never left out of a report when not 0. */
struct pby_contention_loss {
	uint64_t locks;		/* contentions of locks that had no room in the table */
	uint64_t waits;		/* begins that had no room in the table of waiters */
	uint64_t nested;	/* begins nested deeper than is kept */
	uint64_t stacks;	/* stacks that could not be taken or kept */
	uint64_t sites;		/* ended waits whose stack had no room in the table of sites */
	uint64_t busy;		/* task storage was busy (-EBUSY) */
	uint64_t recursion;	/* misses of the programs themselves */
	uint64_t events;	/* of a recording: dropped between the kernel and the file */
	uint64_t lost_ends;	/* sum over the locks, and of locks that are no longer kept */
	uint64_t unseen_begins;
	uint64_t disorder;	/* events that came too late to be put in order */
};

/* How the time of the programs is known. */
enum pby_own_time { PBY_OWN_UNKNOWN, PBY_OWN_MEASURED, PBY_OWN_ESTIMATED };

/* What looking took itself, since it began. */
struct pby_contention_own {
	bool known;		/* false: nobody looked (a recording) */
	enum pby_own_time programs;
	uint64_t programs_ns;	/* of all CPUs */
	uint64_t runs;		/* of the programs; 0 unknown */
	uint64_t process_ns;	/* CPU time of probity's processes */
	uint64_t process_bytes;	/* most memory that they had; what they share counts twice */
	uint64_t maps_bytes;	/* of the kernel, for state, stacks and the ring buffer */
};

struct pby_contention {
	struct pby_arena arena;
	uint64_t from_ns;	/* the look began */
	uint64_t now_ns;	/* this snapshot; never before from_ns */
	uint64_t wall_ns;	/* CLOCK_REALTIME at now_ns; 0 unknown */
	const char *kernel;	/* release, or NULL */
	const char *how;	/* "tp_btf", "raw tracepoint", "kprobes", "a recording": where it comes from */
	PBY_VEC(struct pby_contended) locks;	/* each address once per kind */
	PBY_VEC(struct pby_contender) tasks;	/* each pid once */
	PBY_VEC(struct pby_contending) waiters;
	PBY_VEC(struct pby_contention_site) sites;
	PBY_VEC(struct pby_stack) stacks;	/* item 0 is the empty stack, and id is the index */
	PBY_VEC(struct pby_contention_unseen) unseen;
	struct pby_contention_loss loss;
	struct pby_contention_own own;
	uint64_t stacks_above_ns;	/* stacks of ended waits were taken only above this; 0 of all */
	bool no_stacks;			/* none were taken */
	const char *debug_info;		/* the file whose debug information named the kernel's frames, or NULL: */
	const char *no_debug_info;	/* why there was none; NULL: not known, a recording does not keep it */
	bool spins;			/* spinlocks and rwlocks were looked at too */
};

void pby_contention__free(struct pby_contention *c);

/* What lock:contention_begin's flags say (include/trace/events/lock.h, 6.1 to 7.2). */
enum {
	PBY_LCB_SPIN = 1, PBY_LCB_READ = 2, PBY_LCB_WRITE = 4, PBY_LCB_RT = 8, PBY_LCB_PERCPU = 16,
	PBY_LCB_MUTEX = 32,
	PBY_LCB_WW = 1 << 16,	/* of probity's own hooks on functions: with MUTEX, a ww_mutex */
};

/*
 * The kind and, in *mode, how it is wanted. Semaphores have no flag at all; to the events a ww_mutex looks
 * like a mutex: only its stack tells them apart.
 */
enum pby_lock_kind pby_lcb__kind(uint32_t flags, enum pby_lock_mode *mode);

/* Sums of both modes. */
uint64_t pby_contended__begun(const struct pby_contended *lock);
uint64_t pby_contended__total_ns(const struct pby_contended *lock);
uint64_t pby_contended__max_ns(const struct pby_contended *lock);
/* Of ended waits of both modes. */
uint64_t pby_contended__percentile(const struct pby_contended *lock, double share);
/*
 * Is what was read of the owner still so? Owner and waiters are not read in the same moment: a task that
 * waits for the very lock that it was seen to have either let go of it before or got it meanwhile, unless
 * both stay as they are for a second. An owner read before somebody else got the lock is no owner.
 */
bool pby_contended__owner_holds(const struct pby_contention *c, const struct pby_contended *lock);
/*
 * Waiting of those that still wait, up to now: what a lock that never lets go costs is in no
 * histogram yet.
 */
uint64_t pby_contended__pending_ns(const struct pby_contention *c, const struct pby_contended *lock);

#endif
