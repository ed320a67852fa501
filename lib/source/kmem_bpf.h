// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* kmem_bpf.h: kernel memory through a BPF program, where there is no /proc/kcore (CONFIG_PROC_KCORE, a mask). */
#ifndef PBY_KMEM_BPF_H
#define PBY_KMEM_BPF_H

#include "source/kmem.h"

struct pby_kview;

/*
 * Opens mem so that each read runs bpf/memory.bpf.c once (about a microsecond; needs CAP_BPF and CAP_PERFMON,
 * BPF_PROG_RUN of raw tracepoints, 5.10, and no lockdown=confidentiality). Loading takes text_mutex and may
 * block for ever: call in a child. task_size is sizeof(struct task_struct); mem->self_task is read from memory.
 *
 * /proc/kcore lists what may be read. Here it is: the kernel's image and modules, and as much of the direct map around
 * the caller's own task as the machine has memory. Device registers lie in neither. What is mapped by vmalloc() is
 * left out but for the stacks that pby_kmem_bpf__allow() adds.
 * -errno; on failure nothing is left open.
 */
int pby_kmem_bpf__open(struct pby_kmem *mem, size_t task_size, struct pby_err *err);
/* Lets [start, start + size) be read as well; call pby_kmem_bpf__allowed() when all are added. */
bool pby_kmem_bpf__allow(struct pby_kmem *mem, uint64_t start, uint64_t size);
void pby_kmem_bpf__allowed(struct pby_kmem *mem);

#endif
