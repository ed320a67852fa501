// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* perf_fd.h: what a perf event descriptor of another process is, and whether two are the same event. */
#ifndef PBY_PROC_PERF_FD_H
#define PBY_PROC_PERF_FD_H

#include <stdint.h>
#include <sys/types.h>

#include "base/map.h"

struct pby_holder;
struct pby_region;
struct pby_sightings;

/* Descriptors with the same description, to be compared closely. Zeroed memory is empty. */
struct pby_perf_fds {
	struct pby_map last;	/* description -> index of the last holder that has it */
};

/*
 * BPF_TASK_FD_QUERY: fills id, fd_type, name, offset and addr of h. -ENOENT when no program is
 * on the event, -EOPNOTSUPP for one that samples, -EPERM without CAP_SYS_ADMIN.
 */
int pby_perf_fd__ask(struct pby_region *region, struct pby_holder *h, pid_t pid);

/*
 * Sets same_as of the holder when an earlier one is the same open file (inherited by fork or
 * passed on): two attachments to one function look alike otherwise.
 */
void pby_perf_fd__same(struct pby_perf_fds *perf, struct pby_region *region,
		       struct pby_sightings *seen, uint32_t index);

void pby_perf_fds__free(struct pby_perf_fds *perf);

#endif
