// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* lines.c: a sliding window over an input, cut at newlines. */
#include "source/dump/lines.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "source/dump/input.h"

enum { CHUNK = 256 * 1024 };

int pby_lines__open(struct pby_lines *l, struct pby_input *in, struct pby_err *err)
{
	*l = (struct pby_lines){ .in = in, .cap = 2 * CHUNK };
	l->buf = malloc(l->cap);
	return l->buf ? 0 : pby_err__set(err, ENOMEM, "%s: no memory", in->name);
}

void pby_lines__close(struct pby_lines *l)
{
	free(l->buf);
	*l = (struct pby_lines){ 0 };
}

/* Reads one chunk more behind what was not handed out yet, which moves to the front. */
static int more(struct pby_lines *l, struct pby_err *err)
{
	char *bigger;
	ssize_t n;

	if (l->start) {
		memmove(l->buf, l->buf + l->start, l->end - l->start);
		l->end -= l->start;
		l->start = 0;
	}
	if (l->cap - l->end < CHUNK) {
		bigger = realloc(l->buf, l->cap * 2);
		if (!bigger)
			return pby_err__set(err, ENOMEM, "%s: no memory", l->in->name);
		l->buf = bigger;
		l->cap *= 2;
	}
	n = pby_input__read(l->in, l->buf + l->end, CHUNK, err);
	if (n < 0)
		return n;
	l->ends = n == 0;
	l->end += n;
	/* These bytes are rare in kernel text: one look at a chunk saves a look at each line. */
	l->rare = memchr(l->buf, '\033', l->end) || memchr(l->buf, '&', l->end);
	return 0;
}

static int skip_rest_of_line(struct pby_lines *l, struct pby_err *err)
{
	while (l->skipping) {
		char *nl = memchr(l->buf + l->start, '\n', l->end - l->start);
		int rc;

		l->start = nl ? (size_t)(nl + 1 - l->buf) : l->end;
		l->skipping = !nl && !l->ends;
		if (l->skipping && (rc = more(l, err)))
			return rc;
	}
	return 0;
}

static int hand_out(struct pby_lines *l, size_t len, size_t used, struct pby_text *line)
{
	line->p = l->buf + l->start;
	line->end = line->p + len;
	if (len && line->end[-1] == '\r')
		line->end--;
	l->start += used;
	l->nr++;
	return 1;
}

int pby_lines__next(struct pby_lines *l, struct pby_text *line, struct pby_err *err)
{
	size_t seen = 0;
	int rc = skip_rest_of_line(l, err);

	while (!rc) {
		char *from = l->buf + l->start;
		char *nl = memchr(from + seen, '\n', l->end - l->start - seen);

		if (nl)
			return hand_out(l, nl - from, nl - from + 1, line);
		seen = l->end - l->start;
		if (seen >= PBY_LINE_MAX) {
			l->skipping = true;
			l->nr_cut++;
			return hand_out(l, PBY_LINE_MAX, PBY_LINE_MAX, line);
		}
		if (l->ends && !seen)
			return 0;
		if (l->ends) {
			l->open_end = true;
			return hand_out(l, seen, seen, line);
		}
		rc = more(l, err);
	}
	return rc;
}

int pby_lines__raw(struct pby_lines *l, size_t size, struct pby_text *bytes, struct pby_err *err)
{
	if (size > PBY_LINE_MAX)
		return 0;
	while (l->end - l->start < size) {
		int rc = l->ends ? 0 : more(l, err);

		if (rc || l->ends)
			return rc;
	}
	*bytes = (struct pby_text){ l->buf + l->start, l->buf + l->start + size };
	l->start += size;
	return 1;
}
