// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* tree.c: loads a tar archive into memory. */
#define _GNU_SOURCE
#include "base/tree.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/root.h"
#include "base/tar.h"
#include "base/unpack.h"

/* A capture of a machine with everything has 100 MB. */
enum { MAX_FILES = 1000000 };
static const uint64_t max_bytes = 1ULL << 30;

static int no_memory(struct pby_err *err)
{
	return pby_err__set(err, ENOMEM, "no memory for the archive's files");
}

/*
 * Reads in pieces and not at once into memory of the size that the header claims: who claims a
 * gigabyte must bring it.
 */
static int read_file(struct pby_tree *tree, struct pby_tar *tar, struct pby_text *content,
		     struct pby_err *err)
{
	enum { PIECE = 256 << 10 };
	PBY_AUTO_BUF buf = { 0 };
	char *copy;
	ssize_t n;

	do {
		if (!pby_buf__reserve(&buf, PIECE))
			return no_memory(err);
		n = pby_tar__read(tar, buf.data + buf.len, PIECE, err);
		if (n < 0)
			return (int)n;
		buf.len += n;
	} while (n);
	copy = pby_arena__alloc(&tree->arena, buf.len + 1);
	if (!copy)
		return no_memory(err);
	memcpy(copy, buf.data, buf.len);
	*content = pby_text__of(copy, buf.len);
	return 0;
}

static int add_file(struct pby_tree *tree, struct pby_tar *tar, const char *path, struct pby_err *err)
{
	struct pby_text content;
	struct pby_tree_file *f;
	int rc = read_file(tree, tar, &content, err);

	if (rc)
		return rc;
	f = PBY_PUSH(&tree->arena, &tree->files);
	if (!f)
		return no_memory(err);
	*f = (struct pby_tree_file){ pby_arena__strdup(&tree->arena, path), content };
	if (tree->arena.failed || !pby_map__put(&tree->by_path, f->path, strlen(f->path), tree->files.nr - 1))
		return no_memory(err);
	return 0;
}

/* As bytes, but '/' before all others: "a/b/c" comes before "a/b.d". */
static int compare_paths(const char *a, const char *b)
{
	while (*a && *a == *b)
		a++, b++;
	return (*a == '/' ? 1 : (uint8_t)*a) - (*b == '/' ? 1 : (uint8_t)*b);
}

static int by_path(const void *a, const void *b, void *arg)
{
	const struct pby_tree_file *files = arg;

	return compare_paths(files[*(const uint32_t *)a].path, files[*(const uint32_t *)b].path);
}

static int sort(struct pby_tree *tree, struct pby_err *err)
{
	tree->sorted = pby_arena__alloc(&tree->arena, (size_t)tree->files.nr * sizeof(*tree->sorted));
	if (!tree->sorted)
		return no_memory(err);
	for (uint32_t i = 0; i < tree->files.nr; i++)
		tree->sorted[i] = i;
	qsort_r(tree->sorted, tree->files.nr, sizeof(*tree->sorted), by_path, tree->files.items);
	return 0;
}

int pby_tree__load(struct pby_tree *tree, struct pby_text archive, struct pby_err *err)
{
	PBY_AUTO_UNPACK unpack = pby_unpack__open(archive, err);
	PBY_AUTO_TAR tar = unpack ? pby_tar__open(unpack) : NULL;
	struct pby_tar_entry e;
	uint64_t total = 0;
	int rc;

	if (!tar)
		return no_memory(err);
	while ((rc = pby_tar__next(tar, &e, err)) > 0) {
		if (e.kind != PBY_TAR_FILE)
			continue;
		total += e.size;
		if (e.size > max_bytes || total > max_bytes || tree->files.nr >= MAX_FILES)
			return pby_err__set(err, EFBIG, "an archive with more than 1 GB or a million files");
		rc = add_file(tree, tar, e.path, err);
		if (rc)
			return rc;
	}
	return rc ? rc : sort(tree, err);
}

void pby_tree__free(struct pby_tree *tree)
{
	pby_map__free(&tree->by_path);
	pby_arena__free(&tree->arena);
	*tree = (struct pby_tree){ 0 };
}

const struct pby_tree_file *pby_tree__find(const struct pby_tree *tree, const char *path)
{
	uint32_t i;

	while (*path == '/')
		path++;
	i = pby_map__get(&tree->by_path, path, strlen(path));
	return i == PBY_MAP_NONE ? NULL : &tree->files.items[i];
}

/* The first file in sorted order that does not come before the prefix. */
static uint32_t first_from(const struct pby_tree *tree, const char *prefix)
{
	uint32_t low = 0, high = tree->files.nr;

	while (low < high) {
		uint32_t mid = low + (high - low) / 2;

		if (compare_paths(tree->files.items[tree->sorted[mid]].path, prefix) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

bool pby_tree__list(const struct pby_tree *tree, const char *directory, struct pby_arena *arena,
		    struct pby_names *list)
{
	PBY_AUTO_BUF prefix = { 0 };
	struct pby_text last = { 0 };
	bool any = false;

	while (*directory == '/')
		directory++;
	pby_buf__adds(&prefix, directory);
	while (prefix.len && prefix.data[prefix.len - 1] == '/')
		prefix.data[--prefix.len] = '\0';
	if (prefix.len)
		pby_buf__addc(&prefix, '/');
	for (uint32_t i = first_from(tree, pby_buf__text(&prefix)); i < tree->files.nr; i++) {
		const char *path = tree->files.items[tree->sorted[i]].path, **name;
		struct pby_text part;

		if (strncmp(path, pby_buf__text(&prefix), prefix.len))
			break;
		path += prefix.len;
		part = pby_text__of(path, strcspn(path, "/"));
		any = true;
		if (pby_text__len(&part) == pby_text__len(&last) &&
		    !memcmp(part.p, last.p, pby_text__len(&part)))
			continue;
		last = part;
		name = PBY_PUSH(arena, &list->names);
		if (name)
			*name = pby_arena__strndup(arena, part.p, pby_text__len(&part));
	}
	return any;
}
