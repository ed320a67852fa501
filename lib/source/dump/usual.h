/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* usual.h: the quick way for the lines that a big dump consists of. */
#ifndef PBY_DUMP_USUAL_H
#define PBY_DUMP_USUAL_H

#include "source/dump/line.h"

struct pby_lines;
struct pby_parser;
struct pby_wrap;

/*
 * Hands lines to the parser for as long as they begin with the kernel's own stamp, hold nothing that an earlier stage
 * of reading would change, and another stamped line follows in the buffer, so that nothing continues them:
 *	[ 1000.000003]  __schedule+0x2de/0x800
 *	[ 1000.000005][   T41] Call Trace:
 * The caller has seen to it that the text is no carrier's (records, HTML) and that no rare byte is in the buffer. What
 * waits in wrap goes out first. What is left is for pby_lines__next(), as ever.
 */
void pby_usual__lines(struct pby_lines *l, struct pby_wrap *wrap, struct pby_parser *p);

/* "RAX: ...", "R10: ...": a fifth of a big dump, and nobody waits in a register. */
bool pby_usual__is_register(const struct pby_line *line);

#endif
