// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* unpack.c: picks the decoder by the first bytes and runs it to the end. */
#include "base/unpack.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/unpack_format.h"

struct pby_unpack {
	const struct pby_unpack_format *format;	/* NULL: bytes as they are */
	void *state;	/* NULL: no stream is open */
	struct pby_text in;
};

static const struct pby_unpack_format *const formats[] = {
	&pby_unpack_gzip, &pby_unpack_xz, &pby_unpack_lzma, &pby_unpack_zstd, &pby_unpack_lz4,
	&pby_unpack_lz4_legacy,
};

static bool begins(const struct pby_unpack_format *f, struct pby_text in)
{
	return pby_text__len(&in) >= f->magic_len && !memcmp(in.p, f->magic, f->magic_len);
}

const struct pby_unpack_format *pby_unpack_format__of(struct pby_text in)
{
	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++)
		if (begins(formats[i], in))
			return formats[i];
	return NULL;
}

const char *pby_unpack__format(struct pby_text packed)
{
	const struct pby_unpack_format *f = pby_unpack_format__of(packed);

	return f ? f->name : NULL;
}

struct pby_unpack *pby_unpack__open(struct pby_text packed, struct pby_err *err)
{
	struct pby_unpack *u = calloc(1, sizeof(*u));

	if (!u) {
		pby_err__set(err, ENOMEM, "no memory to unpack");
		return NULL;
	}
	u->in = packed;
	u->format = pby_unpack_format__of(packed);
	return u;
}

static void stop(struct pby_unpack *u)
{
	if (u->state)
		u->format->stop(u->state);
	u->state = NULL;
}

void pby_unpack__close(struct pby_unpack *u)
{
	if (!u)
		return;
	stop(u);
	free(u);
}

static ssize_t copy(struct pby_unpack *u, void *to, size_t size)
{
	size_t n = pby_text__len(&u->in) < size ? pby_text__len(&u->in) : size;

	if (n)
		memcpy(to, u->in.p, n);
	u->in.p += n;
	return n;
}

ssize_t pby_unpack__read(struct pby_unpack *u, void *to, size_t size, struct pby_err *err)
{
	uint8_t *at = to;
	size_t done = 0;

	if (!u->format)
		return copy(u, to, size);
	while (done < size) {
		bool end = false;
		ssize_t n;

		if (!u->state && !begins(u->format, u->in))
			break;
		if (!u->state)
			u->state = u->format->start();
		if (!u->state)
			return pby_err__set(err, ENOMEM, "no memory to unpack %s", u->format->name);
		n = u->format->step(u->state, &u->in, at + done, size - done, &end);
		/* There is no more than what is there: the stream was cut off. */
		if (n == 0 && !end)
			n = -EBADMSG;
		if (n < 0)
			return pby_err__set(err, (int)-n, n == -ENOMEM ? "no memory to unpack %s"
							 : "damaged %s data", u->format->name);
		done += n;
		if (end)
			stop(u);
	}
	return done;
}

int pby_unpack__all(struct pby_text packed, size_t max, struct pby_buf *out, struct pby_err *err)
{
	PBY_AUTO_UNPACK u = pby_unpack__open(packed, err);

	out->len = 0;
	if (!u)
		return -ENOMEM;
	for (;;) {
		enum { PIECE = 1 << 20 };
		ssize_t n;

		if (!pby_buf__reserve(out, PIECE))
			return pby_err__set(err, ENOMEM, "no memory after %zu unpacked bytes", out->len);
		n = pby_unpack__read(u, out->data + out->len, PIECE, err);
		if (n < 0)
			return (int)n;
		out->len += n;
		out->data[out->len] = '\0';
		if (n < PIECE)
			return 0;
		if (out->len > max)
			return pby_err__set(err, EFBIG, "unpacks to more than %zu bytes", max);
	}
}
