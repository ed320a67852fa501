// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* module_btf.h: where a module's function is described, for programs that are attached by type. In a child. */
#ifndef PBY_BENCH_MODULE_BTF_H
#define PBY_BENCH_MODULE_BTF_H

struct btf;
struct pby_bpf_kind;

/*
 * Fills in the function's number and the module's BTF object, whose descriptor is the caller's. base: the kernel's own
 * BTF. 0, or -1 and in *why a sentence: the module has no BTF here (Debian's 5.10), or not this function.
 */
int pby_module_btf__find(struct btf *base, const char *module, const char *function, struct pby_bpf_kind *kind,
			 const char **why);

#endif
