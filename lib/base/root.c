// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* root.c: opens and reads files below one directory. */
#define _GNU_SOURCE
#include "base/root.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/filemap.h"
#include "base/manifest.h"
#include "base/recorder.h"
#include "base/text.h"
#include "base/tree.h"

/* 4 GB of archive: what it may unpack to is the tree's business. */
static const size_t max_archive = 4ULL << 30;

static int open_archive(struct pby_root *root, struct pby_err *err)
{
	PBY_AUTO_FILEMAP file = { 0 };
	int rc = pby_filemap__open(&file, root->path, max_archive, err);

	if (rc)
		return rc;
	root->tree = calloc(1, sizeof(*root->tree));
	if (!root->tree)
		return pby_err__set(err, ENOMEM, "%s: no memory", root->path);
	rc = pby_tree__load(root->tree, file.text, err);
	if (!rc && !root->tree->files.nr)
		rc = pby_err__set(err, ENODATA, "an archive without files");
	return rc ? pby_err__prefix(err, rc, "%s", root->path) : 0;
}

int pby_root__open(struct pby_root *root, const char *path, struct pby_err *err)
{
	struct stat st;

	*root = (struct pby_root){ .fd = -1 };
	root->live = !path || !strcmp(path, "/");
	snprintf(root->path, sizeof(root->path), "%s", root->live ? "/" : path);
	if (!root->live && !stat(path, &st) && !S_ISDIR(st.st_mode))
		return open_archive(root, err) ?: pby_manifest__load(root, &root->manifest, err);
	root->fd = open(root->path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (root->fd < 0)
		return pby_err__set(err, errno, "%s: %s", root->path, strerror(errno));
	return root->live ? 0 : pby_manifest__load(root, &root->manifest, err);
}

void pby_root__close(struct pby_root *root)
{
	pby_fd__close(&root->fd);
	if (root->tree)
		pby_tree__free(root->tree);
	free(root->tree);
	root->tree = NULL;
	pby_manifest__free(root->manifest);
	root->manifest = NULL;
}

/* A snapshot says for itself what its machine said. */
static int not_there(const struct pby_root *root, const char *path, int code, struct pby_err *err)
{
	struct pby_missing m;

	if (pby_manifest__find(root->manifest, path, &m))
		return pby_err__set(err, m.code, "%s", m.why);
	return pby_err__set(err, code, "%s%s%s: %s", root->live ? "" : root->path, "/", path,
			    strerror(code));
}

/* A descriptor like that of a file, over a copy in memory. */
static int open_copy(struct pby_text content)
{
	PBY_AUTO_FD fd = memfd_create("probity", MFD_CLOEXEC);
	int taken;

	while (fd >= 0 && !pby_text__empty(&content)) {
		ssize_t n = write(fd, content.p, pby_text__len(&content));

		if (n < 0)
			return -1;
		content.p += n;
	}
	if (fd >= 0)
		lseek(fd, 0, SEEK_SET);
	taken = fd;
	fd = -1;
	return taken;
}

static int open_in_tree(const struct pby_root *root, const char *path)
{
	const struct pby_tree_file *f = pby_tree__find(root->tree, path);

	errno = ENOENT;
	return f ? open_copy(f->content) : -1;
}

/* Without openat2 (before 5.6, or a container's filter that is as old): step by step, through no link. */
static int open_without_links(int fd, const char *path, int flags)
{
	PBY_AUTO_FD at = fcntl(fd, F_DUPFD_CLOEXEC, 0);
	struct pby_text rest = pby_text__str(path), part;
	char name[NAME_MAX + 1];

	while (at >= 0 && pby_text__until(&rest, '/', &part)) {
		int next;

		if (pby_text__len(&part) > NAME_MAX || pby_text__is(part, "..")) {
			errno = ELOOP;
			return -1;
		}
		if (pby_text__empty(&part))
			continue;
		pby_text__copy(part, name, sizeof(name));
		next = openat(at, name, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		pby_fd__close(&at);
		at = next;
	}
	return at < 0 ? -1 : openat(at, rest.p, flags | O_NOFOLLOW);
}

/*
 * A captured tree may come from anybody: no link leads out of it, and no fifo or device in it is read,
 * which might never end.
 */
static int open_captured(int root, const char *path, int flags)
{
	struct open_how how = { .flags = flags | O_NONBLOCK | O_NOCTTY, .resolve = RESOLVE_IN_ROOT };
	int fd = syscall(SYS_openat2, root, path, &how, sizeof(how));
	struct stat st;

	if (fd < 0 && (errno == ENOSYS || errno == EPERM))
		fd = open_without_links(root, path, flags | O_NONBLOCK | O_NOCTTY);
	if (fd < 0 || (!fstat(fd, &st) && (S_ISREG(st.st_mode) || S_ISDIR(st.st_mode))))
		return fd;
	close(fd);
	errno = EINVAL;
	return -1;
}

static void record(const struct pby_root *root, const char *path, struct pby_text content, int code,
		   const char *why, bool absent)
{
	char full[512];
	struct pby_record r = { .path = full, .content = content, .code = code, .why = why, .absent = absent };

	while (*path == '/')
		path++;
	if (!root->recorder || !pby_recorder__wants(path))
		return;
	snprintf(full, sizeof(full), "/%s", path);
	pby_recorder__add(root->recorder, &r);
}

/* Reads and keeps the file, and gives a copy: what the caller sees is what was kept. */
static int open_recorded(const struct pby_root *root, const char *path, int fd, struct pby_err *err)
{
	enum { MAX_RECORDED = 256 << 20 };
	PBY_AUTO_FD live = fd;
	PBY_AUTO_BUF text = { 0 };
	struct pby_err why = { "" };
	char full[512];
	int rc;

	snprintf(full, sizeof(full), "/%s", path);
	rc = pby_fd__read_all(live, full, MAX_RECORDED, &text, &why);
	record(root, path, pby_text__of(pby_buf__text(&text), rc ? 0 : text.len), -rc, why.text, false);
	if (rc)
		return pby_err__set(err, -rc, "%s", why.text);
	rc = open_copy(pby_text__of(pby_buf__text(&text), text.len));
	return rc < 0 ? not_there(root, path, errno, err) : rc;
}

static bool is_recorded(const struct pby_root *root, const char *path, int flags)
{
	return root->recorder && pby_recorder__wants(path) && !(flags & (O_PATH | O_DIRECTORY)) &&
	       (flags & O_ACCMODE) == O_RDONLY;
}

int pby_root__openat(const struct pby_root *root, const char *path, int flags,
		     struct pby_err *err)
{
	struct pby_err why;
	int fd, rc;

	while (*path == '/')
		path++;
	if (root->tree)
		fd = open_in_tree(root, path);
	else
		fd = root->live ? openat(root->fd, path, flags | O_CLOEXEC)
				: open_captured(root->fd, path, flags | O_CLOEXEC);
	if (fd >= 0)
		return is_recorded(root, path, flags) ? open_recorded(root, path, fd, err) : fd;
	rc = not_there(root, path, errno, &why);
	if (is_recorded(root, path, flags))
		record(root, path, (struct pby_text){ 0 }, -rc, why.text, false);
	return pby_err__set(err, -rc, "%s", why.text);
}

void pby_root__keep(const struct pby_root *root, const char *path, struct pby_text content)
{
	record(root, path, content, 0, "", false);
}

void pby_root__missed(const struct pby_root *root, const char *path, int code, const char *why)
{
	record(root, path, (struct pby_text){ 0 }, code, why, false);
}

void pby_root__lacks(const struct pby_root *root, const char *path, const char *why)
{
	record(root, path, (struct pby_text){ 0 }, ENOENT, why, true);
}

bool pby_root__lacked(const struct pby_root *root, const char *path)
{
	struct pby_missing m;

	return pby_manifest__find(root->manifest, path, &m) && m.absent;
}

int pby_fd__read_all(int fd, const char *name, size_t max, struct pby_buf *out,
		     struct pby_err *err)
{
	out->len = 0;
	out->failed = false;
	for (;;) {
		ssize_t n;

		if (!pby_buf__reserve(out, 64 * 1024))
			return pby_err__set(err, ENOMEM, "%s: no memory after %zu bytes", name,
					    out->len);
		n = read(fd, out->data + out->len, out->cap - out->len - 1);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return pby_err__set(err, errno, "%s: %s", name, strerror(errno));
		out->len += n;
		out->data[out->len] = '\0';
		if (!n)
			return 0;
		if (out->len > max)
			return pby_err__set(err, EFBIG, "%s: larger than %zu bytes", name, max);
	}
}

int pby_root__read(const struct pby_root *root, const char *path, size_t max,
		   struct pby_buf *out, struct pby_err *err)
{
	PBY_AUTO_FD fd = pby_root__openat(root, path, O_RDONLY | O_NOCTTY, err);
	int rc;

	if (fd < 0)
		return fd;
	rc = pby_fd__read_all(fd, path, max, out, err);
	if (rc && !root->live)
		return pby_err__prefix(err, rc, "%s", root->path);
	return rc;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static int list_directory(const struct pby_root *root, const char *path, struct pby_arena *arena,
			  struct pby_names *list, struct pby_err *err)
{
	int fd = pby_root__openat(root, path, O_RDONLY | O_DIRECTORY, err);
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);
	const struct dirent *d;

	if (fd < 0)
		return fd;
	if (!dir) {
		close(fd);
		return not_there(root, path, ENOMEM, err);
	}
	while ((d = readdir(dir))) {
		const char **name;

		if (!strcmp(d->d_name, ".") || !strcmp(d->d_name, ".."))
			continue;
		name = PBY_PUSH(arena, &list->names);
		if (name)
			*name = pby_arena__strdup(arena, d->d_name);
	}
	closedir(dir);
	return 0;
}

int pby_root__list(const struct pby_root *root, const char *path, struct pby_arena *arena,
		   struct pby_names *list, struct pby_err *err)
{
	int rc;

	*list = (struct pby_names){ 0 };
	while (*path == '/')
		path++;
	if (!root->tree)
		rc = list_directory(root, *path ? path : ".", arena, list, err);
	else
		rc = pby_tree__list(root->tree, path, arena, list) ? 0 : not_there(root, path, ENOENT, err);
	if (!rc && arena->failed)
		return pby_err__set(err, ENOMEM, "%s: no memory for its names", path);
	if (list->names.nr)
		qsort(list->names.items, list->names.nr, sizeof(list->names.items[0]), by_name);
	return rc;
}

void pby_fd__close(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}
