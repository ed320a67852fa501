// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* locks.h: what the programs of locks.bpf.c and lib/source/locks tell each other. */
#ifndef PBY_BPF_LOCKS_H
#define PBY_BPF_LOCKS_H

#include <linux/types.h>

/*
 * The state of contended locks lies in maps of the kernel: the waits of a task in its task storage (a hash before
 * 5.12), the account of a lock in a hash, spinning in an array per CPU. All times are bpf_ktime_get_ns().
 */
enum {
	PBY_LOCKS_NEST = 4,	/* waits of one task inside each other that are kept */
	PBY_LOCKS_SPINS = 4,	/* contexts of a CPU: task, softirq, irq, nmi; what qspinlock has too */
	PBY_LOCKS_FRAMES = 64,
	PBY_LOCKS_BUCKETS = 128,	/* as model/contention/histogram.h */
	PBY_LOCKS_COMM = 16,
	PBY_LOCKS_FILTERS = 32,	/* addresses of -l */
};

/* Set before loading: what is switched off is cut out of the programs by the verifier. */
struct pby_locks_settings {
	__u64 stacks_above_ns;	/* stack of an ended wait only when it was at least this long; ~0 never */
	__u32 kinds;		/* bit 1 << enum pby_lock_kind; 0 all */
	__u32 nr_locks;		/* in the map of wanted locks; 0 all */
	__s32 tgid, tid;	/* 0 all */
	__u32 comm_len;		/* 0 all */
	char comm[PBY_LOCKS_COMM];
	__u8 task_storage;	/* else the hash by thread */
	__u8 user_stacks;
	__u8 spins;		/* spinlocks and rwlocks too */
	__u8 record;		/* events into the ring buffer */
};

/* The call of a slow path, where no hook tells its end (locks_call.h). */
struct pby_locks_call {
	__u64 ret_ip;		/* 0: there is such a hook */
	__u64 frame;		/* where the return address lies */
	__u64 ran_ns;		/* when its task last came back to a CPU; before that 0 */
	__u32 stack, user_stack;	/* as in struct pby_locks_site_key, of its first sleep */
};

/* One wait that has not ended. */
struct pby_locks_wait {
	__u64 lock;
	__u64 since_ns;
	__u64 owner_word, count_word;	/* as they were when it began */
	__u64 turn;		/* waits that had ended and that were under way when it began */
	__u32 flags;		/* LCB_* */
	__u32 by_function;	/* begun by a hook on a function: only that function's end ends it */
	struct pby_locks_call call;
};

struct pby_locks_waits {
	__u32 nr;		/* the innermost is waits[nr - 1] */
	__u32 pad;
	struct pby_locks_wait waits[PBY_LOCKS_NEST];
};

/* One spinning CPU: waits in the order in which contexts interrupted each other. */
struct pby_locks_spin {
	__u64 lock, since_ns;
	__u32 flags, tid;
	__u32 counted;	/* the lock's row was there when it began */
	__u32 pad;
};

struct pby_locks_cpu {
	__u32 nr;
	__u32 busy;	/* our program runs here: what it meets itself is not looked at */
	struct pby_locks_spin spins[PBY_LOCKS_SPINS];
};

/* Index 0 is shared (readers), 1 alone, as enum pby_share. */
struct pby_locks_mode {
	__u64 begun, ended, failed, total_ns, max_ns;
	__u32 histogram[PBY_LOCKS_BUCKETS];
};

struct pby_locks_batches {
	__u64 nr[2], members[2], longest_ns[2];
	__u32 longest[2];
	__u64 now_since_ns;
	__u32 now_share, now_members;
};

/* The account of one lock. CPUs add to sums atomically; maxima may lose a race. */
struct pby_locks_row {
	__u32 flags;		/* LCB_* of the last begin: the kind */
	__s32 mm_tgid;		/* it is the mmap_lock of this process; 0: of none that waited first */
	__u64 first_ns, last_ended_ns;
	__u64 releases, handoffs, lost_ends, unseen_begins;
	__s32 depth;
	__u32 depth_max;
	__u64 depth_max_ns, emptied, last_empty_ns, busy_since_ns, longest_busy_ns;
	__u64 overtaken_max[2];	/* most that got it before one whose turn was earlier */
	__u64 burst_since_ns;
	__u32 burst, burst_max;
	__u32 granted_left;	/* readers let in at once that have not been seen to run yet */
	__u32 pad;
	struct pby_locks_batches batches;
	struct pby_locks_mode waits[2];
};

struct pby_locks_site_key {
	__u64 lock;
	__u32 stack, user_stack;	/* ids in the stack maps, plus 1; 0 none */
	__u32 share, pad;
};

struct pby_locks_site {
	__u64 nr, total_ns, max_ns;
	__u32 tid;		/* who waited for longest */
	__s32 tgid;		/* and its process */
};

/* What had no room or came to nothing. */
struct pby_locks_loss {
	__u64 locks, waits, nested, stacks, sites, busy, events, lost_ends, unseen_begins, recursion;
};

enum pby_locks_event_type { PBY_LOCKS_BEGIN, PBY_LOCKS_END, PBY_LOCKS_RELEASE };

struct pby_locks_event {
	__u64 ns, lock, owner_word, count_word;
	__u32 type, flags;
	__s32 tid, tgid, ret, cpu;
	__u32 stack, user_stack;	/* as in struct pby_locks_site_key */
	char comm[PBY_LOCKS_COMM];
};

/* What the iterator over tasks writes: a task that waits, or one that was asked for (an owner). */
struct pby_locks_task {
	__u64 task;		/* its address: owner words hold it */
	__u64 blocker;		/* task->blocker (6.16 and later), or 0 */
	__u64 nvcsw;		/* how often it went to sleep: unchanged while it sleeps */
	__u64 ran_ns;		/* how long it was on a CPU in all: unchanged while it is on none */
	__u64 at_ns;
	__s32 tid, tgid;
	__u32 state;		/* TASK_* bits */
	__u32 exit_state;
	__u32 cpu;
	__u8 on_cpu, throttled, asked;
	__u8 returned;		/* bit 1 << i: the call of waits[i] is over */
	char comm[PBY_LOCKS_COMM];
	__u32 nr_waits;
	__s32 stack_bytes;	/* of stack[]; negative: -errno */
	/* What its locks' words say now, for each of waits[], and for blocker behind them. */
	__u64 owner_now[PBY_LOCKS_NEST + 1], count_now[PBY_LOCKS_NEST + 1];
	struct pby_locks_wait waits[PBY_LOCKS_NEST];
	__u64 stack[PBY_LOCKS_FRAMES];
};

#endif
