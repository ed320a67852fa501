// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* hang.c: patterns, primitives, stacks, edges and circles of probity hang. */
#include "support/cmocka.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "model/hang/hang.h"
#include "model/hang/pattern.h"
#include "source/dump/read.h"

static void patterns(void **state)
{
	const char *const names[] = { "mutex_lock", "rtnl_lock", "dev_ioctl", "sock_ioctl" };
	uint32_t last;

	(void)state;
	assert_true(pby_pattern__match("a|foo_*|b", "foo_bar"));
	assert_true(pby_pattern__match("*_open", "lo_open"));
	assert_true(pby_pattern__match("md*_raid*", "md127_raid6"));
	assert_false(pby_pattern__match("foo", "foo_bar"));
	assert_false(pby_pattern__match("foo_*", "fo"));
	assert_false(pby_pattern__match("", "x"));
	assert_int_equal(pby_pattern__find("rtnl_lock sock_*", names, 1, 4, &last), 2);
	assert_int_equal(last, 3);
	assert_int_equal(pby_pattern__find("sock_ioctl rtnl_lock", names, 0, 4, &last), 0);
	assert_int_equal(pby_pattern__find("rtnl_lock", names, 2, 4, &last), 0);
}

static struct pby_primitive_at primitive(const char *const *names)
{
	uint32_t nr = 0;

	while (names[nr])
		nr++;
	return pby_primitive__of(names, nr, false);
}

static void primitives(void **state)
{
	static const struct {
		const char *names[8];
		enum pby_primitive kind;
		uint32_t caller;
	} rows[] = {
		{ { "__schedule", "schedule", "schedule_preempt_disabled", "__mutex_lock", "foo" }, PBY_PRIM_MUTEX, 4 },
		{ { "__schedule", "schedule", "__mutex_lock", "__ww_mutex_lock", "foo" }, PBY_PRIM_WW_MUTEX, 4 },
		{ { "schedule", "rwsem_down_failed_common", "rwsem_down_read_failed", "down_read", "foo" }, PBY_PRIM_RWSEM_READ, 4 },
		{ { "schedule", "percpu_rwsem_wait", "__percpu_down_read", "foo" }, PBY_PRIM_PERCPU_READ, 3 },
		{ { "schedule", "schedule_timeout", "wait_for_completion", "foo" }, PBY_PRIM_COMPLETION, 3 },
		{ { "schedule", "schedule_timeout", "__down", "down", "console_lock" }, PBY_PRIM_SEMAPHORE, 4 },
		{ { "__schedule", "schedule", "foo" }, PBY_PRIM_EVENT, 2 },
		{ { "__schedule", "preempt_schedule_common", "preempt_schedule", "_raw_spin_unlock", "foo" }, PBY_PRIM_PREEMPT, 4 },
		{ { "native_queued_spin_lock_slowpath", "_raw_spin_lock", "foo" }, PBY_PRIM_SPIN, 2 },
		{ { "foo", "schedule" }, PBY_PRIM_HIDDEN, 0 },
		{ { NULL }, PBY_PRIM_HIDDEN, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct pby_primitive_at at = primitive(rows[i].names);

		assert_int_equal(at.kind, rows[i].kind);
		assert_int_equal(at.caller, rows[i].caller);
	}
}

static void releases(void **state)
{
	(void)state;
	assert_true(pby_release__in("6.1.0-56-amd64", NULL, "6.8"));
	assert_false(pby_release__in("6.12.1", NULL, "6.8"));
	assert_false(pby_release__in("5.10.0", "5.16", NULL));
	assert_true(pby_release__in(NULL, "5.16", "6.1"));
	assert_true(pby_release__in("next-20240101", "5.16", NULL));
}

/* Tables are written by hand: an empty element or a stray blank would match nothing, silently. */
static void check_frames(const char *frames, const char *object)
{
	assert_true(frames && *frames && frames[0] != ' ' && frames[0] != '|');
	assert_null(strstr(frames, "||"));
	assert_null(strstr(frames, "  "));
	assert_null(strstr(frames, " |"));
	assert_null(strstr(frames, "| "));
	assert_true(frames[strlen(frames) - 1] != '|');
	assert_true(object && *object);
}

static void tables(void **state)
{
	(void)state;
	for (size_t p = 0; pby_knowledge_parts[p]; p++) {
		const struct pby_knowledge_part *part = pby_knowledge_parts[p];

		for (size_t i = 0; i < part->nr_waits; i++) {
			const struct pby_wait_row *row = &part->waits[i];
			bool named = row->ender == PBY_END_KTHREAD || row->ender == PBY_END_TASK ||
				     row->ender == PBY_END_DEVICE || row->ender == PBY_END_PEER ||
				     row->ender == PBY_END_USER;

			check_frames(row->frames, row->object);
			assert_true(row->source && *row->source);
			assert_true(!named || (row->who && *row->who));
		}
		for (size_t i = 0; i < part->nr_holds; i++) {
			check_frames(part->holds[i].frames, part->holds[i].object);
			assert_true(part->holds[i].scope != PBY_SCOPE_NONE);
		}
	}
}

static void judged(const char *text, enum pby_circle circle, const char *id)
{
	struct pby_dump dump = { 0 };
	struct pby_hang hang;
	struct pby_err err;

	assert_int_equal(pby_dump__read_mem(&dump, "test", text, strlen(text), &err), 0);
	assert_int_equal(pby_hang__judge(&hang, &dump), 0);
	assert_int_equal(hang.circle, circle);
	if (id) {
		assert_true(hang.diagnoses.nr > 0);
		assert_string_equal(hang.diagnoses.items[0].rule->id, id);
	}
	pby_hang__free(&hang);
	pby_dump__free(&dump);
}

#define TASK(comm, pid, frames) \
	"task:" comm " state:D stack:0     pid:" pid "   ppid:1      flags:0x00004002\nCall Trace:\n <TASK>\n" frames " </TASK>\n"
#define F(name) " " name "+0x1b/0x90\n"
#define MUTEX F("__schedule") F("schedule") F("schedule_preempt_disabled") F("__mutex_lock.constprop.0")

static void verdicts(void **state)
{
	(void)state;
	judged("", PBY_CIRCLE_UNKNOWN, NULL);
	judged(TASK("a", "1", MUTEX F("rtnl_lock") F("dev_ioctl")), PBY_CIRCLE_UNKNOWN, "rtnl-convoy");
	/* One task holds two global locks by its frames, the other waits for one of them: no circle. */
	judged(TASK("a", "1", MUTEX F("perf_trace_init") F("perf_tp_event_init"))
	       TASK("b", "2", F("__schedule") F("schedule") F("synchronize_rcu") F("tracepoint_probe_unregister")
			      F("trace_event_reg") F("perf_trace_destroy")), PBY_CIRCLE_NONE, "event-mutex-pile");
	judged("INFO: task a:1 blocked for more than 120 seconds.\n" TASK("a", "1", MUTEX F("x_lock") F("x_ioctl"))
	       "INFO: task a:1 is blocked on a mutex likely owned by task a:1.\n", PBY_CIRCLE_COMPLETE, "self-deadlock");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(patterns), cmocka_unit_test(primitives), cmocka_unit_test(releases),
		cmocka_unit_test(tables), cmocka_unit_test(verdicts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
