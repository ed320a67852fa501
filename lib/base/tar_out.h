// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* tar_out.h: writes a plain tar archive of regular files, packed with zstd if wanted. */
#ifndef PBY_TAR_OUT_H
#define PBY_TAR_OUT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

struct pby_err;
struct pby_tar_out;

/* Writes to fd, which stays the caller's. NULL without memory. */
struct pby_tar_out *pby_tar_out__open(int fd, bool zstd);
/*
 * Adds a file: readable by all, owned by root, of this time (seconds since 1970). The path has up to
 * 255 bytes and no leading slash; -ENAMETOOLONG when ustar has no place for it.
 */
int pby_tar_out__add(struct pby_tar_out *out, const char *path, struct pby_text content, uint64_t mtime,
		     struct pby_err *err);
/* Writes the end of the archive. The caller still has to close out. */
int pby_tar_out__finish(struct pby_tar_out *out, struct pby_err *err);
void pby_tar_out__close(struct pby_tar_out *out);

#endif
