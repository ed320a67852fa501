// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* unpack_format.h: the packing formats, each a row, for bytes that are all there and for a stream. */
#ifndef PBY_UNPACK_FORMAT_H
#define PBY_UNPACK_FORMAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/text.h"

struct pby_unpack_format {
	const char *name;
	const char *magic;
	size_t magic_len;
	/* A decoder at the start of a stream, or NULL. */
	void *(*start)(void);
	/* Steps want all packed bytes at once: not for a stream. */
	bool whole;
	/*
	 * Takes from in (moving it) and gives up to size bytes; sets *end behind the stream's last byte.
	 * 0 without *end: what in held is used up, or too little to go on. -EBADMSG for damaged bytes,
	 * -ENOMEM; bytes made before the damage are given first.
	 */
	ssize_t (*step)(void *state, struct pby_text *in, uint8_t *to, size_t size, bool *end);
	void (*stop)(void *state);
};

/* The format whose magic these bytes begin with, or NULL: they are none of ours. */
const struct pby_unpack_format *pby_unpack_format__of(struct pby_text packed);
enum { PBY_UNPACK_MAGIC_MAX = 6 };

extern const struct pby_unpack_format pby_unpack_gzip, pby_unpack_xz, pby_unpack_lzma,
	pby_unpack_zstd, pby_unpack_lz4, pby_unpack_lz4_legacy;

#endif
