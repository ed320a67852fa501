// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* tar_out.c: writes ustar archives. */
#include "base/tar_out.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zstd.h>

#include "base/err.h"

enum { BLOCK = 512, NAME = 100, PREFIX_AT = 345, PREFIX = 155 };

struct pby_tar_out {
	int fd;
	ZSTD_CStream *zstd;	/* NULL: not packed */
};

struct pby_tar_out *pby_tar_out__open(int fd, bool zstd)
{
	struct pby_tar_out *t = calloc(1, sizeof(*t));

	if (!t)
		return NULL;
	t->fd = fd;
	if (!zstd)
		return t;
	t->zstd = ZSTD_createCStream();
	if (t->zstd && !ZSTD_isError(ZSTD_initCStream(t->zstd, 9)))
		return t;
	pby_tar_out__close(t);
	return NULL;
}

void pby_tar_out__close(struct pby_tar_out *t)
{
	if (!t)
		return;
	ZSTD_freeCStream(t->zstd);
	free(t);
}

static int write_all(int fd, const char *p, size_t len, struct pby_err *err)
{
	while (len) {
		ssize_t n = write(fd, p, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return pby_err__set(err, errno, "%s", strerror(errno));
		p += n;
		len -= n;
	}
	return 0;
}

static int put(struct pby_tar_out *t, const char *p, size_t len, ZSTD_EndDirective end,
	       struct pby_err *err)
{
	ZSTD_inBuffer in = { p, len, 0 };
	char piece[64 * 1024];
	size_t left;

	if (!t->zstd)
		return write_all(t->fd, p, len, err);
	do {
		ZSTD_outBuffer out = { piece, sizeof(piece), 0 };
		int rc;

		left = ZSTD_compressStream2(t->zstd, &out, &in, end);
		if (ZSTD_isError(left))
			return pby_err__set(err, EIO, "zstd: %s", ZSTD_getErrorName(left));
		rc = write_all(t->fd, piece, out.pos, err);
		if (rc)
			return rc;
	} while (in.pos < in.size || (end == ZSTD_e_end && left));
	return 0;
}

/* A long path is split at a slash: its end is the name, what comes before the prefix. */
static bool set_path(char *header, const char *path)
{
	size_t len = strlen(path);
	const char *slash = path;

	if (len <= NAME) {
		memcpy(header, path, len);
		return true;
	}
	while ((slash = strchr(slash + 1, '/')))
		if (path + len - slash - 1 <= NAME && slash - path <= PREFIX && slash[1]) {
			memcpy(header, slash + 1, path + len - slash - 1);
			memcpy(header + PREFIX_AT, path, slash - path);
			return true;
		}
	return false;
}

/* Digits of a number field, ended by a NUL; the field is wide enough for all that is written here. */
static void set_octal(char *field, size_t width, uint64_t value)
{
	char digits[32];

	snprintf(digits, sizeof(digits), "%0*llo", (int)width - 1, (unsigned long long)value);
	memcpy(field, digits, width);
}

int pby_tar_out__add(struct pby_tar_out *t, const char *path, struct pby_text content, uint64_t mtime,
		     struct pby_err *err)
{
	static const char zeros[BLOCK];
	char header[BLOCK] = { 0 };
	uint64_t len = pby_text__len(&content), sum = 0;
	int rc;

	if (!set_path(header, path))
		return pby_err__set(err, ENAMETOOLONG, "%s: too long for the archive", path);
	if (len >> 33)
		return pby_err__set(err, EFBIG, "%s: too large for the archive", path);
	set_octal(header + 100, 8, 0444);
	set_octal(header + 108, 8, 0);
	set_octal(header + 116, 8, 0);
	set_octal(header + 124, 12, len);
	set_octal(header + 136, 12, mtime & ((1ULL << 33) - 1));
	memset(header + 148, ' ', 8);
	header[156] = '0';
	memcpy(header + 257, "ustar\0" "00", 8);
	memcpy(header + 265, "root", 4);
	memcpy(header + 297, "root", 4);
	for (int i = 0; i < BLOCK; i++)
		sum += (uint8_t)header[i];
	set_octal(header + 148, 7, sum);
	rc = put(t, header, BLOCK, ZSTD_e_continue, err);
	if (!rc)
		rc = put(t, content.p, len, ZSTD_e_continue, err);
	if (!rc && len % BLOCK)
		rc = put(t, zeros, BLOCK - len % BLOCK, ZSTD_e_continue, err);
	return rc;
}

int pby_tar_out__finish(struct pby_tar_out *t, struct pby_err *err)
{
	static const char zeros[2 * BLOCK];

	return put(t, zeros, sizeof(zeros), ZSTD_e_end, err);
}
