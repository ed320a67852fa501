/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* locks_state.h: the maps of locks.bpf.c: who waits, the account of each lock, stacks, losses. */
#ifndef PBY_BPF_LOCKS_STATE_H
#define PBY_BPF_LOCKS_STATE_H

#include "bpf/kernel.h"
#include "bpf/locks.h"

const volatile struct pby_locks_settings settings = {};
/* A value too large for the stack of a program. */
static const struct pby_locks_row empty_row;
static const struct pby_locks_waits no_waits;

struct pby_locks_loss loss;

struct {
	__uint(type, BPF_MAP_TYPE_TASK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, struct pby_locks_waits);
} waits_of_task SEC(".maps");

/*
 * By thread id: before 5.12 (no task storage for tracing), with PREEMPT_RT, where making storage may sleep, and for
 * tasks whose storage could not be made: it was busy, or the machine has no cmpxchg16b, without which 7.2 never makes any.
 */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16384);
	__type(key, __u32);
	__type(value, struct pby_locks_waits);
} waits_by_tid SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct pby_locks_cpu);
} cpus SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4096);
	__type(key, __u64);
	__type(value, struct pby_locks_row);
} locks SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 8192);
	__type(key, struct pby_locks_site_key);
	__type(value, struct pby_locks_site);
} sites SEC(".maps");

#define STACKS(name)							\
	struct {							\
		__uint(type, BPF_MAP_TYPE_STACK_TRACE);			\
		__uint(max_entries, 8192);				\
		__type(key, __u32);					\
		__uint(value_size, PBY_LOCKS_FRAMES * sizeof(__u64));	\
	} name SEC(".maps")

STACKS(stacks);
STACKS(user_stacks);

/*
 * The same stacks of programs as places in files, which a build id tells. Of the same size as user_stacks: a stack has the
 * same number in both.
 */
struct {
	__uint(type, BPF_MAP_TYPE_STACK_TRACE);
	__uint(map_flags, BPF_F_STACK_BUILD_ID);
	__uint(max_entries, 8192);
	__type(key, __u32);
	__uint(value_size, PBY_LOCKS_FRAMES * sizeof(struct bpf_stack_build_id));
} user_files SEC(".maps");

/* Locks of -l. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, PBY_LOCKS_FILTERS);
	__type(key, __u64);
	__type(value, __u8);
} wanted_locks SEC(".maps");

/* Tasks that the next look is to show too, by the address of their task_struct. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4096);
	__type(key, __u64);
	__type(value, __u8);
} asked_tasks SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 8 << 20);
} events SEC(".maps");

/* Where the iterator builds what it writes. */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct pby_locks_task);
} scratch SEC(".maps");

/* What a CPU's kprobe hands to the program that goes on with it, and where that one looks at a stack. */
struct calling {
	__u64 lock;
	__u64 trace[PBY_LOCKS_FRAMES];
	__u32 flags, pad;
};

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct calling);
} calling SEC(".maps");

/* on_call: one for all kprobes, so that it is verified once. */
struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, 1);
	__uint(key_size, sizeof(__u32));
	__uint(value_size, sizeof(__u32));
} call_goes_to SEC(".maps");

/* The compiler may not throw the bound away as proven: the verifier wants to see it. */
#define BOUND(i, limit)	({ __u32 _i = (i); asm volatile("%0 &= %1" : "+r"(_i) : "i"((limit) - 1)); _i; })

static __always_inline struct pby_locks_wait *wait_at(struct pby_locks_waits *w, __u32 i)
{
	return &w->waits[BOUND(i, PBY_LOCKS_NEST)];
}

static __always_inline void lose(__u64 *counter)
{
	__sync_fetch_and_add(counter, 1);
}

static __always_inline struct pby_locks_cpu *this_cpu(void)
{
	__u32 zero = 0;

	return bpf_map_lookup_elem(&cpus, &zero);
}

/* The waits of the running task, or NULL; *hashed: they lie in the hash. */
static __always_inline struct pby_locks_waits *my_waits(bool make, bool *hashed)
{
	struct pby_locks_waits *w;
	__u32 tid;

	*hashed = false;
	if (settings.task_storage) {
		w = bpf_task_storage_get(&waits_of_task, bpf_get_current_task_btf(), NULL,
					 make ? BPF_LOCAL_STORAGE_GET_F_CREATE : 0);
		if (w)
			return w;
	}
	*hashed = true;
	tid = (__u32)bpf_get_current_pid_tgid();
	w = bpf_map_lookup_elem(&waits_by_tid, &tid);
	if (w || !make)
		return w;
	if (bpf_map_update_elem(&waits_by_tid, &tid, &no_waits, BPF_NOEXIST))
		lose(&loss.waits);
	return bpf_map_lookup_elem(&waits_by_tid, &tid);
}

/* Nothing is left in them: a thread's row in the hash makes room, its storage stays with it. */
static __always_inline void waits_done(bool hashed)
{
	__u32 tid = (__u32)bpf_get_current_pid_tgid();

	if (hashed)
		bpf_map_delete_elem(&waits_by_tid, &tid);
}

#endif
