// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* unpack_lz4.c: lz4 frames, and the older format of "lz4 -l" that kernels are packed with. */
#include <errno.h>
#include <lz4.h>
#include <lz4frame.h>
#include <stdlib.h>
#include <string.h>

#include "base/unpack_format.h"

static void *frame_start(void)
{
	LZ4F_dctx *d = NULL;

	return LZ4F_isError(LZ4F_createDecompressionContext(&d, LZ4F_VERSION)) ? NULL : d;
}

static ssize_t frame_step(void *state, struct pby_text *in, uint8_t *to, size_t size, bool *end)
{
	size_t used = pby_text__len(in), made = size;
	size_t rc = LZ4F_decompress(state, to, &made, in->p, &used, NULL);

	in->p += used;
	*end = rc == 0;
	return LZ4F_isError(rc) ? -EBADMSG : (ssize_t)made;
}

static void frame_stop(void *state)
{
	LZ4F_freeDecompressionContext(state);
}

/*
 * The older format: the magic number, then blocks, each with its packed length in four bytes before it.
 * All but the last unpack to 8 MB. It has no end mark; the kernel's build puts the unpacked size, four
 * bytes more, behind the last block.
 */
enum { BLOCK = 8 << 20 };

struct legacy {
	bool begun;
	bool last;	/* a block unpacked to less than 8 MB */
	size_t at, len;
	char block[BLOCK];
};

static void *legacy_start(void)
{
	return calloc(1, sizeof(struct legacy));
}

static uint32_t le32(const char *p)
{
	const uint8_t *b = (const uint8_t *)p;

	return b[0] | b[1] << 8 | b[2] << 16 | (uint32_t)b[3] << 24;
}

static int next_block(struct legacy *l, struct pby_text *in)
{
	uint32_t packed;
	int n;

	if (pby_text__len(in) < 4)
		return -EBADMSG;
	packed = le32(in->p);
	if (packed > pby_text__len(in) - 4 || packed > LZ4_COMPRESSBOUND(BLOCK))
		return -EBADMSG;
	n = LZ4_decompress_safe(in->p + 4, l->block, (int)packed, BLOCK);
	if (n <= 0)
		return -EBADMSG;
	in->p += 4 + packed;
	l->at = 0;
	l->len = n;
	l->last = n < BLOCK || pby_text__len(in) <= 4;
	return 0;
}

static ssize_t legacy_step(void *state, struct pby_text *in, uint8_t *to, size_t size, bool *end)
{
	struct legacy *l = state;
	size_t n;
	int rc;

	if (!l->begun)
		in->p += 4;
	l->begun = true;
	if (l->at == l->len) {
		rc = next_block(l, in);
		if (rc)
			return rc;
	}
	n = l->len - l->at < size ? l->len - l->at : size;
	memcpy(to, l->block + l->at, n);
	l->at += n;
	*end = l->last && l->at == l->len;
	return n;
}

const struct pby_unpack_format pby_unpack_lz4 = {
	"lz4", "\x04\x22\x4d\x18", 4, frame_start, false, frame_step, frame_stop,
};

const struct pby_unpack_format pby_unpack_lz4_legacy = {
	"lz4", "\x02\x21\x4c\x18", 4, legacy_start, true, legacy_step, free,
};
