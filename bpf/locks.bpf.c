// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* locks.bpf.c: counts contended waits for each lock, in the kernel. */
#include "bpf/kernel.h"

char LICENSE[] SEC("license") = "Dual BSD/GPL";

struct row {
	__u64 begun, ended;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4096);
	__type(key, __u64);
	__type(value, struct row);
} locks SEC(".maps");

SEC("tp_btf/contention_begin")
int begin_btf(__u64 *ctx)
{
	struct row *row = bpf_map_lookup_elem(&locks, &ctx[0]);
	struct row first = { .begun = 1 };

	if (row)
		__sync_fetch_and_add(&row->begun, 1);
	else
		bpf_map_update_elem(&locks, &ctx[0], &first, BPF_NOEXIST);
	return 0;
}

SEC("tp_btf/contention_end")
int end_btf(__u64 *ctx)
{
	struct row *row = bpf_map_lookup_elem(&locks, &ctx[0]);

	if (row)
		__sync_fetch_and_add(&row->ended, 1);
	return 0;
}
