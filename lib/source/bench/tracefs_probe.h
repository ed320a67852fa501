// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* tracefs_probe.h: a kretprobe with a maxactive of its own, which only tracefs can give it. */
#ifndef PBY_BENCH_TRACEFS_PROBE_H
#define PBY_BENCH_TRACEFS_PROBE_H

#include <stdint.h>

struct pby_err;

/*
 * Other than descriptors, what tracefs defines outlives its maker. So a keeper, a process that lives on when all
 * others are killed, waits for the end of a pipe that they hold, and then takes the definition away.
 */
struct pby_tracefs_probe {
	char name[48];	/* "probity/enough_1234" */
	int pipe_fd;	/* closing it lets the keeper do its work */
	int keeper;	/* its pid */
};

/* Needs tracefs at /sys/kernel/tracing or below debugfs. 0 or -errno with a sentence. May block: in a child. */
int pby_tracefs_probe__define(struct pby_tracefs_probe *p, const char *function, uint32_t maxactive,
			      struct pby_err *err);
/* Takes it away; nothing may be attached to it. */
void pby_tracefs_probe__remove(struct pby_tracefs_probe *p);

#endif
