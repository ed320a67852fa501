// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* root.c: opens and reads files below one directory. */
#define _GNU_SOURCE
#include "base/root.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"

int pby_root__open(struct pby_root *root, const char *path, struct pby_err *err)
{
	*root = (struct pby_root){ .fd = -1 };
	root->live = !path || !strcmp(path, "/");
	snprintf(root->path, sizeof(root->path), "%s", root->live ? "/" : path);
	root->fd = open(root->path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (root->fd < 0)
		return pby_err__set(err, errno, "%s: %s", root->path, strerror(errno));
	return 0;
}

void pby_root__close(struct pby_root *root)
{
	pby_fd__close(&root->fd);
}

int pby_root__openat(const struct pby_root *root, const char *path, int flags,
		     struct pby_err *err)
{
	struct open_how how = { .flags = flags | O_CLOEXEC, .resolve = RESOLVE_IN_ROOT };
	int fd;

	while (*path == '/')
		path++;
	if (root->live) {
		fd = openat(root->fd, path, flags | O_CLOEXEC);
	} else {
		fd = syscall(SYS_openat2, root->fd, path, &how, sizeof(how));
		/* Kernels before 5.6 cannot confine the lookup: refuse links altogether. */
		if (fd < 0 && errno == ENOSYS)
			fd = openat(root->fd, path, flags | O_CLOEXEC | O_NOFOLLOW);
	}
	if (fd < 0) {
		int code = errno;

		return pby_err__set(err, code, "%s%s%s: %s", root->live ? "" : root->path,
				    "/", path, strerror(code));
	}
	return fd;
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

void pby_fd__close(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}
