// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* One program for each kind of probe, all doing the same: count a hit. pby-hold loads the one that it was asked for. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "Dual BSD/GPL";

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} hits SEC(".maps");

static __always_inline int count(void)
{
	__u32 key = 0;
	__u64 *n = bpf_map_lookup_elem(&hits, &key);

	if (n)
		__sync_fetch_and_add(n, 1);
	return 0;
}

#define COUNTER(name, section)			\
	SEC(section) int name(void *ctx)	\
	{					\
		return count();			\
	}

COUNTER(on_fentry, "fentry")
COUNTER(on_fexit, "fexit")
COUNTER(on_tp_btf, "tp_btf")
COUNTER(on_raw_tp, "raw_tp")
COUNTER(on_tp, "tp")
COUNTER(on_kprobe, "kprobe")
COUNTER(on_kretprobe, "kretprobe")
COUNTER(on_kprobe_multi, "kprobe.multi")
COUNTER(on_kretprobe_multi, "kretprobe.multi")
COUNTER(on_uprobe, "uprobe")
COUNTER(on_uretprobe, "uretprobe")
