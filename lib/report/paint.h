// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* paint.h: wrapping and colours for text reports. */
#ifndef PBY_PAINT_H
#define PBY_PAINT_H

#include "base/buf.h"
#include "report/check.h"

enum pby_colour { PBY_PLAIN, PBY_BOLD, PBY_DIM, PBY_RED, PBY_YELLOW, PBY_GREEN, PBY_CYAN };

/* Adds text in a colour, or plain where the style has none. */
void pby_paint__add(struct pby_buf *out, const struct pby_style *style, enum pby_colour colour,
		    const char *text);
/*
 * Adds text broken at blanks to the style's width; the first line goes on where the buffer's
 * last line stands, the next ones are indented. Ends with a newline. Returns the lines added.
 */
int pby_paint__wrap(struct pby_buf *out, const struct pby_style *style, int indent,
		    const char *text);
/* The colour that goes with a severity's name. */
enum pby_colour pby_paint__severity(const char *severity);

#endif
