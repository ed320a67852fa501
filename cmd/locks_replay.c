// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* locks_replay.c: states out of a recording. */
#include <errno.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/filemap.h"
#include "base/unpack.h"
#include "cmd/locks.h"
#include "model/contention/replay.h"

static const size_t MOST_BYTES = (size_t)8 << 30;

struct replay {
	struct pby_filemap file;
	struct pby_buf unpacked;
	struct pby_record_reader reader;
	struct pby_fold *fold;
	const char *path;
	uint64_t until_ns;
};

static void close_replay(struct pby_locks_feed *feed)
{
	struct replay *r = feed->own;

	if (!r)
		return;
	pby_fold__free(r->fold);
	pby_filemap__close(&r->file);
	pby_buf__free(&r->unpacked);
	free(r);
	feed->own = NULL;
}

static int next(struct pby_locks_feed *feed, double seconds, struct pby_contention *to, struct pby_err *err)
{
	struct replay *r = feed->own;
	int met, rc;

	r->until_ns = seconds > 0 ? (r->until_ns ? r->until_ns : r->reader.head.from_ns) + (uint64_t)(seconds * 1e9) : 0;
	rc = pby_replay__feed(&r->reader, r->fold, NULL, r->until_ns, &met, err);
	if (rc)
		return pby_err__prefix(err, rc, "%s", r->path);
	if (pby_replay__state(&r->reader, r->fold, met, to))
		return pby_err__set(err, ENOMEM, "no memory for the state");
	return met == PBY_RECORDED_EVENT;
}

static int events(struct pby_locks_feed *feed, const struct pby_replay_watcher *watcher, struct pby_err *err)
{
	struct replay *r = feed->own;
	int met, rc = pby_record__open(&r->reader, r->reader.all, err);

	rc = rc ? rc : pby_replay__feed(&r->reader, NULL, watcher, 0, &met, err);
	return rc ? pby_err__prefix(err, rc, "%s", r->path) : 0;
}

static int open_file(struct replay *r, struct pby_err *err)
{
	int rc = pby_filemap__open(&r->file, r->path, MOST_BYTES, err);
	struct pby_text bytes = r->file.text;

	if (rc)
		return rc;
	if (pby_unpack__format(bytes)) {
		rc = pby_unpack__all(bytes, MOST_BYTES, &r->unpacked, err);
		if (rc)
			return pby_err__prefix(err, rc, "%s", r->path);
		bytes = pby_text__of(r->unpacked.data, r->unpacked.len);
	}
	rc = pby_record__open(&r->reader, bytes, err);
	return rc ? pby_err__prefix(err, rc, "%s", r->path) : 0;
}

int pby_locks_replay__open(struct pby_locks_feed *feed, const struct pby_locks_values *v,
			   const struct pby_contention_filter *filter, struct pby_err *err)
{
	struct replay *r = calloc(1, sizeof(*r));
	int rc;

	*feed = (struct pby_locks_feed){ .next = next, .events = events, .close = close_replay, .own = r };
	if (!r)
		return pby_err__set(err, ENOMEM, "no memory");
	r->path = v->replay;
	r->fold = pby_fold__new(NULL);
	rc = r->fold ? open_file(r, err) : pby_err__set(err, ENOMEM, "no memory");
	if (!rc)
		pby_fold__filter(r->fold, filter);
	return rc;
}
