// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* jobs.h: what the children of a live look can be asked. */
#ifndef PBY_LIVE_JOBS_H
#define PBY_LIVE_JOBS_H

#include "source/child_pool.h"

enum pby_live_job {
	PBY_LIVE_JOB_MEMORY,	/* struct pby_running_question (krunning.h); struct pby_live_memory (kmemory.h) */
	PBY_LIVE_JOB_TASKS,	/* struct pby_proc_question; struct pby_proc_tasks (procstack.h) */
	PBY_LIVE_JOB_LOG,	/* struct pby_kmsg_question; struct pby_kmsg_log (kmsg.h) */
	PBY_LIVE_JOB_CONSOLE,	/* struct pby_console_question; struct pby_console_level (kmsg.h) */
	PBY_LIVE_JOB_NR
};

/* By enum pby_live_job. A program whose live look starts workers serves them with this table. */
extern const struct pby_jobs pby_live_jobs;

#endif
