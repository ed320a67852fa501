// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* presence.h: which probe mechanisms a kernel was built with, by what only the real thing leaves behind. */
#ifndef PBY_RULES_PRESENCE_H
#define PBY_RULES_PRESENCE_H

#include "model/fact.h"

struct pby_kernel;

/*
 * Each asks the sources in turn, the surest first, and gives the first answer that is one; when
 * none answers, the first source's reason. Stubs do not count: struct kprobe and
 * bpf_kprobe_multi_link_attach exist in kernels without the feature.
 */
struct pby_fact pby_presence__kprobes(struct pby_kernel *k);
struct pby_fact pby_presence__uprobes(struct pby_kernel *k);
struct pby_fact pby_presence__fprobe(struct pby_kernel *k);
struct pby_fact pby_presence__ftrace(struct pby_kernel *k);

/*
 * fentry and fexit as they were before 5.12: on x86-64 only, from 5.5 on. The types are there on
 * every machine; the other machines' compilers learned trampolines after 5.12.
 */
struct pby_fact pby_presence__old_trampolines(struct pby_kernel *k);

#endif
