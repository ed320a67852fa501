// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* unpack_codecs.c: gzip, xz, lzma and zstd, by their libraries. */
#include <errno.h>
#include <lzma.h>
#include <stdlib.h>
#include <zlib.h>
#include <zstd.h>

#include "base/unpack_format.h"

/*
 * Dictionaries beyond this are refused: a hostile file must not decide how much memory is used. xz -9
 * asks for 64 MB, zstd --long for 128.
 */
enum { LZMA_MEMORY = 256 << 20, ZSTD_WINDOW_LOG = 27 };

static void *gzip_start(void)
{
	z_stream *z = calloc(1, sizeof(*z));

	if (z && inflateInit2(z, 16 + MAX_WBITS) != Z_OK) {
		free(z);
		z = NULL;
	}
	return z;
}

/* zlib counts in unsigned int. */
static unsigned int clamp(size_t n)
{
	return n < 1u << 30 ? (unsigned int)n : 1u << 30;
}

static ssize_t gzip_step(void *state, struct pby_text *in, uint8_t *to, size_t size, bool *end)
{
	z_stream *z = state;
	unsigned int room = clamp(size);
	int rc;

	z->next_in = (unsigned char *)in->p;
	z->avail_in = clamp(pby_text__len(in));
	z->next_out = to;
	z->avail_out = room;
	rc = inflate(z, Z_NO_FLUSH);
	in->p = (const char *)z->next_in;
	*end = rc == Z_STREAM_END;
	/* Z_BUF_ERROR is no error: there was nothing to go on with. */
	if (z->avail_out < room || rc == Z_OK || rc == Z_STREAM_END || rc == Z_BUF_ERROR)
		return room - z->avail_out;
	return rc == Z_MEM_ERROR ? -ENOMEM : -EBADMSG;
}

static void gzip_stop(void *state)
{
	inflateEnd(state);
	free(state);
}

static void *lzma_begin(lzma_ret (*decoder)(lzma_stream *s))
{
	lzma_stream *s = calloc(1, sizeof(*s));

	if (!s)
		return NULL;
	*s = (lzma_stream)LZMA_STREAM_INIT;
	if (decoder(s) == LZMA_OK)
		return s;
	free(s);
	return NULL;
}

static lzma_ret xz_decoder(lzma_stream *s)
{
	return lzma_stream_decoder(s, LZMA_MEMORY, 0);
}

static lzma_ret lzma_decoder(lzma_stream *s)
{
	return lzma_alone_decoder(s, LZMA_MEMORY);
}

static void *xz_start(void)
{
	return lzma_begin(xz_decoder);
}

static void *lzma_start(void)
{
	return lzma_begin(lzma_decoder);
}

static ssize_t lzma_step(void *state, struct pby_text *in, uint8_t *to, size_t size, bool *end)
{
	lzma_stream *s = state;
	lzma_ret rc;

	s->next_in = (const uint8_t *)in->p;
	s->avail_in = pby_text__len(in);
	s->next_out = to;
	s->avail_out = size;
	rc = lzma_code(s, LZMA_RUN);
	in->p = (const char *)s->next_in;
	*end = rc == LZMA_STREAM_END;
	if (s->avail_out < size || rc == LZMA_OK || rc == LZMA_STREAM_END || rc == LZMA_BUF_ERROR)
		return size - s->avail_out;
	return rc == LZMA_MEM_ERROR || rc == LZMA_MEMLIMIT_ERROR ? -ENOMEM : -EBADMSG;
}

static void lzma_stop(void *state)
{
	lzma_end(state);
	free(state);
}

static void *zstd_start(void)
{
	ZSTD_DStream *d = ZSTD_createDStream();

	if (d)
		ZSTD_DCtx_setParameter(d, ZSTD_d_windowLogMax, ZSTD_WINDOW_LOG);
	return d;
}

static ssize_t zstd_step(void *state, struct pby_text *in, uint8_t *to, size_t size, bool *end)
{
	ZSTD_inBuffer src = { in->p, pby_text__len(in), 0 };
	ZSTD_outBuffer dst = { to, size, 0 };
	size_t rc = ZSTD_decompressStream(state, &dst, &src);

	in->p += src.pos;
	*end = rc == 0;
	return ZSTD_isError(rc) ? -EBADMSG : (ssize_t)dst.pos;
}

static void zstd_stop(void *state)
{
	ZSTD_freeDStream(state);
}

const struct pby_unpack_format pby_unpack_gzip = {
	"gzip", "\x1f\x8b\x08", 3, gzip_start, false, gzip_step, gzip_stop,
};

const struct pby_unpack_format pby_unpack_xz = {
	"xz", "\xfd" "7zXZ\0", 6, xz_start, false, lzma_step, lzma_stop,
};

/* The header of lzma -9 as the kernel's build calls it: properties 5d, a dictionary of whole megabytes. */
const struct pby_unpack_format pby_unpack_lzma = {
	"lzma", "\x5d\0\0", 3, lzma_start, false, lzma_step, lzma_stop,
};

const struct pby_unpack_format pby_unpack_zstd = {
	"zstd", "\x28\xb5\x2f\xfd", 4, zstd_start, false, zstd_step, zstd_stop,
};
