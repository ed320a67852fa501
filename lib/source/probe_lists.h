// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * probe_lists.h: all lists of probes, asked at once in children, collected when the kernel model is ready.
 *
 *	pby_probe_lists__start()	forks: one child for bpf(2), one for /proc, one for each lock
 *	... the parent reads BTF and kallsyms meanwhile ...
 *	pby_probe_lists__finish()	waits a little, takes what came, names what did not
 */
#ifndef PBY_PROBE_LISTS_H
#define PBY_PROBE_LISTS_H

#include "model/sighting.h"
#include "source/child.h"
#include "source/tracing/lists.h"

struct pby_kernel;
struct pby_root;

/* Zeroed before the start. Keeps the regions that seen points into until the end. */
struct pby_probe_lists {
	struct pby_arena arena;
	struct pby_child bpf, proc, memory, files;
	struct pby_tracing_lists tracing;
	struct pby_sightings seen;
	bool stuck;	/* something never answered: leave this machine alone */
};

/*
 * root must be the live machine for BPF and /proc to be asked; a captured tree has only files.
 */
void pby_probe_lists__start(struct pby_probe_lists *lists, const struct pby_root *root,
			    const struct pby_avoid *avoid);
/* Afterwards lists->seen is complete but for what needs the kernel's types. */
void pby_probe_lists__finish(struct pby_probe_lists *lists);
void pby_probe_lists__free(struct pby_probe_lists *lists);

/*
 * Names the functions that BTF ids mean: of vmlinux by the kernel's types, of modules by
 * /sys/kernel/btf/MODULE.
 */
void pby_probe_lists__name_functions(struct pby_probe_lists *lists,
				     const struct pby_kernel *kernel);

/* Looks into the files that uprobes are in: Go or not, USDT or not. */
void pby_probe_lists__look_into_files(struct pby_probe_lists *lists);

/*
 * Reads the misses that no list told from kernel memory, when there are kprobes with such. Says
 * in the list why, when it could not or need not.
 */
void pby_probe_lists__read_memory(struct pby_probe_lists *lists, struct pby_kernel *kernel);

#endif
