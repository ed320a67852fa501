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

/* Starts one child for each lock that the files wait for. root stays open until the end.
 * hangs: who was seen to hang in those locks, so that only what needs none is asked; NULL: nobody. */
void pby_tracing_lists__start(struct pby_tracing_lists *lists, const struct pby_root *root,
			      const char *hangs);

/*
 * Waits for them and parses into seen; strings are copied into arena. true: a file never
 * answered, so something on this machine is stuck.
 */
bool pby_tracing_lists__finish(struct pby_tracing_lists *lists, int timeout_ms,
			       struct pby_arena *arena, struct pby_sightings *seen);

#endif
