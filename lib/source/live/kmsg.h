// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* kmsg.h: records of /dev/kmsg, and what the kernel writes there when it is asked by sysrq. */
#ifndef PBY_LIVE_KMSG_H
#define PBY_LIVE_KMSG_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"
#include "source/child.h"

/*
 * One read gives one record (Documentation/ABI/testing/dev-kmsg):
 *	6,1234,98765432,-;task:pby_ab          state:D stack:0     pid:152   tgid:152   ppid:2
 *	 SUBSYSTEM=...
 */
struct pby_kmsg {
	uint64_t seq;
	uint64_t usec;
	struct pby_text text;	/* the first line behind the ";" */
};

/* False when it is no such record. */
bool pby_kmsg__parse(struct pby_text record, struct pby_kmsg *out);

/* What came into the log from just before the key was pressed until its handler had returned. */
struct pby_kmsg_log {
	char *text;		/* "[   98.765432] task:pby_ab state:D ..." a line; in the region */
	size_t len;
	uint64_t nr_records;
	uint64_t nr_lost;	/* by their numbers: overwritten before they could be read */
	bool full;		/* the region is: the rest was left out */
	bool done;
	int error;		/* errno, and words: why the key could not be pressed, or the log not read */
	char why[160];
};

struct pby_kmsg_question {
	char key;		/* 'w' or 't' */
};

/* The child's work, region->result is a struct pby_kmsg_log. Guests and machines in trouble only: it writes. */
void pby_kmsg__press(struct pby_region *region, void *question, void **mine);

/* How quiet the console is to be: 0 puts back what was there before. result: struct pby_console_level. */
struct pby_console_question {
	int level;
};

struct pby_console_level {
	int before;		/* 0: it could not be read, and was not changed */
};

void pby_console__set(struct pby_region *region, void *question, void **mine);
/* Puts the level back when the asking process is gone, however it went. */
void pby_console__leave(void *mine);

#endif
