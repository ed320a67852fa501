// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* list.h: the BPF objects of the machine, one list each, written into a child's region. */
#ifndef PBY_BPF_LIST_H
#define PBY_BPF_LIST_H

#include <stdint.h>

struct pby_region;
struct pby_root;
struct pby_sightings;

/*
 * Each fills its vector of seen from the region's arena and says in seen->lists whether it
 * could. Opening an object holds it for a moment: when its owner drops it just then, it is
 * this process that detaches it.
 */
void pby_bpf_list__programs(struct pby_region *region, struct pby_sightings *seen);
void pby_bpf_list__links(struct pby_region *region, struct pby_sightings *seen);
/* Maps, and of the LRU ones how many entries they have, up to max_keys in all. */
void pby_bpf_list__maps(struct pby_region *region, struct pby_sightings *seen, uint32_t max_keys);
/* The BTF objects that the programs and links seen so far name. */
void pby_bpf_list__types(struct pby_region *region, struct pby_sightings *seen);
/* What is pinned below the BPF file systems mounted here. */
void pby_bpf_list__pins(struct pby_region *region, struct pby_sightings *seen,
			const struct pby_root *root);

#endif
