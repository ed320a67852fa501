// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* buf.h: a growable piece of text or bytes, for building output and for reading files. */
#ifndef PBY_BUF_H
#define PBY_BUF_H

#include <stdbool.h>
#include <stddef.h>

/* Zeroed memory is an empty buffer; data is NUL-terminated once something was added. */
struct pby_buf {
	char *data;
	size_t len;
	size_t cap;
	bool failed;	/* memory ran out: the content is incomplete */
};

/* Makes room for more bytes behind len; false (and failed) when there is no memory. */
bool pby_buf__reserve(struct pby_buf *buf, size_t more);
void pby_buf__add(struct pby_buf *buf, const void *bytes, size_t len);
void pby_buf__adds(struct pby_buf *buf, const char *text);
void pby_buf__addc(struct pby_buf *buf, char c);
void pby_buf__addf(struct pby_buf *buf, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
/* nr copies of c: indentation and rules. */
void pby_buf__fill(struct pby_buf *buf, char c, size_t nr);

/* The text, never NULL. */
const char *pby_buf__text(const struct pby_buf *buf);

void pby_buf__free(struct pby_buf *buf);

/* Frees the buffer when the variable goes out of scope. */
#define PBY_AUTO_BUF __attribute__((cleanup(pby_buf__free))) struct pby_buf

#endif
