/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* kernel.h: the kernel's types as far as our programs read them; where the members lie is decided when a program loads. */
#ifndef PBY_BPF_KERNEL_H
#define PBY_BPF_KERNEL_H

/*
 * Written by hand, not dumped from one kernel: a member stands here because a program reads it, and the loader takes
 * its offset from the BTF of the kernel that runs (preserve_access_index). Where kernels differ, both forms are here
 * under a name with three underscores, which the loader cuts off; ask with bpf_core_field_exists().
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>

typedef __u8 bool;
enum { false, true };

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

struct list_head {
	struct list_head *next, *prev;
};

struct mm_struct;
struct cfs_rq {
	int throttle_count;
};

struct sched_entity {
	struct cfs_rq *cfs_rq;
	__u64 sum_exec_runtime;
};

struct task_struct {
	int pid, tgid;
	char comm[16];
	unsigned int flags;
	struct mm_struct *mm;
	int on_cpu;
	int exit_state;
	unsigned int __state;
	unsigned long nvcsw;
	struct sched_entity se;
};

/* state became __state in 5.14: 2f064a59a11f ("sched: Change task_struct::state") */
struct task_struct___old {
	long state;
};

/* e711faaafbe5 (6.16): the address of the lock that the task sleeps on, its kind in the low bits. */
struct task_struct___blocker {
	unsigned long blocker;
};

/* A member matches only a member of its own sort: an atomic_long_t is a struct. */
typedef struct {
	long counter;
} atomic_long_t;

struct mutex {
	atomic_long_t owner;	/* the task, flags in the low 3 bits */
};

struct rw_semaphore {
	atomic_long_t count;	/* bit 0 writer, 1 waiters, 2 handoff, readers from bit 8 on */
	atomic_long_t owner;	/* the task; bit 0 reader owned */
};

struct rt_mutex_base {
	struct task_struct *owner;	/* bit 0: has waiters */
};

struct rt_mutex___5_10 {
	struct task_struct *owner;
};

struct semaphore {
	unsigned long last_holder;
};

struct mm_struct {
	struct rw_semaphore mmap_lock;
};

struct bpf_iter_meta {
	struct seq_file *seq;
	__u64 session_id;
	__u64 seq_num;
};

struct bpf_iter__task {
	struct bpf_iter_meta *meta;
	struct task_struct *task;
};

#pragma clang attribute pop

/* The low bits of owner words, the same from 5.10 to 7.2 (5.10's rwsem has a third). */
enum { OWNER_FLAGS = 7, MUTEX_HANDOFF = 2, RWSEM_READER_OWNED = 1 };
enum { RWSEM_WRITER = 1, RWSEM_HANDOFF = 4, RWSEM_READER_SHIFT = 8 };

/* Flags of lock:contention_begin, macros of the kernel's: 16edd9b511a1 (5.19); the same up to 7.2. */
enum {
	LCB_SPIN = 1, LCB_READ = 2, LCB_WRITE = 4, LCB_RT = 8, LCB_PERCPU = 16, LCB_MUTEX = 32,
	LCB_WW = 1 << 16,	/* ours: a mutex that is a ww_mutex, known by its function */
};

#endif
