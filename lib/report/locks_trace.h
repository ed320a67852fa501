// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * locks_trace.h: events of contended locks for trace viewers (Perfetto, chrome://tracing), as JSON: a
 * track for each lock and for each task, and an arrow from whoever had the lock to whom it let in.
 *
 *	{"traceEvents":[
 *	{"ph":"X","pid":812,"tid":841,"ts":12.3,"dur":2100.0,"name":"waits for mmap_lock, to read"},
 */
#ifndef PBY_REPORT_LOCKS_TRACE_H
#define PBY_REPORT_LOCKS_TRACE_H

#include "base/buf.h"
#include "model/contention/event.h"

struct pby_locks_trace;

/* out gets the text piece by piece; the caller may empty it between two calls. NULL without memory. */
struct pby_locks_trace *pby_locks_trace__new(struct pby_buf *out);
void pby_locks_trace__free(struct pby_locks_trace *t);
void pby_locks_trace__event(struct pby_locks_trace *t, const struct pby_lock_event *event);
void pby_locks_trace__name(struct pby_locks_trace *t, const struct pby_lock_name *name);
/* Those that still wait, the names of the tracks, and the end of the JSON. */
void pby_locks_trace__end(struct pby_locks_trace *t);

#endif
