// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* lists.h: the lists of tracefs and debugfs, read by children that may be left behind. */
#ifndef PBY_TRACING_LISTS_H
#define PBY_TRACING_LISTS_H

#include "model/sighting.h"
#include "source/reader.h"

struct pby_root;

enum { PBY_TRACING_LOCKS = 3, PBY_TRACING_FILES = 8 };

/* Zeroed before the start. */
struct pby_tracing_lists {
	struct pby_reader readers[PBY_TRACING_LOCKS];
	struct pby_reading rows[PBY_TRACING_FILES];
};

/* What is better not read on this machine, and why; NULL: it may be. */
struct pby_avoid {
	const char *locks;	/* files that wait for event_mutex or ftrace_lock: somebody hangs there */
	const char *kprobes;	/* kprobes/list, which after an ftrace bug can hold freed memory */
};

/* Starts one child for each lock that the files wait for. root stays open until the end. */
void pby_tracing_lists__start(struct pby_tracing_lists *lists, const struct pby_root *root,
			      const struct pby_avoid *avoid);

/*
 * Waits for them and parses into seen; strings are copied into arena. true: a file never
 * answered, so something on this machine is stuck.
 */
bool pby_tracing_lists__finish(struct pby_tracing_lists *lists, int timeout_ms,
			       struct pby_arena *arena, struct pby_sightings *seen);

#endif
