// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* make.h: the calls of bpf(2) that make something: a map, a program, a link. Each may block: call in a child. */
#ifndef PBY_BPF_MAKE_H
#define PBY_BPF_MAKE_H

#include <stdint.h>

/* Numbers of the user interface that headers may be too old for; they never change. */
enum {
	PBY_BPF_TRACE_KPROBE_MULTI = 42, PBY_BPF_TRACE_UPROBE_MULTI = 48,
	PBY_BPF_TRACE_KPROBE_SESSION = 56, PBY_BPF_TRACE_UPROBE_SESSION = 57,
	PBY_BPF_MULTI_RETURN = 1,	/* flag of both multi links */
};

/* All return a descriptor (O_CLOEXEC) or -errno. What they made goes when the descriptor is closed. */

/* type: BPF_MAP_TYPE_*; all preallocated. */
struct pby_bpf_map_kind {
	uint32_t type, key_size, value_size, max_entries;
};
int pby_bpf__make_map(const struct pby_bpf_map_kind *kind);
/* 0 or -errno. Values of per-CPU maps are one after the other, for each possible CPU, each rounded up to 8 bytes. */
int pby_bpf__lookup(int map_fd, const void *key, void *value);

/* An array of one 64-bit number. */
int pby_bpf__make_counter(void);
/* The number, or -errno in *rc. */
uint64_t pby_bpf__read_counter(int map_fd, int *rc);

/* What a program is, beside its instructions. */
struct pby_bpf_kind {
	uint32_t prog_type;	/* BPF_PROG_TYPE_* */
	uint32_t attach_type;	/* expected_attach_type */
	uint32_t btf_id;	/* of the function or tracepoint in the kernel's BTF, or 0 */
	int btf_object_fd;	/* of the module's BTF that btf_id is of (since 5.11); 0: the kernel's own */
};

struct bpf_insn;
/* Any program; name has at most 15 letters. */
int pby_bpf__load(const struct pby_bpf_kind *kind, const char *name, const struct bpf_insn *insns,
		  uint32_t nr);
/* Runs a raw tracepoint's program here and now; 0 or -errno. */
int pby_bpf__run(int prog_fd);

/* A program that adds 1 to the counter and returns 0. It needs no compiler and no BTF of its own. */
int pby_bpf__make_counting_program(const struct pby_bpf_kind *kind, int counter_fd);

/* For raw tracepoints (name) and for programs with a btf_id (name NULL). */
int pby_bpf__link_raw(int prog_fd, const char *name);
/* Functions by name. flags: 0 or PBY_BPF_MULTI_RETURN. */
int pby_bpf__link_kprobe_multi(int prog_fd, uint32_t attach_type, const char *const *functions,
			       uint32_t nr, uint32_t flags);
/* One place in a file, in process pid only. */
int pby_bpf__link_uprobe_multi(int prog_fd, uint32_t attach_type, const char *path,
			       uint64_t offset, uint32_t pid, uint32_t flags);

#endif
