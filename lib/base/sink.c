// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* sink.c: writes the files of a snapshot. */
#define _GNU_SOURCE
#include "base/sink.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/err.h"
#include "base/root.h"
#include "base/tar_out.h"

static int open_folder(struct pby_sink *s, struct pby_err *err)
{
	struct pby_root there;
	struct pby_arena arena = { 0 };
	struct pby_names names = { 0 };
	int rc;

	if (mkdir(s->path, 0700) && errno != EEXIST)
		return pby_err__set(err, errno, "%s: %s", s->path, strerror(errno));
	s->fd = open(s->path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (s->fd < 0)
		return pby_err__set(err, errno, "%s: %s", s->path, strerror(errno));
	there = (struct pby_root){ .fd = s->fd };
	rc = pby_root__list(&there, "", &arena, &names, err);
	if (!rc && names.names.nr)
		rc = pby_err__set(err, EEXIST, "%s: not an empty folder", s->path);
	pby_arena__free(&arena);
	return rc;
}

static int open_archive(struct pby_sink *s, bool zstd, struct pby_err *err)
{
	s->fd = open(s->path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (s->fd < 0)
		return pby_err__set(err, errno, "%s: %s", s->path, strerror(errno));
	s->tar = pby_tar_out__open(s->fd, zstd);
	return s->tar ? 0 : pby_err__set(err, ENOMEM, "%s: no memory", s->path);
}

int pby_sink__open(struct pby_sink *s, const char *path, struct pby_err *err)
{
	struct pby_text name = pby_text__str(path);
	bool zstd = pby_text__ends(name, ".tar.zst");

	*s = (struct pby_sink){ .path = path, .fd = -1, .folder = !zstd && !pby_text__ends(name, ".tar") };
	return s->folder ? open_folder(s, err) : open_archive(s, zstd, err);
}

/* Makes the folders above a file. */
static int make_folders(int at, const char *path, struct pby_err *err)
{
	char folder[512];

	for (const char *slash = path; (slash = strchr(slash, '/')); slash++) {
		pby_text__copy(pby_text__of(path, slash - path), folder, sizeof(folder));
		if (mkdirat(at, folder, 0700) && errno != EEXIST)
			return pby_err__set(err, errno, "%s: %s", folder, strerror(errno));
	}
	return 0;
}

static int add_to_folder(struct pby_sink *s, const char *path, struct pby_text content, struct pby_err *err)
{
	int rc = make_folders(s->fd, path, err);
	PBY_AUTO_FD fd = rc ? -1 : openat(s->fd, path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);

	if (rc)
		return rc;
	while (fd >= 0 && !pby_text__empty(&content)) {
		ssize_t n = write(fd, content.p, pby_text__len(&content));

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			break;
		content.p += n;
	}
	return fd < 0 || !pby_text__empty(&content) ? pby_err__set(err, errno, "%s: %s", path, strerror(errno)) : 0;
}

int pby_sink__add(struct pby_sink *s, const char *path, struct pby_text content, uint64_t time,
		  struct pby_err *err)
{
	int rc;

	while (*path == '/')
		path++;
	rc = s->folder ? add_to_folder(s, path, content, err)
		       : pby_tar_out__add(s->tar, path, content, time, err);
	return rc ? pby_err__prefix(err, rc, "%s", s->path) : 0;
}

int pby_sink__finish(struct pby_sink *s, struct pby_err *err)
{
	int rc = s->tar ? pby_tar_out__finish(s->tar, err) : 0;

	return rc ? pby_err__prefix(err, rc, "%s", s->path) : 0;
}

void pby_sink__close(struct pby_sink *s)
{
	pby_tar_out__close(s->tar);
	pby_fd__close(&s->fd);
	*s = (struct pby_sink){ .fd = -1 };
}
