// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* filter.h: which waits count, and which locks are shown. */
#ifndef PBY_CONTENTION_FILTER_H
#define PBY_CONTENTION_FILTER_H

#include "base/err.h"
#include "model/contention/contention.h"

/* Zeroed memory lets everything through. All that is set must be true. */
struct pby_contention_filter {
	int32_t tgid;		/* only waits of this process; 0 any */
	int32_t pid;		/* only waits of this thread; 0 any */
	const char *comm;	/* only waits of tasks of this name, a pattern ("java", "kworker*"); NULL any */
	const char *lock;	/* only this lock: its address (0xffff...) or a pattern of its name; NULL any */
	uint32_t kinds;		/* only these kinds: bits by enum pby_lock_kind; 0 any */
};

/* "rwsem", "mutex,spinlock": sets kinds; a name may be cut short or be that of the C type. -EINVAL with a sentence. */
int pby_contention_filter__kinds(struct pby_contention_filter *filter, const char *names, struct pby_err *err);

/* Does the filter ask for certain tasks at all? Then depth and queue are of those tasks alone. */
bool pby_contention_filter__has_tasks(const struct pby_contention_filter *filter);
bool pby_contention_filter__task(const struct pby_contention_filter *filter, int32_t pid, int32_t tgid,
				 const char *comm);
bool pby_contention_filter__lock(const struct pby_contention_filter *filter, const struct pby_contended *lock);

#endif
