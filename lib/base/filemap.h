// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* filemap.h: a whole file as text, mapped where that is possible, read where it is not (pipes, /sys). */
#ifndef PBY_FILEMAP_H
#define PBY_FILEMAP_H

#include "base/buf.h"
#include "base/text.h"

struct pby_err;

/* Zeroed memory is no file. */
struct pby_filemap {
	struct pby_text text;
	void *map;
	struct pby_buf buf;
};

/* At most max bytes, -EFBIG beyond; the sentence names the file. */
int pby_filemap__open(struct pby_filemap *file, const char *path, size_t max, struct pby_err *err);
void pby_filemap__close(struct pby_filemap *file);

#define PBY_AUTO_FILEMAP __attribute__((cleanup(pby_filemap__close))) struct pby_filemap

#endif
