// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* rewrap.h: one kernel log in the clothes that loggers, terminals and mailers give it. */
#ifndef PBY_TEST_REWRAP_H
#define PBY_TEST_REWRAP_H

#include "base/buf.h"
#include "base/text.h"

struct rewrap_style {
	const char *name;
	/* What is put before a message, with the n-th second; NULL: nothing. */
	void (*before)(struct pby_buf *out, unsigned int n);
	const char *mark;	/* mail quote in front of everything, or NULL */
	unsigned int columns;	/* 0: lines are not broken */
	bool hard;		/* broken at the column, not between words */
	bool crlf;
	bool colour;
	bool html;
	bool qp;
	enum { REWRAP_TEXT, REWRAP_EXPORT, REWRAP_EXPORT_BINARY, REWRAP_JSON } carrier;
	const char *packer;	/* "gzip", "xz", "zstd", or NULL */
};

extern const struct rewrap_style rewrap_styles[];
extern const unsigned int rewrap_nr_styles;

/* The messages of a log, without the stamps and callers that dmesg and consoles put there. */
void rewrap_bare(struct pby_text log, struct pby_buf *out);
/* Bare messages in a style. */
void rewrap(const struct rewrap_style *style, struct pby_text bare, struct pby_buf *out);

#endif
