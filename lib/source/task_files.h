// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* task_files.h: what /proc/PID/stat, stack and status of a task say, without asking anything that blocks. */
#ifndef PBY_TASK_FILES_H
#define PBY_TASK_FILES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

/*
 *	231 (system-probe) D 230 231 231 0 -1 4194304 118 ...
 * comm may hold blanks, brackets and newlines: it ends at the last ')'.
 */
struct pby_task_stat {
	char comm[64];	/* longer than 15 for kworkers: "kworker/0:1+events" */
	char state;
	uint32_t flags;	/* PF_* */
	uint32_t nr_threads;
};

enum { PBY_PF_EXITING = 0x4, PBY_PF_KTHREAD = 0x200000 };

/* False when it is not of that form. */
bool pby_task_stat__parse(struct pby_text text, struct pby_task_stat *stat);

/*
 *	[<0>] ftrace_shutdown.part.0+0x153/0x210
 * Takes the next function's name, without suffixes of the compiler; false at the end. Lines of
 * another form are passed over.
 */
bool pby_task_stack__next(struct pby_text *text, struct pby_text *function);

/* How often the task was switched away from, from status: it has not run while this stays; -1 unknown. */
int64_t pby_task_status__switches(struct pby_text text);

#endif
