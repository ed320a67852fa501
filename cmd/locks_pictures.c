// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* locks_pictures.c: views that need every event: the queue of one lock over time, and trace files. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "cmd/locks.h"
#include "model/contention/replay.h"
#include "model/contention/timeline.h"
#include "report/locks_trace.h"

static void timeline_event(void *who, const struct pby_lock_event *event)
{
	pby_timeline__event(who, event);
}

static void timeline_name(void *who, const struct pby_lock_name *name)
{
	pby_timeline__name(who, name);
}

int pby_locks_pictures__timeline(struct pby_locks_feed *feed, uint64_t addr, struct pby_timeline *to, struct pby_err *err)
{
	const struct pby_replay_watcher watcher = { to, timeline_event, timeline_name };

	if (pby_timeline__init(to, addr))
		return pby_err__set(err, ENOMEM, "no memory for the picture");
	return feed->events(feed, &watcher, err);
}

enum { PIECE = 1 << 20 };	/* of the file, written at once */

struct writing {
	struct pby_locks_trace *trace;
	struct pby_buf out;
	FILE *file;
	bool bad;
};

static void write_piece(struct writing *w, size_t least)
{
	if (w->out.len < least)
		return;
	w->bad |= w->out.failed || fwrite(w->out.data, 1, w->out.len, w->file) != w->out.len;
	w->out.len = 0;
}

static void trace_event(void *who, const struct pby_lock_event *event)
{
	struct writing *w = who;

	pby_locks_trace__event(w->trace, event);
	write_piece(w, PIECE);
}

static void trace_name(void *who, const struct pby_lock_name *name)
{
	pby_locks_trace__name(((struct writing *)who)->trace, name);
}

int pby_locks_pictures__trace(struct pby_locks_feed *feed, const char *path, struct pby_err *err)
{
	struct writing w = { .file = NULL };
	const struct pby_replay_watcher watcher = { &w, trace_event, trace_name };
	int rc;

	w.trace = pby_locks_trace__new(&w.out);
	if (!w.trace)
		return pby_err__set(err, ENOMEM, "no memory for the trace");
	w.file = strcmp(path, "-") ? fopen(path, "we") : stdout;
	rc = w.file ? feed->events(feed, &watcher, err) : pby_err__set(err, errno, "%s: %s", path, strerror(errno));
	if (!rc) {
		pby_locks_trace__end(w.trace);
		write_piece(&w, 1);
	}
	if (w.file && w.file != stdout)
		w.bad |= fclose(w.file) != 0;
	pby_locks_trace__free(w.trace);
	pby_buf__free(&w.out);
	return rc ? rc : w.bad ? pby_err__set(err, EIO, "%s: cannot be written", path) : 0;
}
