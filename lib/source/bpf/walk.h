// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* walk.h: goes over all objects of one kind by their ids. */
#ifndef PBY_BPF_WALK_H
#define PBY_BPF_WALK_H

#include "model/sighting.h"

struct pby_region;

struct pby_bpf_walk {
	enum pby_probe_list list;
	int next_id, open_id;		/* commands */
	const char *what;		/* "BPF links" */
	/* Reads one object; 0 or -errno. An object that fails is left out and said so. */
	int (*read)(struct pby_region *region, struct pby_sightings *seen, int fd);
};

/* Walks, and says in seen->lists how it went. */
void pby_bpf_walk__all(const struct pby_bpf_walk *walk, struct pby_region *region,
		       struct pby_sightings *seen);

#endif
