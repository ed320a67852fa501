// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* unpack_format.h: what a packing format is to unpack.c: a row. */
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
	/*
	 * Takes from in (moving it) and gives up to size bytes. 0 with *end set behind the stream's last
	 * byte; -EBADMSG for damaged bytes and for bytes that end too early.
	 */
	ssize_t (*step)(void *state, struct pby_text *in, uint8_t *to, size_t size, bool *end);
	void (*stop)(void *state);
};

extern const struct pby_unpack_format pby_unpack_gzip, pby_unpack_xz, pby_unpack_lzma,
	pby_unpack_zstd, pby_unpack_lz4, pby_unpack_lz4_legacy;

#endif
