// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* debug_files.h: where the file of a build id lies: programs, libraries, their debug information, the kernel's. */
#ifndef PBY_DEBUG_FILES_H
#define PBY_DEBUG_FILES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/map.h"
#include "source/names/build_id.h"

/* Where to look. Both lists end with NULL; NULL stands for the usual places. */
struct pby_debug_dirs {
	const char *const *debug;	/* NULL: /usr/lib/debug */
	const char *const *programs;	/* NULL: /usr/bin, /usr/lib, ... */
	const char *const *more;	/* asked for by name: before the others, as both; or NULL */
};

/* What was found on the walk through the places of programs; zeroed memory is before it. */
struct pby_debug_files {
	struct pby_debug_dirs dirs;
	struct pby_arena arena;
	struct pby_map by_id;	/* build id, or the place that stands for it -> index in paths */
	PBY_VEC(char *) paths;
	bool walked;
	uint32_t nr_looked_at;	/* files that may be programs or libraries */
	const char *cut;	/* why the walk ended early, or NULL */
	void (*step)(void *who);	/* told of every directory, so that a long walk is not taken for a stuck one; or NULL */
	void *who;
};

enum { PBY_DEBUG_PATHS = 64 };

/*
 * The files that may be the debug information of this build id (debug), or the program or library itself: existing
 * ones, likely ones first, at most PBY_DEBUG_PATHS. Their build id is for the caller to check; of a file by its place it is the
 * right one. Without debug the places
 * of programs are walked once, when nothing else is found.
 */
uint32_t pby_debug_files__of(struct pby_debug_files *f, const struct pby_build_id *id, bool debug,
			     const char *paths[PBY_DEBUG_PATHS]);
/* The same for the kernel of this release. */
uint32_t pby_debug_files__of_kernel(struct pby_debug_files *f, const struct pby_build_id *id, const char *release,
				    const char *paths[PBY_DEBUG_PATHS]);
void pby_debug_files__free(struct pby_debug_files *f);

#endif
