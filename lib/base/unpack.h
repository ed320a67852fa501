// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* unpack.h: takes apart what gzip, xz, lzma, zstd or lz4 packed, piece by piece. */
#ifndef PBY_UNPACK_H
#define PBY_UNPACK_H

#include <stddef.h>
#include <sys/types.h>

#include "base/text.h"

struct pby_buf;
struct pby_err;
struct pby_unpack;

/* "gzip", "xz", "lzma", "zstd", "lz4" by the first bytes, or NULL for what is none of them. */
const char *pby_unpack__format(struct pby_text packed);

/*
 * Begins to unpack bytes that must stay where they are. Bytes of no known format come out as they
 * are. NULL with a sentence when there is no memory. Streams that follow each other are one;
 * what follows them and is none is left (kernels append their size).
 */
struct pby_unpack *pby_unpack__open(struct pby_text packed, struct pby_err *err);
void pby_unpack__close(struct pby_unpack *unpack);

/* Up to size bytes; fewer only at the end; 0 behind it; -EBADMSG for damaged bytes. */
ssize_t pby_unpack__read(struct pby_unpack *unpack, void *to, size_t size, struct pby_err *err);

/* All of it, -EFBIG when more than max bytes come out. The buffer is emptied first. */
int pby_unpack__all(struct pby_text packed, size_t max, struct pby_buf *out, struct pby_err *err);

#define PBY_AUTO_UNPACK __attribute__((cleanup(pby_unpack__closep))) struct pby_unpack *
static inline void pby_unpack__closep(struct pby_unpack **unpack)
{
	pby_unpack__close(*unpack);
}

#endif
