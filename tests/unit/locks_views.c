// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* locks_views.c: tests of pictures and traces of contended locks: what is in the events is in them. */
#include "support/cmocka.h"

#include <json-c/json.h>
#include <string.h>

#include "base/buf.h"
#include "base/filemap.h"
#include "base/json.h"
#include "model/contention/fold.h"
#include "model/contention/timeline.h"
#include "model/contention/verdict.h"
#include "report/locks.h"
#include "report/locks_trace.h"
#include "support/lock_events.h"

struct all {
	struct pby_fold *fold;
	struct pby_timeline timeline;
	struct pby_locks_trace *trace;
	struct pby_buf traced;
	uint64_t now_ns;
};

static void on_event(void *who, const struct pby_lock_event *e)
{
	struct all *a = who;

	pby_fold__event(a->fold, e);
	pby_timeline__event(&a->timeline, e);
	pby_locks_trace__event(a->trace, e);
}

static void on_name(void *who, const struct pby_lock_name *n)
{
	struct all *a = who;

	pby_fold__name(a->fold, n);
	pby_timeline__name(&a->timeline, n);
	pby_locks_trace__name(a->trace, n);
}

static int setup(void **state)
{
	static struct all a;
	struct lock_events_to to = { .who = &a, .event = on_event, .name = on_name };
	PBY_AUTO_FILEMAP file = { 0 };
	struct pby_err err;

	a = (struct all){ .fold = pby_fold__new(NULL) };
	a.trace = pby_locks_trace__new(&a.traced);
	if (pby_timeline__init(&a.timeline, 0xffff888000001000) ||
	    pby_filemap__open(&file, "tests/cli/data/locks-incident.events", 1 << 20, &err) ||
	    lock_events__read(&file.text, &to, &err))
		return -1;
	pby_fold__flush(a.fold);
	pby_locks_trace__end(a.trace);
	a.now_ns = to.now_ns;
	*state = &a;
	return 0;
}

static int teardown(void **state)
{
	struct all *a = *state;

	pby_fold__free(a->fold);
	pby_timeline__free(&a->timeline);
	pby_locks_trace__free(a->trace);
	pby_buf__free(&a->traced);
	return 0;
}

static uint32_t count(const char *text, const char *what)
{
	uint32_t nr = 0;

	while ((text = strstr(text, what)))
		nr++, text++;
	return nr;
}

static void the_picture_has_every_wait(void **state)
{
	struct all *a = *state;
	struct pby_locks_judged judged;
	struct json_object *result;
	PBY_AUTO_BUF svg = { 0 };
	struct pby_contention c;

	assert_int_equal(pby_fold__snapshot(a->fold, a->now_ns, &c), 0);
	assert_int_equal(pby_locks__judge(&judged, &c, NULL), 0);
	result = pby_locks__json(&judged, NULL, &a->timeline);
	pby_locks__svg(result, &svg);
	assert_int_equal(a->timeline.waits.nr, 84);
	assert_int_equal(count(svg.data, "still waiting</title>"), 4);
	assert_int_equal(count(svg.data, ", to read, "), 42);
	assert_int_equal(count(svg.data, "1 reader let in"), 40);
	json_object_put(result);
	pby_locks_judged__free(&judged);
	pby_contention__free(&c);
}

static void the_trace_is_json_with_a_track_for_each_lock_and_arrows_in_pairs(void **state)
{
	struct all *a = *state;
	struct json_object *trace = json_tokener_parse(a->traced.data), *events;
	uint32_t starts = 0, ends = 0, waits = 0, tracks = 0;

	assert_non_null(trace);
	events = pby_json__get(trace, "traceEvents");
	for (size_t i = 0; i < pby_json__len(events); i++) {
		const struct json_object *e = pby_json__item(events, i);
		const char *phase = pby_json__get_str(e, "ph"), *name = pby_json__get_str(e, "name");

		starts += !strcmp(phase, "s");
		ends += !strcmp(phase, "f");
		waits += !strcmp(phase, "X") && !strncmp(name, "waits for", 9);
		tracks += !strcmp(name, "thread_name") && pby_json__get_int(e, "pid") == 1000000000;
	}
	assert_int_equal(starts, ends);
	assert_true(starts >= 79);	/* each turn is let in by the one before */
	assert_int_equal(waits, 86);
	assert_int_equal(tracks, 3);
	json_object_put(trace);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_picture_has_every_wait),
		cmocka_unit_test(the_trace_is_json_with_a_track_for_each_lock_and_arrows_in_pairs),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
