// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* bpf_names.h: words for the numbers of bpf(2), as bpftool prints them. */
#ifndef PBY_BPF_NAMES_H
#define PBY_BPF_NAMES_H

#include <stdint.h>

#include "base/arena.h"

struct pby_kernel;

/*
 * "sched_cls", "kprobe_multi", "cgroup_inet_ingress". A number newer than probity is named by
 * the kernel's own BTF, else "type 41". Never NULL; lives in the arena or for ever.
 */
const char *pby_bpf_name__program(struct pby_kernel *k, uint32_t type, struct pby_arena *arena);
const char *pby_bpf_name__link(struct pby_kernel *k, uint32_t type, struct pby_arena *arena);
const char *pby_bpf_name__attach(struct pby_kernel *k, uint32_t type, struct pby_arena *arena);

#endif
