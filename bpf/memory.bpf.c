// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * memory.bpf.c: reads kernel memory where /proc/kcore does not. It is attached to nothing: BPF_PROG_RUN calls it with
 * an address and a size, and what it read lies in a window that the caller has mapped.
 */
#include "bpf/kernel.h"
#include "bpf/memory.h"

char LICENSE[] SEC("license") = "Dual BSD/GPL";

struct window {
	char bytes[PBY_MEMORY_WINDOW];
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct window);
} window SEC(".maps");

/* Only what is mapped is read: bpf_probe_read_kernel() fails where a plain read would fault. */
SEC("raw_tp")
int peek(__u64 *ctx)
{
	__u64 addr = ctx[0], size = ctx[1];
	struct window *w;
	__u32 zero = 0;

	w = bpf_map_lookup_elem(&window, &zero);
	if (!w || !size || size > sizeof(w->bytes))
		return 1;
	return bpf_probe_read_kernel(w->bytes, (__u32)size, (void *)addr) ? 1 : 0;
}

/* The caller's own task_struct. */
SEC("raw_tp")
int self(__u64 *ctx)
{
	struct window *w;
	__u32 zero = 0;

	w = bpf_map_lookup_elem(&window, &zero);
	if (!w)
		return 1;
	*(__u64 *)w->bytes = bpf_get_current_task();
	return 0;
}
