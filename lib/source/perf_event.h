// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* perf_event.h: perf events of probes and tracepoints, each with a BPF program on it. May block: call in a child. */
#ifndef PBY_PERF_EVENT_H
#define PBY_PERF_EVENT_H

#include <stdbool.h>
#include <stdint.h>

/*
 * All return the event's descriptor with the program attached and the event switched on, or -errno.
 * Closing it removes the probe. *step names what was refused ("open the perf event"). -ENOENT from
 * "find ..." steps means that a file of sysfs or tracefs is not there.
 */
/* offset: of an instruction in the function; 0 is its entry. */
int pby_perf__kprobe(int prog_fd, const char *function, uint64_t offset, bool at_return,
		     const char **step);

struct pby_perf_place {
	const char *path;
	uint64_t offset;		/* in the file */
	uint64_t semaphore_offset;	/* of a 16-bit counter in the file, or 0 */
	int32_t pid;			/* only in this process; -1: in all that map the file */
};
int pby_perf__uprobe(int prog_fd, const struct pby_perf_place *place, bool at_return,
		     const char **step);

/* event: "task/task_rename". Reads its number from tracefs, wherever that is mounted. */
int pby_perf__tracepoint(int prog_fd, const char *event, const char **step);

#endif
