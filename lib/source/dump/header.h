// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* header.h: what the files that open sections share among themselves. */
#ifndef PBY_DUMP_HEADER_H
#define PBY_DUMP_HEADER_H

#include "source/dump/parser.h"

#define PBY_TASK_STATES "RSDTtXZPIKWNxC"

/* The fields of an old header, found from its end: the name may hold anything. */
struct pby_old_header {
	struct pby_text comm;
	struct pby_text middle;		/* "running task on cpu   0", or empty */
	char state;
	int32_t pid;
	int32_t ppid;
};

bool pby_header__parse_old(struct pby_text text, struct pby_old_header *h);
/* "init   D ffff88008ad8f5b0     0  2293      1 0x00000000": a header before 5.11. */
bool pby_header__old(struct pby_parser *p, struct pby_stream *s, struct pby_text text);
/* Whether the text is such a header: for joining wrapped lines. */
bool pby_header__is_old(struct pby_text text);

/* anywhere.c: lines whose telling words are not at their beginning. */
bool pby_cue__anywhere(struct pby_parser *p, struct pby_stream *s, struct pby_text text);

/* lockdep.c */
bool pby_lockdep__subject(struct pby_parser *p, struct pby_stream *s, struct pby_text who);
/* The lock that the line before announced. */
bool pby_lockdep__slot(struct pby_parser *p, struct pby_stream *s, struct pby_text text);
/* "A --> B --> C" */
bool pby_lockdep__order(struct pby_parser *p, struct pby_stream *s, struct pby_text text);
void pby_lockdep__cut(struct pby_parser *p, struct pby_stream *s);
/* locks.c: "2 locks held by X/12:" */
bool pby_locks__list(struct pby_parser *p, struct pby_stream *s, struct pby_text text);
/* Reads "ffff (name#2){+.+.}-{3:3}, at: func+0x1/0x2 [mod]"; false: no lock. */
bool pby_lock__parse(struct pby_parser *p, struct pby_text t, struct pby_held_lock *lock);
/* stall.c: "ffff8880: .. nvcsw: 2/2 holdout: 1 idle_cpu: -1/64" */
bool pby_stall__holdout(struct pby_parser *p, struct pby_stream *s, struct pby_text text);
/* ps.c: the head of a table, the command that prints one, and a row */
bool pby_ps__header(struct pby_stream *s, struct pby_text text);
bool pby_ps__command(struct pby_stream *s, struct pby_text text);
bool pby_ps__row(struct pby_parser *p, struct pby_stream *s, struct pby_text text);
/* proc.c: a line that names a file of /proc/PID */
bool pby_proc__mention(struct pby_parser *p, struct pby_stream *s, struct pby_text text);
/* The line behind it, when it was comm or wchan. */
bool pby_proc__content(struct pby_parser *p, struct pby_stream *s, struct pby_text text);

#endif
