// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* deb.c: reads a Debian kernel package. */
#include "source/image/deb.h"

#include <errno.h>
#include <fnmatch.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "base/tar.h"
#include "base/unpack.h"

static const char ar_magic[] = "!<arch>\n";

/* Sizes are those of a vmlinux with debug information, and generous for the others. */
static const struct wanted {
	enum pby_deb_part part;
	const char *pattern;
	uint64_t max;
} wanted[] = {
	{ PBY_DEB_IMAGE, "boot/vmlinu[xz]-*", 2ULL << 30 },
	{ PBY_DEB_IMAGE, "usr/lib/modules/*/vmlinuz*", 2ULL << 30 },
	{ PBY_DEB_IMAGE, "lib/modules/*/vmlinuz*", 2ULL << 30 },
	{ PBY_DEB_IMAGE, "usr/lib/debug/boot/vmlinux-*", 2ULL << 30 },
	{ PBY_DEB_IMAGE, "usr/src/linux-headers-*/vmlinux", 2ULL << 30 },
	{ PBY_DEB_CONFIG, "boot/config-*", 8 << 20 },
	{ PBY_DEB_CONFIG, "usr/lib/modules/*/config", 8 << 20 },
	{ PBY_DEB_CONFIG, "lib/modules/*/config", 8 << 20 },
	{ PBY_DEB_CONFIG, "usr/src/linux-headers-*/.config", 8 << 20 },
	{ PBY_DEB_SYMBOLS, "boot/System.map-*", 256 << 20 },
	{ PBY_DEB_SYMBOLS, "usr/lib/modules/*/System.map", 256 << 20 },
	{ PBY_DEB_SYMBOLS, "usr/lib/debug/boot/System.map-*", 256 << 20 },
};

bool pby_deb__is(struct pby_text file)
{
	return pby_text__starts(file, ar_magic);
}

void pby_deb__free(struct pby_deb *deb)
{
	for (int i = 0; i < PBY_DEB_NR_PARTS; i++)
		pby_buf__free(&deb->part[i]);
	*deb = (struct pby_deb){ 0 };
}

/* "data.tar.xz/    1699999999  0     0     100644  12345678  `\n", then the bytes, padded to two. */
static bool next_member(struct pby_text *ar, struct pby_text *name, struct pby_text *content)
{
	enum { HEADER = 60, NAME = 16, SIZE_AT = 48, SIZE = 10 };
	struct pby_text size;
	uint64_t len;

	if (pby_text__len(ar) < HEADER || ar->p[HEADER - 2] != '`' || ar->p[HEADER - 1] != '\n')
		return false;
	*name = pby_text__trim(pby_text__of(ar->p, NAME));
	if (pby_text__ends(*name, "/"))
		name->end--;
	size = pby_text__trim(pby_text__of(ar->p + SIZE_AT, SIZE));
	ar->p += HEADER;
	if (!pby_text__u64(&size, &len) || len > pby_text__len(ar))
		return false;
	*content = pby_text__of(ar->p, len);
	ar->p += len;
	if (len % 2 && !pby_text__empty(ar))
		ar->p++;
	return true;
}

static int find_data(struct pby_text file, struct pby_text *data, struct pby_err *err)
{
	struct pby_text name;

	file.p += strlen(ar_magic);
	while (next_member(&file, &name, data))
		if (pby_text__starts(name, "data.tar"))
			return 0;
	return pby_err__set(err, EBADMSG, "an archive without data.tar: no Debian package");
}

static const struct wanted *wants(const struct pby_deb *deb, const struct pby_tar_entry *e)
{
	for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++)
		if (e->kind == PBY_TAR_FILE && !deb->part[wanted[i].part].len &&
		    !fnmatch(wanted[i].pattern, e->path, FNM_PATHNAME))
			return &wanted[i];
	return NULL;
}

static int take(struct pby_deb *deb, const struct wanted *w, struct pby_tar *tar,
		const struct pby_tar_entry *e, struct pby_err *err)
{
	enum { PIECE = 1 << 20 };
	struct pby_buf *to = &deb->part[w->part];
	ssize_t n;

	if (e->size > w->max)
		return pby_err__set(err, EFBIG, "%s has %llu bytes", e->path, (unsigned long long)e->size);
	snprintf(deb->path[w->part], sizeof(deb->path[w->part]), "%s", e->path);
	do {
		if (!pby_buf__reserve(to, PIECE))
			return pby_err__set(err, ENOMEM, "no memory for %s", e->path);
		n = pby_tar__read(tar, to->data + to->len, PIECE, err);
		if (n > 0)
			to->len += n;
	} while (n > 0);
	return (int)n;
}

static bool complete(const struct pby_deb *deb)
{
	for (int i = 0; i < PBY_DEB_NR_PARTS; i++)
		if (!deb->part[i].len)
			return false;
	return true;
}

int pby_deb__read(struct pby_text file, struct pby_deb *deb, struct pby_err *err)
{
	struct pby_text data;
	struct pby_tar_entry e;
	int rc = find_data(file, &data, err);

	if (rc)
		return rc;
	PBY_AUTO_UNPACK unpack = pby_unpack__open(data, err);
	PBY_AUTO_TAR tar = unpack ? pby_tar__open(unpack) : NULL;

	if (!tar)
		return pby_err__set(err, ENOMEM, "no memory to unpack the package");
	/* Thousands of modules follow in most packages: they are not unpacked for nothing. */
	while (!complete(deb) && (rc = pby_tar__next(tar, &e, err)) > 0) {
		const struct wanted *w = wants(deb, &e);

		rc = w ? take(deb, w, tar, &e, err) : 0;
		if (rc < 0)
			return rc;
	}
	if (rc < 0)
		return rc;
	return deb->part[PBY_DEB_IMAGE].len ? 0 : pby_err__set(err, ENODATA, "a Debian package without a kernel");
}
