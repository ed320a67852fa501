// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* live.h: a dump of the machine that hangs now, and which sources answered. */
#ifndef PBY_MODEL_LIVE_H
#define PBY_MODEL_LIVE_H

#include "model/dump.h"
#include "model/progress.h"

/* How one source answered; text lives in the dump's arena. */
struct pby_live_source {
	const char *name;	/* "kernel memory", "/proc stacks" */
	bool answered;
	const char *detail;	/* what it gave, or why it gave nothing */
	const char *todo;	/* what would make it answer, or NULL */
};

/* A question that was never answered; the child that asked it was killed or, stuck, left behind. */
struct pby_live_silent {
	const char *what;	/* "/proc/812/task/812/stack" */
	const char *comm;	/* of that task, or NULL */
	int32_t pid;		/* PBY_PID_UNKNOWN: not about a task */
	int32_t child;		/* the stuck process that was left behind, or PBY_PID_UNKNOWN */
};

/* Who held what during one look. */
struct pby_live_holding {
	uint64_t addr;
	const char *name;	/* or NULL */
	enum pby_lock_owner owner;
	int32_t owner_pid;	/* PBY_PID_UNKNOWN unless owner is PBY_OWNER_TASK */
	uint32_t nr_waiters;
};

struct pby_live_moment {
	double from_s, to_s;	/* CLOCK_MONOTONIC */
	bool circle;		/* owners waited for each other */
	PBY_VEC(struct pby_live_holding) locks;
};

struct pby_live {
	struct pby_dump dump;
	PBY_VEC(struct pby_live_source) sources;
	PBY_VEC(struct pby_live_silent) silent;
	PBY_VEC(struct pby_live_moment) moments;
	struct pby_dump logs[2];	/* what sysrq wrote: the dump's tasks point into them */
	uint32_t nr_logs;
	struct pby_progress progress;	/* the dump points at it when it was watched for some time */
	uint32_t nr_stuck;	/* children left behind */
	uint32_t nr_looked_at;	/* threads of which at least the state was read */
	bool interrupted;	/* the user ended it before everybody was asked */
	int not_pinned;		/* errno: why this process could not be kept in memory; 0 it is */
};

void pby_live__free(struct pby_live *live);

#endif
