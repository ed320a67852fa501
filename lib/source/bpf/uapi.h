// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * uapi.h: the layout of what bpf(2) tells about programs, links and maps, up to Linux 7.2.
 *
 * Written by hand so that a binary built against old headers asks all that a new
 * kernel can tell. The layout never changes once released, it only grows: an older
 * kernel fills the beginning and returns how much that was, so zero the struct first.
 * A newer kernel refuses nothing: it fills what fits.
 */
#ifndef PBY_BPF_UAPI_H
#define PBY_BPF_UAPI_H

#include <stdint.h>

enum {
	PBY_BPF_MAP_GET_NEXT_KEY = 4, PBY_BPF_OBJ_GET = 7, PBY_BPF_PROG_GET_NEXT_ID = 11,
	PBY_BPF_MAP_GET_NEXT_ID = 12, PBY_BPF_PROG_GET_FD_BY_ID = 13, PBY_BPF_MAP_GET_FD_BY_ID = 14,
	PBY_BPF_OBJ_GET_INFO_BY_FD = 15, PBY_BPF_BTF_GET_FD_BY_ID = 19, PBY_BPF_TASK_FD_QUERY = 20,
	PBY_BPF_LINK_GET_FD_BY_ID = 30, PBY_BPF_LINK_GET_NEXT_ID = 31, PBY_BPF_ENABLE_STATS = 32,
};

enum pby_link_type {
	PBY_LINK_RAW_TRACEPOINT = 1, PBY_LINK_TRACING, PBY_LINK_CGROUP, PBY_LINK_ITER,
	PBY_LINK_NETNS, PBY_LINK_XDP, PBY_LINK_PERF_EVENT, PBY_LINK_KPROBE_MULTI,
	PBY_LINK_STRUCT_OPS, PBY_LINK_NETFILTER, PBY_LINK_TCX, PBY_LINK_UPROBE_MULTI,
	PBY_LINK_NETKIT, PBY_LINK_SOCKMAP, PBY_LINK_TRACING_MULTI,
};

enum { PBY_BPF_F_RDONLY = 1 << 3, PBY_BPF_STATS_RUN_TIME = 0 };

struct pby_uapi_prog_info {
	uint32_t type;
	uint32_t id;
	uint8_t tag[8];
	uint32_t jited_prog_len;
	uint32_t xlated_prog_len;
	uint64_t jited_prog_insns;
	uint64_t xlated_prog_insns;
	uint64_t load_time;
	uint32_t created_by_uid;
	uint32_t nr_map_ids;
	uint64_t map_ids;
	char name[16];
	uint32_t ifindex;
	uint32_t gpl_compatible : 1, : 31;
	uint64_t netns_dev;
	uint64_t netns_ino;
	uint32_t nr_jited_ksyms;
	uint32_t nr_jited_func_lens;
	uint64_t jited_ksyms;
	uint64_t jited_func_lens;
	uint32_t btf_id;
	uint32_t func_info_rec_size;
	uint64_t func_info;
	uint32_t nr_func_info;
	uint32_t nr_line_info;
	uint64_t line_info;
	uint64_t jited_line_info;
	uint32_t nr_jited_line_info;
	uint32_t line_info_rec_size;
	uint32_t jited_line_info_rec_size;
	uint32_t nr_prog_tags;
	uint64_t prog_tags;
	uint64_t run_time_ns;
	uint64_t run_cnt;
	uint64_t recursion_misses;	/* 5.12 */
	uint32_t verified_insns;
	uint32_t attach_btf_obj_id;
	uint32_t attach_btf_id;
	uint32_t : 32;
};

struct pby_uapi_link_info {
	uint32_t type;
	uint32_t id;
	uint32_t prog_id;
	uint32_t : 32;
	union {
		struct {
			uint64_t tp_name;	/* in: buffer */
			uint32_t tp_name_len;	/* in: its size; out: length */
		} raw_tracepoint;
		struct {
			uint32_t attach_type;
			uint32_t target_obj_id;
			uint32_t target_btf_id;
		} tracing;
		struct {
			uint64_t cgroup_id;
			uint32_t attach_type;
		} cgroup;
		struct {
			uint64_t target_name;	/* in: buffer */
			uint32_t target_name_len;
			uint32_t map_id;
		} iter;
		struct {
			uint32_t netns_ino;
			uint32_t attach_type;
		} netns;
		struct {
			uint32_t ifindex;
			uint32_t attach_type;	/* tcx and netkit */
		} device;
		struct {
			uint32_t map_id;
			uint32_t attach_type;	/* sockmap */
		} map;
		struct {
			uint32_t pf;
			uint32_t hooknum;
			int32_t priority;
			uint32_t flags;
		} netfilter;
		struct {
			uint64_t addrs;		/* in: buffer of count */
			uint32_t count;
			uint32_t flags;		/* 1: at the return */
			uint64_t missed;	/* 6.7 */
			uint64_t cookies;
		} kprobe_multi;
		struct {
			uint64_t path;		/* in: buffer of path_size */
			uint64_t offsets;	/* in: buffer of count */
			uint64_t ref_ctr_offsets;
			uint64_t cookies;
			uint32_t path_size;
			uint32_t count;
			uint32_t flags;		/* 1: at the return */
			uint32_t pid;
		} uprobe_multi;
		struct {
			uint32_t type;		/* enum bpf_perf_event_type */
			uint32_t : 32;
			uint64_t name;		/* in: buffer; file, function or tracepoint */
			uint32_t name_len;
			uint32_t offset;
			uint64_t addr;		/* of kprobes; the cookie of others */
			uint64_t missed;	/* of kprobes, 6.7 */
			uint64_t cookie;
		} perf_event;
		uint8_t room[128];	/* for what later kernels add */
	};
};

struct pby_uapi_map_info {
	uint32_t type;
	uint32_t id;
	uint32_t key_size;
	uint32_t value_size;
	uint32_t max_entries;
	uint32_t map_flags;
	char name[16];
};

struct pby_uapi_btf_info {
	uint64_t btf;
	uint32_t btf_size;
	uint32_t id;
	uint64_t name;		/* in: buffer; 5.11 */
	uint32_t name_len;
	uint32_t kernel_btf;
};

/* The request of each command, in the memory that the kernel calls union bpf_attr. */
union pby_uapi_attr {
	struct {
		uint32_t id;	/* start_id, or the id of the object */
		uint32_t next_id;
		uint32_t open_flags;
	} by_id;
	struct {
		uint32_t fd;
		uint32_t len;
		uint64_t info;
	} info;
	struct {
		uint64_t path;
		uint32_t fd;
		uint32_t flags;
	} obj;
	struct {
		uint32_t map_fd;
		uint32_t : 32;
		uint64_t key;
		uint64_t next_key;
		uint64_t flags;
	} elem;
	struct {
		uint32_t pid;
		uint32_t fd;
		uint32_t flags;
		uint32_t buf_len;
		uint64_t buf;
		uint32_t prog_id;
		uint32_t fd_type;	/* enum bpf_task_fd_type */
		uint64_t probe_offset;
		uint64_t probe_addr;
	} task_fd_query;
	struct {
		uint32_t type;
	} enable_stats;
	uint8_t room[128];
};

#endif
