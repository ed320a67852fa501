// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* holders.h: which processes hold BPF programs, links and perf events. */
#ifndef PBY_PROC_HOLDERS_H
#define PBY_PROC_HOLDERS_H

#include <stdint.h>
#include <sys/types.h>

struct pby_region;
struct pby_sightings;

/* Processes that are probity's own and hold nothing of theirs. */
struct pby_own_children {
	pid_t pids[8];
	uint32_t nr;
};

/*
 * Walks /proc/PID/fd of every process by readlink() alone: open() or stat() of an entry would
 * reach the file system behind it. Fills seen->holders and seen->processes. Runs in a child:
 * /proc/PID/cgroup waits for cgroup_mutex on kernels up to 6.1 at least.
 */
void pby_holders__list(struct pby_region *region, struct pby_sightings *seen,
		       const struct pby_own_children *own);

#endif
