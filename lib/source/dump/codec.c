// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* codec.c: gzip, xz and zstd behind one step function each. */
#include "source/dump/codec.h"

#include <lzma.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>

/* Dictionaries beyond this are refused: a hostile file must not decide how much memory is used. */
enum { XZ_MEMORY = 256 << 20, ZSTD_WINDOW_LOG = 27 };

static void *gz_open(void)
{
	z_stream *z = calloc(1, sizeof(*z));

	if (z && inflateInit2(z, 16 + MAX_WBITS) != Z_OK) {
		free(z);
		return NULL;
	}
	return z;
}

static enum pby_codec_result gz_step(void *state, struct pby_codec_step *s)
{
	z_stream *z = state;
	int rc;

	z->next_in = (uint8_t *)s->in;
	z->avail_in = s->in_len;
	z->next_out = s->out;
	z->avail_out = s->out_len;
	rc = inflate(z, Z_NO_FLUSH);
	s->used = s->in_len - z->avail_in;
	s->made = s->out_len - z->avail_out;
	if (rc == Z_STREAM_END)
		return PBY_CODEC_END;
	if (rc == Z_MEM_ERROR)
		return PBY_CODEC_NO_MEMORY;
	return rc == Z_OK || rc == Z_BUF_ERROR ? PBY_CODEC_MORE : PBY_CODEC_DAMAGED;
}

static void gz_close(void *state)
{
	inflateEnd(state);
	free(state);
}

static void *xz_open(void)
{
	lzma_stream *x = malloc(sizeof(*x));

	if (!x)
		return NULL;
	*x = (lzma_stream)LZMA_STREAM_INIT;
	if (lzma_stream_decoder(x, XZ_MEMORY, 0) != LZMA_OK) {
		free(x);
		return NULL;
	}
	return x;
}

static enum pby_codec_result xz_step(void *state, struct pby_codec_step *s)
{
	lzma_stream *x = state;
	lzma_ret rc;

	x->next_in = s->in;
	x->avail_in = s->in_len;
	x->next_out = s->out;
	x->avail_out = s->out_len;
	rc = lzma_code(x, s->in_ends ? LZMA_FINISH : LZMA_RUN);
	s->used = s->in_len - x->avail_in;
	s->made = s->out_len - x->avail_out;
	if (rc == LZMA_STREAM_END)
		return PBY_CODEC_END;
	if (rc == LZMA_MEM_ERROR || rc == LZMA_MEMLIMIT_ERROR)
		return PBY_CODEC_NO_MEMORY;
	return rc == LZMA_OK || rc == LZMA_BUF_ERROR ? PBY_CODEC_MORE : PBY_CODEC_DAMAGED;
}

static void xz_close(void *state)
{
	lzma_end(state);
	free(state);
}

static void *zstd_open(void)
{
	ZSTD_DCtx *d = ZSTD_createDCtx();

	if (d)
		ZSTD_DCtx_setParameter(d, ZSTD_d_windowLogMax, ZSTD_WINDOW_LOG);
	return d;
}

static enum pby_codec_result zstd_step(void *state, struct pby_codec_step *s)
{
	ZSTD_inBuffer in = { s->in, s->in_len, 0 };
	ZSTD_outBuffer out = { s->out, s->out_len, 0 };
	size_t rc = ZSTD_decompressStream(state, &out, &in);

	s->used = in.pos;
	s->made = out.pos;
	if (ZSTD_isError(rc))
		return PBY_CODEC_DAMAGED;
	return rc == 0 ? PBY_CODEC_END : PBY_CODEC_MORE;
}

static void zstd_close(void *state)
{
	ZSTD_freeDCtx(state);
}

static const uint8_t gz_magic[] = { 0x1f, 0x8b, 8 };
static const uint8_t xz_magic[] = { 0xfd, '7', 'z', 'X', 'Z', 0 };
static const uint8_t zstd_magic[] = { 0x28, 0xb5, 0x2f, 0xfd };

static const struct pby_codec codecs[] = {
	{ "gzip", gz_magic, sizeof(gz_magic), gz_open, gz_step, gz_close },
	{ "xz", xz_magic, sizeof(xz_magic), xz_open, xz_step, xz_close },
	{ "zstd", zstd_magic, sizeof(zstd_magic), zstd_open, zstd_step, zstd_close },
};

const struct pby_codec *pby_codec__of(const uint8_t *bytes, size_t len)
{
	for (size_t i = 0; i < sizeof(codecs) / sizeof(codecs[0]); i++) {
		const struct pby_codec *c = &codecs[i];

		if (len >= c->magic_len && !memcmp(bytes, c->magic, c->magic_len))
			return c;
	}
	return NULL;
}
