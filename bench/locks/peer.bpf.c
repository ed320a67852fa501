// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * peer.bpf.c: what others do for each contended wait, as small as it can be: empty (the price of being called), script
 * (a start time by thread in a hash and a sum by lock, as a bpftrace script does), tool (start time, lock and a stack
 * at the begin, a sum by stack at the end, as perf lock contention -b does).
 */
#include "bpf/kernel.h"

char LICENSE[] SEC("license") = "Dual BSD/GPL";

#define HASH(name, key_type, value_type)			\
	struct {						\
		__uint(type, BPF_MAP_TYPE_HASH);		\
		__uint(max_entries, 16384);			\
		__type(key, key_type);				\
		__type(value, value_type);			\
	} name SEC(".maps")

struct started {
	__u64 ns, lock;
	__s64 stack;
};

HASH(started, __u32, struct started);
HASH(by_lock, __u64, __u64);
HASH(by_stack, __u64, __u64);

struct {
	__uint(type, BPF_MAP_TYPE_STACK_TRACE);
	__uint(max_entries, 8192);
	__type(key, __u32);
	__uint(value_size, 8 * sizeof(__u64));
} stacks SEC(".maps");

static __always_inline void begin(__u64 lock, __s64 stack)
{
	__u32 tid = (__u32)bpf_get_current_pid_tgid();
	struct started s = { .ns = bpf_ktime_get_ns(), .lock = lock, .stack = stack };

	bpf_map_update_elem(&started, &tid, &s, BPF_ANY);
}

static __always_inline void add(void *map, __u64 key, __u64 ns)
{
	__u64 *sum = bpf_map_lookup_elem(map, &key);

	if (sum)
		__sync_fetch_and_add(sum, ns);
	else
		bpf_map_update_elem(map, &key, &ns, BPF_NOEXIST);
}

SEC("raw_tp/contention_begin")
int empty_begin(struct bpf_raw_tracepoint_args *ctx)
{
	return 0;
}

SEC("raw_tp/contention_end")
int empty_end(struct bpf_raw_tracepoint_args *ctx)
{
	return 0;
}

SEC("raw_tp/contention_begin")
int script_begin(struct bpf_raw_tracepoint_args *ctx)
{
	begin(ctx->args[0], 0);
	return 0;
}

SEC("raw_tp/contention_end")
int script_end(struct bpf_raw_tracepoint_args *ctx)
{
	__u32 tid = (__u32)bpf_get_current_pid_tgid();
	struct started *s = bpf_map_lookup_elem(&started, &tid);

	if (!s)
		return 0;
	add(&by_lock, s->lock, bpf_ktime_get_ns() - s->ns);
	bpf_map_delete_elem(&started, &tid);
	return 0;
}

SEC("raw_tp/contention_begin")
int tool_begin(struct bpf_raw_tracepoint_args *ctx)
{
	begin(ctx->args[0], bpf_get_stackid(ctx, &stacks, BPF_F_FAST_STACK_CMP));
	return 0;
}

SEC("raw_tp/contention_end")
int tool_end(struct bpf_raw_tracepoint_args *ctx)
{
	__u32 tid = (__u32)bpf_get_current_pid_tgid();
	struct started *s = bpf_map_lookup_elem(&started, &tid);

	if (!s)
		return 0;
	add(&by_stack, (__u64)s->stack, bpf_ktime_get_ns() - s->ns);
	bpf_map_delete_elem(&started, &tid);
	return 0;
}
