// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* buf.c: growable text. */
#include "base/buf.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool pby_buf__reserve(struct pby_buf *buf, size_t more)
{
	size_t want, cap = buf->cap ? buf->cap : 256;
	char *data;

	if (more > SIZE_MAX / 2 - buf->len - 1) {
		buf->failed = true;
		return false;
	}
	want = buf->len + more + 1;
	if (want <= buf->cap)
		return true;
	while (cap < want)
		cap *= 2;
	data = realloc(buf->data, cap);
	if (!data) {
		buf->failed = true;
		return false;
	}
	buf->data = data;
	buf->cap = cap;
	return true;
}

void pby_buf__add(struct pby_buf *buf, const void *bytes, size_t len)
{
	if (!pby_buf__reserve(buf, len))
		return;
	if (len)
		memcpy(buf->data + buf->len, bytes, len);
	buf->len += len;
	buf->data[buf->len] = '\0';
}

void pby_buf__adds(struct pby_buf *buf, const char *text)
{
	pby_buf__add(buf, text, strlen(text));
}

void pby_buf__addc(struct pby_buf *buf, char c)
{
	pby_buf__add(buf, &c, 1);
}

void pby_buf__addf(struct pby_buf *buf, const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0 || !pby_buf__reserve(buf, n))
		return;
	va_start(ap, fmt);
	vsnprintf(buf->data + buf->len, (size_t)n + 1, fmt, ap);
	va_end(ap);
	buf->len += n;
}

void pby_buf__fill(struct pby_buf *buf, char c, size_t nr)
{
	if (!pby_buf__reserve(buf, nr))
		return;
	memset(buf->data + buf->len, c, nr);
	buf->len += nr;
	buf->data[buf->len] = '\0';
}

const char *pby_buf__text(const struct pby_buf *buf)
{
	return buf->data ? buf->data : "";
}

void pby_buf__free(struct pby_buf *buf)
{
	free(buf->data);
	*buf = (struct pby_buf){ 0 };
}
