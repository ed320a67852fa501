// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* ignore.h: the rules that a user has silenced, by option and by file. */
#ifndef PBY_CMD_IGNORE_H
#define PBY_CMD_IGNORE_H

#include "base/arena.h"

struct pby_err;

/* Read when no other file is named, if it is there. */
#define PBY_IGNORE_FILE "/etc/probity/ignore"

/* Zeroed memory silences nothing. The ids are those of the rules' own table: nothing is owned but the list. */
struct pby_ignore {
	struct pby_arena arena;
	PBY_VEC(const char *) ids;
};

/* Silences one rule; -EINVAL for an id that no rule has. */
int pby_ignore__add(struct pby_ignore *ignore, const char *id, struct pby_err *err);

/*
 * Silences the rules of a file: one id per line, the rest of a line after # is a comment:
 *
 *	# hosts of team red, until the update of March
 *	kretprobe-pool-spinlock
 *	perf-paranoid		# wanted
 *
 * path NULL is PBY_IGNORE_FILE, which may be missing. Errors name file and line.
 */
int pby_ignore__read(struct pby_ignore *ignore, const char *path, struct pby_err *err);

void pby_ignore__free(struct pby_ignore *ignore);

#endif
