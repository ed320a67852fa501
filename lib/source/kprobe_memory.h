// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* kprobe_memory.h: how many events each kprobe lost, from kernel memory. */
#ifndef PBY_KPROBE_MEMORY_H
#define PBY_KPROBE_MEMORY_H

#include "base/arena.h"
#include "base/err.h"
#include "model/sighting.h"

struct pby_kernel;
struct pby_kmem;

/*
 * Up to 6.6 no interface tells the misses of a kprobe that BPF or perf made, but kernel memory
 * does: kprobe_table is 64 hash chains of struct kprobe; several probes at one address hang
 * below one that aggregates them.
 */
struct pby_kprobe_layout {
	uint64_t table;			/* address of kprobe_table */
	uint64_t on_return;		/* of pre_handler_kretprobe: who has it is a kretprobe */
	uint64_t aggregate;		/* of aggr_pre_handler; 0 not known */
	uint32_t size;			/* of struct kprobe */
	uint32_t hlist, list, nmissed, addr, pre_handler;	/* offsets in struct kprobe */
	uint32_t ret_nmissed;		/* offset in struct kretprobe */
};

/* From types and symbols. -ENODATA with a sentence naming what is missing. */
int pby_kprobe_layout__find(struct pby_kprobe_layout *layout, struct pby_kernel *kernel,
			    struct pby_err *err);

/*
 * Walks the table and appends to seen->memory. Every pointer is checked against the core and every
 * chain is bounded: probes may come and go meanwhile. 0, or -errno with a sentence.
 */
int pby_kprobe_memory__walk(const struct pby_kmem *mem, const struct pby_kprobe_layout *layout,
			    struct pby_arena *arena, struct pby_sightings *seen, struct pby_err *err);

#endif
