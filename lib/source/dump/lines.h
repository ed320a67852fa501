// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* lines.h: an input as physical lines, in bounded memory whatever the input holds. */
#ifndef PBY_DUMP_LINES_H
#define PBY_DUMP_LINES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

struct pby_err;
struct pby_input;

struct pby_lines {
	struct pby_input *in;
	char *buf;
	size_t cap;
	size_t start;		/* of what was not handed out yet */
	size_t end;
	bool ends;		/* nothing follows what is in the buffer */
	bool skipping;		/* the rest of a line that was too long */
	bool rare;		/* the buffer holds an escape or an ampersand somewhere */
	uint64_t nr;		/* of the line handed out last, from 1 */
	uint64_t nr_cut;	/* lines that were too long: their rest was skipped */
	bool open_end;		/* the last line had no newline */
};

enum { PBY_LINE_MAX = 1 << 20 };

int pby_lines__open(struct pby_lines *l, struct pby_input *in, struct pby_err *err);
/* The next line without its line end, valid until the next call. 1, 0 at the end, or -errno. */
int pby_lines__next(struct pby_lines *l, struct pby_text *line, struct pby_err *err);
/* Exactly size raw bytes (a binary field of a journal export); 0 when the input ends before. */
int pby_lines__raw(struct pby_lines *l, size_t size, struct pby_text *bytes, struct pby_err *err);
void pby_lines__close(struct pby_lines *l);

#endif
