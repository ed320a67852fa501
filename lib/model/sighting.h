// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * sighting.h: what each list says about attached probes, before anybody compares them.
 *
 * No list of the kernel shows every probe, and several show the same one. Sources
 * fill these rows as they find them; pby_probes__build() (probes.h) joins them.
 */
#ifndef PBY_SIGHTING_H
#define PBY_SIGHTING_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/arena.h"
#include "model/fact.h"

enum pby_probe_list {
#define PROBE_LIST(id, name, where) PBY_LIST_##id,
#include "model/probe_lists.def"
#undef PROBE_LIST
	PBY_NR_PROBE_LISTS
};

/* Was this list read, and if not (or not wholly), why not. */
struct pby_listing {
	enum pby_tri read;	/* MAYBE: not asked; NO: asked in vain */
	bool partial;		/* read, but not all of it: why says what is missing */
	bool needless;		/* not asked, because nothing seen elsewhere needs it */
	const char *why;	/* NULL only when read wholly */
};

/*
 * A number that some kernels do not tell. YES: value is it; else why is a phrase for the user.
 * Zeroed memory was not asked for.
 */
struct pby_count {
	enum pby_tri read;
	uint64_t value;
	const char *why;
};

/* A loaded program, from BPF_OBJ_GET_INFO_BY_FD. Numbers are the kernel's (enum bpf_prog_type). */
struct pby_bpf_program {
	uint32_t id, type;
	char name[16];
	uint8_t tag[8];
	uint64_t loaded_ns;	/* since boot */
	uint32_t uid;
	uint32_t jited_len;
	uint64_t jited_at;	/* address of its code; 0 not told */
	uint32_t attach_btf_obj, attach_btf;	/* 0: none, or older than 6.0 */
	const char *attach_name;	/* the function of that id; NULL not looked up */
	bool has_runs, has_misses;		/* the info reaches that far */
	uint64_t run_cnt, run_time_ns;		/* since load, counted only while statistics are on */
	uint64_t recursion_misses;
	PBY_VEC(uint32_t) maps;			/* ids */
};

/* A link. Which fields mean something depends on type (enum bpf_link_type). */
struct pby_bpf_link {
	uint32_t id, type, prog;
	uint32_t attach_type;		/* enum bpf_attach_type, for the types that tell */
	uint32_t info_len;		/* how much this kernel tells about any link */
	uint32_t perf_type;		/* enum bpf_perf_event_type; 0 before 6.6 */
	const char *name;		/* function, tracepoint, file or iterator; "" not told */
	uint64_t offset;
	uint64_t addr;
	uint64_t missed;
	uint32_t flags;			/* of kprobe_multi and uprobe_multi */
	uint32_t target_obj, target_btf;	/* tracing: BTF object (or program) and type id, 5.13 */
	uint32_t map;			/* struct_ops, sockmap, iter */
	uint32_t ifindex;		/* xdp, tcx, netkit */
	uint32_t pid;			/* uprobe_multi: only in this process; 0 in all */
	uint64_t cgroup;		/* id of the cgroup */
	uint32_t nr_places;		/* kprobe_multi, uprobe_multi: how many functions */
	uint32_t nr_known;		/* of those, how many are in places */
	const uint64_t *places;		/* addresses or file offsets */
};

struct pby_bpf_map {
	uint32_t id, type, key_size, max_entries, flags;
	char name[16];
	struct pby_count entries;	/* counted only for LRU maps */
};

/* A BTF object that a program or link names. */
struct pby_bpf_types {
	uint32_t id;
	bool kernel;		/* vmlinux or a module */
	const char *name;	/* "vmlinux", module name, or "" */
};

/* STATS: the descriptor of BPF_ENABLE_STATS: run statistics are on while it is open. */
enum pby_holding { PBY_HOLDS_PROGRAM, PBY_HOLDS_MAP, PBY_HOLDS_LINK, PBY_HOLDS_PERF, PBY_HOLDS_STATS };

/* A file in a BPF file system. */
struct pby_pin {
	enum pby_holding what;	/* never PERF */
	uint32_t id;
	const char *path;
};

/* A process that holds something; comm may hold any bytes. */
struct pby_process {
	pid_t pid;
	const char *comm;
	const char *cgroup;	/* path as /proc/PID/cgroup shows it; NULL not known */
	const char *cgroup_why;	/* why it is not */
	uint64_t pid_ns;	/* inode of the pid namespace; 0 not known */
};

/* One file descriptor of a process (index into processes). */
struct pby_holder {
	uint32_t process;
	int fd;
	enum pby_holding what;
	uint32_t id;		/* program or link; for PERF the program on the event */
	uint32_t same_as;	/* PERF: index of an earlier holder of the very same file, or UINT32_MAX */
	uint32_t like;		/* PERF: the last one before that looks alike and is another file */
	uint32_t fd_type;	/* PERF: enum bpf_task_fd_type */
	const char *name;	/* PERF: function, tracepoint or file */
	uint64_t offset, addr;
};

/* A line of kprobe_events, uprobe_events or dynamic_events: a probe defined through tracefs. */
struct pby_trace_event {
	char letter;		/* p, r; f, t of dynamic_events */
	bool user;		/* a uprobe */
	uint32_t maxactive;	/* of r, else 0 */
	const char *group, *event;
	const char *name;	/* function, tracepoint or path of the file */
	const char *module;	/* or NULL */
	bool returns;		/* r, or f with %return */
	uint64_t offset;
};

/* A line of kprobe_profile or uprobe_profile. */
struct pby_profile {
	bool user;
	const char *event;	/* without its group: the kernel does not print it */
	uint64_t hits;
	uint64_t missed;	/* kprobe_profile only */
};

/* A line of debugfs kprobes/list: every kprobe that the kernel has, whoever made it. */
enum { PBY_KP_GONE = 1, PBY_KP_DISABLED = 2, PBY_KP_OPTIMISED = 4, PBY_KP_FTRACE = 8 };
struct pby_kprobe {
	uint64_t addr;		/* 0 when hidden */
	bool returns;
	const char *symbol;
	uint64_t offset;
	const char *module;	/* or NULL */
	uint32_t flags;
};

/* A line of enabled_functions. */
enum { PBY_FTRACE_REGS = 1, PBY_FTRACE_IPMODIFY = 2, PBY_FTRACE_DIRECT = 4, PBY_FTRACE_CALL_OPS = 8,
       PBY_FTRACE_MODIFIED = 16 };
struct pby_ftrace_hook {
	const char *function;
	const char *module;	/* or NULL */
	uint32_t nr;		/* callbacks attached */
	uint32_t flags;
	const char *callback;	/* function that is called; NULL: several, behind a list */
	uint64_t trampoline;	/* key in the name of a bpf_trampoline, or 0 */
};

/* nmissed of one kprobe or kretprobe, read from kernel memory. */
struct pby_kprobe_memory {
	uint64_t addr;
	bool returns;
	uint64_t missed;
};

/* A file that a uprobe is in. */
struct pby_binary {
	const char *path;
	enum pby_tri go;	/* built by Go */
	const char *why;	/* go == MAYBE: why not known */
	PBY_VEC(struct pby_usdt { uint64_t offset; const char *name; }) usdt;
};

/* All rows. Each vector belongs to the arena (or shared region) that its source was given. */
struct pby_sightings {
	struct pby_listing lists[PBY_NR_PROBE_LISTS];
	PBY_VEC(struct pby_bpf_program) programs;
	PBY_VEC(struct pby_bpf_link) links;
	PBY_VEC(struct pby_bpf_map) maps;
	PBY_VEC(struct pby_bpf_types) types;
	PBY_VEC(struct pby_pin) pins;
	PBY_VEC(struct pby_process) processes;
	PBY_VEC(struct pby_holder) holders;
	PBY_VEC(struct pby_trace_event) events;
	PBY_VEC(struct pby_profile) profiles;
	PBY_VEC(struct pby_event_name { const char *text; }) enabled_events;	/* set_event: "kprobes:name" */
	PBY_VEC(struct pby_kprobe) kprobes;
	PBY_VEC(struct pby_ftrace_hook) hooks;
	PBY_VEC(struct pby_kprobe_memory) memory;
	PBY_VEC(struct pby_binary) binaries;
	bool own_pid_namespace;	/* the tool sees only the processes of a pid namespace */
};

const char *pby_probe_list__name(enum pby_probe_list list);
const char *pby_probe_list__where(enum pby_probe_list list);

#endif
