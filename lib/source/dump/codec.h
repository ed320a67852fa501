// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* codec.h: decompressors that work on a stream, chosen by the first bytes of the input. */
#ifndef PBY_DUMP_CODEC_H
#define PBY_DUMP_CODEC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What one step used and made. Both counters only grow; the caller gives room and bytes. */
struct pby_codec_step {
	const uint8_t *in;
	size_t in_len;
	uint8_t *out;
	size_t out_len;
	bool in_ends;	/* no byte follows in[in_len - 1] */
	size_t used;
	size_t made;
};

enum pby_codec_result {
	PBY_CODEC_MORE,		/* go on: give more input or more room */
	PBY_CODEC_END,		/* a complete stream has ended; used may be below in_len */
	PBY_CODEC_DAMAGED,
	PBY_CODEC_NO_MEMORY,
};

struct pby_codec {
	const char *name;
	const uint8_t *magic;
	size_t magic_len;
	void *(*open)(void);	/* NULL: no memory */
	enum pby_codec_result (*step)(void *state, struct pby_codec_step *step);
	void (*close)(void *state);
};

enum { PBY_CODEC_MAGIC_MAX = 6 };

/* The codec whose magic these bytes begin with, or NULL: they are plain. */
const struct pby_codec *pby_codec__of(const uint8_t *bytes, size_t len);

#endif
