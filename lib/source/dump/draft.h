// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* draft.h: what the files that feed drafts share among themselves. */
#ifndef PBY_DUMP_DRAFT_H
#define PBY_DUMP_DRAFT_H

#include "source/dump/parser.h"

/* Merges d and empties it; eof: nothing can follow, so what has no end was cut. */
int32_t pby_draft__finish(struct pby_parser *p, struct pby_draft *d, bool eof);
/* Whether the last frame is one that has no caller. */
bool pby_draft__is_full(const struct pby_parser *p, const struct pby_draft *d);
/* The same, with frames that may be the last and leftovers behind it: nothing need follow. */
bool pby_draft__at_end(const struct pby_parser *p, const struct pby_draft *d);

/* interleave.c: two stacks whose lines alternate in a text without caller ids */
/* A header came before the open stack had ended: keeps it aside. False: there is none to keep. */
bool pby_interleave__begin(struct pby_parser *p, struct pby_stream *s, uint32_t seen);
/* Makes the stack that was kept aside the open one, if it is this task's and lacks its header. */
bool pby_interleave__swap(struct pby_stream *s, int32_t pid);
/* Which of the two open stacks a frame belongs to. */
struct pby_draft *pby_interleave__pick(struct pby_parser *p, struct pby_stream *s, uint32_t frame);
/* The same for "Call Trace:", "<TASK>" and "</TASK>"; NULL: for none that is still open. */
struct pby_draft *pby_interleave__mark(struct pby_parser *p, struct pby_stream *s, bool begins);

/* proc.c: opens a section for a stack as /proc/PID/stack gives it, named by the line before it. */
void pby_proc__anonymous(struct pby_parser *p, struct pby_stream *s);

#endif
