// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* wrap.h: joins lines that a mailer or a terminal broke at some column. */
#ifndef PBY_DUMP_WRAP_H
#define PBY_DUMP_WRAP_H

#include "base/buf.h"
#include "source/dump/line.h"

struct pby_wrap {
	struct pby_buf pending;	/* text of the line that may go on */
	struct pby_buf joined;
	struct pby_line line;	/* the rest of it; its text is in pending, its caller here: */
	char caller[12];
	bool has;
	uint32_t widest;	/* column of a break */
	uint32_t nr_widest;	/* breaks there, and before it */
	uint32_t nr_below;
	void (*take)(void *to, const struct pby_line *line);
	void *to;
};

/* A line without prefix. What is complete goes to take() one line later. */
void pby_wrap__line(struct pby_wrap *w, const struct pby_line *line);
/* Nothing follows: the last line goes out. */
void pby_wrap__flush(struct pby_wrap *w);
void pby_wrap__free(struct pby_wrap *w);

#endif
