// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* kernel_image_pack.c: packs bytes in every format that kernels and packages use. */
#include <lz4.h>
#include <lz4frame.h>
#include <lzma.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>

#include "support/kernel_image.h"

static size_t gzip(struct pby_text in, char *out, size_t room)
{
	z_stream z = { .next_in = (unsigned char *)in.p, .avail_in = (unsigned int)pby_text__len(&in),
		       .next_out = (unsigned char *)out, .avail_out = (unsigned int)room };

	deflateInit2(&z, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
	deflate(&z, Z_FINISH);
	deflateEnd(&z);
	return z.total_out;
}

static size_t xz(struct pby_text in, char *out, size_t room)
{
	size_t n = 0;

	lzma_easy_buffer_encode(1, LZMA_CHECK_CRC32, NULL, (const uint8_t *)in.p, pby_text__len(&in),
				(uint8_t *)out, &n, room);
	return n;
}

static size_t lzma(struct pby_text in, char *out, size_t room)
{
	lzma_stream s = LZMA_STREAM_INIT;
	lzma_options_lzma options;

	if (lzma_lzma_preset(&options, 1) || lzma_alone_encoder(&s, &options) != LZMA_OK)
		return 0;
	s.next_in = (const uint8_t *)in.p;
	s.avail_in = pby_text__len(&in);
	s.next_out = (uint8_t *)out;
	s.avail_out = room;
	if (lzma_code(&s, LZMA_FINISH) != LZMA_STREAM_END)
		s.avail_out = room;
	lzma_end(&s);
	return room - s.avail_out;
}

static size_t zstd(struct pby_text in, char *out, size_t room)
{
	return ZSTD_compress(out, room, in.p, pby_text__len(&in), 3);
}

static size_t lz4(struct pby_text in, char *out, size_t room)
{
	return LZ4F_compressFrame(out, room, in.p, pby_text__len(&in), NULL);
}

/* Blocks of 8 MB behind the magic number. */
static size_t lz4_legacy(struct pby_text in, char *out, size_t room)
{
	enum { BLOCK = 8 << 20 };
	size_t at = 4;

	memcpy(out, "\x02\x21\x4c\x18", 4);
	while (!pby_text__empty(&in)) {
		int len = pby_text__len(&in) < BLOCK ? (int)pby_text__len(&in) : BLOCK;
		uint32_t n = (uint32_t)LZ4_compress_default(in.p, out + at + 4, len, (int)(room - at - 4));

		memcpy(out + at, &n, 4);
		at += 4 + n;
		in.p += len;
	}
	return at;
}

void kernel_image__pack(struct pby_buf *out, const char *format, struct pby_text text)
{
	static const struct {
		const char *name;
		size_t (*pack)(struct pby_text in, char *out, size_t room);
	} rows[] = {
		{ "gzip", gzip }, { "xz", xz }, { "lzma", lzma }, { "zstd", zstd }, { "lz4", lz4 },
		{ "lz4 legacy", lz4_legacy },
	};
	size_t room = pby_text__len(&text) + pby_text__len(&text) / 8 + (64 << 10);
	char *packed = malloc(room);

	for (size_t i = 0; packed && i < sizeof(rows) / sizeof(rows[0]); i++)
		if (!strcmp(rows[i].name, format))
			pby_buf__add(out, packed, rows[i].pack(text, packed, room));
	free(packed);
}
