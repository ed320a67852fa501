// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* bpf_names.c: tables of names up to Linux 7.2, and the kernel's enums for what is newer. */
#include "model/bpf_names.h"

#include <ctype.h>
#include <string.h>

#include "model/kernel.h"

static const char *const programs[] = {
	"unspec", "socket_filter", "kprobe", "sched_cls", "sched_act", "tracepoint", "xdp",
	"perf_event", "cgroup_skb", "cgroup_sock", "lwt_in", "lwt_out", "lwt_xmit", "sock_ops",
	"sk_skb", "cgroup_device", "sk_msg", "raw_tracepoint", "cgroup_sock_addr", "lwt_seg6local",
	"lirc_mode2", "sk_reuseport", "flow_dissector", "cgroup_sysctl", "raw_tracepoint_writable",
	"cgroup_sockopt", "tracing", "struct_ops", "ext", "lsm", "sk_lookup", "syscall", "netfilter",
};

static const char *const links[] = {
	"unspec", "raw_tracepoint", "tracing", "cgroup", "iter", "netns", "xdp", "perf_event",
	"kprobe_multi", "struct_ops", "netfilter", "tcx", "uprobe_multi", "netkit", "sockmap",
	"tracing_multi",
};

/* "BPF_PROG_TYPE_SCHED_CLS" -> "sched_cls", from the enum of the running kernel that sibling is in. */
static const char *from_kernel(struct pby_kernel *k, const char *sibling, const char *prefix,
			       uint32_t value, struct pby_arena *arena)
{
	const char *name = k->btf.read == PBY_YES
		? pby_types__enumerator_beside(&k->types, sibling, value) : NULL;
	char *copy;

	if (!name)
		return pby_arena__printf(arena, "type %u", value);
	if (!strncmp(name, prefix, strlen(prefix)))
		name += strlen(prefix);
	copy = pby_arena__strdup(arena, name);
	for (char *p = copy; *p; p++)
		*p = (char)tolower((unsigned char)*p);
	return copy;
}

const char *pby_bpf_name__program(struct pby_kernel *k, uint32_t type, struct pby_arena *arena)
{
	if (type < sizeof(programs) / sizeof(programs[0]))
		return programs[type];
	return from_kernel(k, "BPF_PROG_TYPE_UNSPEC", "BPF_PROG_TYPE_", type, arena);
}

const char *pby_bpf_name__link(struct pby_kernel *k, uint32_t type, struct pby_arena *arena)
{
	if (type < sizeof(links) / sizeof(links[0]))
		return links[type];
	return from_kernel(k, "BPF_LINK_TYPE_UNSPEC", "BPF_LINK_TYPE_", type, arena);
}

const char *pby_bpf_name__attach(struct pby_kernel *k, uint32_t type, struct pby_arena *arena)
{
	return from_kernel(k, "BPF_CGROUP_INET_INGRESS", "BPF_", type, arena);
}
