// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* plain.h: takes terminal colours and HTML off a line. */
#ifndef PBY_DUMP_PLAIN_H
#define PBY_DUMP_PLAIN_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/text.h"

struct pby_plain {
	struct pby_buf buf;
	bool html;	/* tags or entities were seen: look for more */
};

/*
 * The line without escape sequences, entities and tags; "<br>" becomes "\n". Returns the line
 * itself when there is nothing to take off, else text that is valid until the next call.
 * rare: the line may hold an escape or an ampersand (see pby_lines). The kernel's own marks in
 * angle brackets (<IRQ>, <TASK>, <reader>) stay.
 */
struct pby_text pby_plain__line(struct pby_plain *p, struct pby_text line, bool rare);
void pby_plain__free(struct pby_plain *p);

#endif
