// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* tree.h: a tar archive held in memory, its files by path: a captured machine in one file. */
#ifndef PBY_TREE_H
#define PBY_TREE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/map.h"
#include "base/text.h"

struct pby_err;
struct pby_names;

/* Zeroed memory is an empty tree. */
struct pby_tree {
	struct pby_arena arena;
	struct pby_map by_path;
	PBY_VEC(struct pby_tree_file) files;
	uint32_t *sorted;	/* indexes of files; what lies in one directory stands together */
};

struct pby_tree_file {
	const char *path;	/* without a leading slash */
	struct pby_text content;
};

/*
 * Reads all regular files of a tar archive, packed or not. Links are not followed, special and sparse
 * files are left out, and so is what lies outside ("../"). -EFBIG beyond 1 GB or a million files.
 */
int pby_tree__load(struct pby_tree *tree, struct pby_text archive, struct pby_err *err);
void pby_tree__free(struct pby_tree *tree);

/* The file of this path (leading slashes do not count), or NULL. A later one replaced an earlier. */
const struct pby_tree_file *pby_tree__find(const struct pby_tree *tree, const char *path);

/* Adds what lies in a directory to a list, in no promised order; false when there is no such directory. */
bool pby_tree__list(const struct pby_tree *tree, const char *directory, struct pby_arena *arena,
		    struct pby_names *list);

#endif
