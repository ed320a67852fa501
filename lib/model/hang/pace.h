// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* pace.h: does the line behind a task move? From several looks at a live machine. */
#ifndef PBY_PACE_H
#define PBY_PACE_H

#include "model/hang/graph.h"
#include "model/progress.h"

/* Zeroed memory: nothing is known, because nobody looked twice. */
struct pby_pace {
	enum pby_motion motion;
	uint32_t passed;	/* times, at least, that somebody got what the others wait for */
	double span_s;		/* of the looks */
	bool holder_known;	/* the following are of the task at the root */
	bool holder_ran;	/* between the first look and the last */
	double holder_cpu_s;	/* CPU time that it used meanwhile; 0 where only switches are counted */
	int32_t holder_cpu;	/* where, -1 unknown */
};

struct pby_pace pby_pace__of(const struct pby_graph *graph, const struct pby_root *root);

/* Did somebody get that lock (NULL: no) from one look to the next? */
bool pby_pace__lock_moves(const struct pby_dump *dump, const struct pby_lock *lock);

/*
 * "deadlock" when the waits close a circle; else "moves", "stuck" (nobody got further), or "unknown".
 */
const char *pby_pace__word(const struct pby_pace *pace, bool circle);

#endif
