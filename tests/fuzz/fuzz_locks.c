// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* fuzz_locks.c: recordings of contended locks, through state and verdicts to every view. */
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/json.h"
#include "model/contention/replay.h"
#include "model/contention/timeline.h"
#include "model/contention/verdict.h"
#include "report/locks.h"
#include "report/locks_trace.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct watching {
	struct pby_timeline timeline;
	struct pby_locks_trace *trace;
};

static void on_event(void *who, const struct pby_lock_event *event)
{
	struct watching *w = who;

	w->timeline.lock = w->timeline.lock ? w->timeline.lock : event->lock;
	pby_timeline__event(&w->timeline, event);
	pby_locks_trace__event(w->trace, event);
}

static void on_name(void *who, const struct pby_lock_name *name)
{
	struct watching *w = who;

	pby_timeline__name(&w->timeline, name);
	pby_locks_trace__name(w->trace, name);
}

static void view(const struct pby_contention *c, const struct pby_timeline *timeline)
{
	static const struct pby_style style = { .width = 100, .height = 24, .verbose = true };
	struct pby_locks_judged judged;
	struct json_object *result = NULL;
	PBY_AUTO_BUF out = { 0 };

	if (!pby_locks__judge(&judged, c, NULL))
		result = pby_locks__json(&judged, NULL, timeline);
	if (result) {
		pby_locks__text(result, &style, &out);
		pby_locks__csv(result, &out);
		pby_locks__folded(result, &out);
		pby_locks__svg(result, &out);
	}
	json_object_put(result);
	pby_locks_judged__free(&judged);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct pby_fold_limits small = { .locks = 64, .waits = 64, .sites = 64, .stacks = 64, .tasks = 64,
						      .window = 16 };
	static struct pby_record_reader r;
	struct pby_fold *fold = pby_fold__new(&small);
	PBY_AUTO_BUF traced = { 0 };
	struct watching w = { .trace = pby_locks_trace__new(&traced) };
	const struct pby_replay_watcher watcher = { &w, on_event, on_name };
	struct pby_contention c;
	int met;

	if (fold && w.trace && !pby_timeline__init(&w.timeline, 0) && !pby_record__open(&r, pby_text__of((const char *)data, size), NULL) &&
	    !pby_replay__feed(&r, fold, &watcher, 0, &met, NULL) && !pby_replay__state(&r, fold, met, &c)) {
		pby_locks_trace__end(w.trace);
		view(&c, &w.timeline);
		pby_contention__free(&c);
	}
	pby_timeline__free(&w.timeline);
	pby_locks_trace__free(w.trace);
	pby_fold__free(fold);
	return 0;
}
