// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* reader.c: the child that reads and the parent that may not wait for ever. */
#define _GNU_SOURCE
#include "source/reader.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "base/root.h"

enum { REGION = 64 << 20, MAX_FILE = 48 << 20, CHUNK = 1 << 16 };

/* What the child shows of its work: rows before next are answered. */
struct answers {
	uint32_t next;
	struct pby_reading rows[];
};

struct question {
	const struct pby_reader *reader;
	const struct pby_root *root;
};

/* Reads straight into the shared arena: it grows at its end, so the chunks are one text. */
static int read_all(struct pby_region *region, int fd, struct pby_text *text)
{
	char *at = pby_arena__alloc(&region->arena, CHUNK);
	size_t len = 0, cap = CHUNK;
	ssize_t n;

	*text = (struct pby_text){ at, at };
	while (at && len < MAX_FILE) {
		n = read(fd, at + len, cap - len);
		pby_region__step(region);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		if (n == 0) {
			text->end = at + len;
			return 0;
		}
		len += (size_t)n;
		if (len == cap && !pby_arena__alloc(&region->arena, CHUNK))
			break;
		if (len == cap)
			cap += CHUNK;
	}
	return -EFBIG;
}

/* Is the closest folder that exists of the file system where path should be? */
static bool has_file_system(const struct pby_root *root, const char *path, uint32_t magic)
{
	char folder[256];
	struct statfs fs;
	char *slash;

	pby_text__copy(pby_text__str(path), folder, sizeof(folder));
	while ((slash = strrchr(folder, '/')) && slash > folder) {
		PBY_AUTO_FD fd = -1;

		*slash = '\0';
		fd = pby_root__openat(root, folder, O_PATH, NULL);
		if (fd >= 0)
			return !fstatfs(fd, &fs) && (uint32_t)fs.f_type == magic;
	}
	return false;
}

static bool is_absent(const struct pby_root *root, const struct pby_reading *row)
{
	if (!root->live)
		return pby_root__lacked(root, row->path);
	return row->file_system &&
	       (has_file_system(root, row->path, row->file_system) ||
		(row->other && has_file_system(root, row->other, row->file_system)));
}

static void read_row(struct pby_region *region, const struct pby_root *root,
		     struct pby_reading *row)
{
	struct pby_err err;
	PBY_AUTO_FD fd = pby_root__openat(root, row->path, O_RDONLY | O_NOCTTY, &err);
	int rc;

	if (fd == -ENOENT && row->other)
		fd = pby_root__openat(root, row->other, O_RDONLY | O_NOCTTY, NULL);
	if (fd < 0) {
		/* What a snapshot's machine did not ask for is not known; see missing() below. */
		row->read = fd == -EAGAIN ? PBY_MAYBE : PBY_NO;
		row->why = pby_arena__strdup(&region->arena, err.text);
		row->absent = fd == -ENOENT && is_absent(root, row);
		if (row->absent)
			pby_root__lacks(root, row->path, row->why);
		return;
	}
	rc = read_all(region, fd, &row->text);
	row->read = rc ? PBY_NO : PBY_YES;
	if (rc)
		row->why = pby_arena__printf(&region->arena, "%s: %s", row->path, strerror(-rc));
}

static void work(struct pby_region *region, void *arg)
{
	const struct question *q = arg;
	uint32_t nr = q->reader->nr;
	struct answers *a = pby_arena__alloc(&region->arena, sizeof(*a) + nr * sizeof(*a->rows));

	if (!a)
		return;
	region->result = a;
	for (uint32_t i = 0; i < nr; i++) {
		struct pby_reading row = q->reader->rows[i];

		pby_region__doing(region, row.path);
		read_row(region, q->root, &row);
		a->rows[i] = row;
		__atomic_store_n(&a->next, i + 1, __ATOMIC_RELEASE);
	}
}

void pby_reader__start(struct pby_reader *reader, const struct pby_root *root)
{
	struct question q = { reader, root };
	struct pby_err err;

	reader->root = root;
	if (pby_child__start(&reader->child, REGION, work, &q, &err))
		for (uint32_t i = 0; i < reader->nr; i++)
			reader->rows[i].why = "not asked: no process to ask with";
}

static const char *late(struct pby_reader *reader, uint32_t i, uint32_t stuck,
			enum pby_child_end end)
{
	struct pby_region *region = reader->child.region;
	const char *lock = reader->lock;

	if (end == PBY_CHILD_CRASHED || end == PBY_CHILD_DONE)
		return pby_arena__printf(&region->arena, "the process that read %s died",
					 reader->rows[stuck].path);
	if (i == stuck)
		return pby_arena__printf(&region->arena, "%s did not answer: something holds %s",
					 reader->rows[i].path, lock);
	return pby_arena__printf(&region->arena, "not asked: %s did not answer, and both wait for %s",
				 reader->rows[stuck].path, lock);
}

/* A row that nobody answered. A snapshot keeps the reason, and whether it was asked at all. */
static void missing(struct pby_reader *reader, uint32_t i, uint32_t stuck, enum pby_child_end end)
{
	struct pby_reading *row = &reader->rows[i];

	row->read = i == stuck ? PBY_NO : PBY_MAYBE;
	row->why = late(reader, i, stuck, end);
	pby_root__missed(reader->root, row->path, i == stuck ? ETIMEDOUT : EAGAIN, row->why);
}

bool pby_reader__finish(struct pby_reader *reader, int timeout_ms)
{
	const struct answers *a;
	enum pby_child_end end;
	uint32_t done = 0;

	if (!reader->child.region)
		return false;
	end = pby_child__wait(&reader->child, timeout_ms);
	a = reader->child.region->result;
	if (a)
		done = __atomic_load_n(&a->next, __ATOMIC_ACQUIRE);
	for (uint32_t i = 0; i < done; i++)
		reader->rows[i] = a->rows[i];
	for (uint32_t i = done; i < reader->nr; i++)
		missing(reader, i, done, end);
	return end != PBY_CHILD_DONE;
}

void pby_reader__free(struct pby_reader *reader)
{
	pby_child__free(&reader->child);
}
