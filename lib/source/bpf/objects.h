// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* objects.h: the compiled BPF programs that the library carries, as bytes of ELF files. */
#ifndef PBY_BPF_OBJECTS_H
#define PBY_BPF_OBJECTS_H

#include <stddef.h>

/*
 * What libbpf's bpf_object__open_mem() takes. Opening touches nothing; loading calls bpf(2), which may block for ever
 * on a sick machine (text_mutex): load in a child (source/child.h).
 */
struct pby_bpf_bytes {
	const char *name;	/* "locks" for bpf/locks.bpf.c */
	const void *bytes;	/* aligned to 16; part of the program, never freed */
	size_t size;		/* 0: there is no such object */
};

struct pby_bpf_bytes pby_bpf_bytes__find(const char *name);
/* In the order of objects.def; size 0 behind the last. */
struct pby_bpf_bytes pby_bpf_bytes__nth(size_t n);

#endif
