// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* lock_blame.c: tests of probes in the path of a lock: what a stack shows, and whose probe it is. */
#include "support/cmocka.h"

#include <string.h>

#include "model/contention/fold.h"
#include "model/contention/verdict.h"
#include "model/probes.h"
#include "support/lock_events.h"

static const char events[] =
	"task 1 worker\n"
	"stack 1 down_read find_active_uprobe_rcu handle_swbp uprobe_notify_resume\n"
	"stack 2 queued_spin_lock_slowpath htab_map_update_elem bpf_prog_0102030405060708_on_read bpf_trace_run2\n"
	"stack 3 down_write do_exit\n"
	"0 begin 1 A read stack 1\n"
	"5 end 1 A\n"
	"10 begin 1 A read stack 2\n"
	"15 end 1 A\n"
	"20 begin 1 A write stack 3\n"
	"25 end 1 A\n";

static void on_event(void *who, const struct pby_lock_event *e)
{
	pby_fold__event(who, e);
}

static void on_name(void *who, const struct pby_lock_name *n)
{
	pby_fold__name(who, n);
}

static void judge(struct pby_locks_judged *judged, struct pby_contention *c, const struct pby_probes *probes)
{
	struct pby_fold *fold = pby_fold__new(&(struct pby_fold_limits){ .locks = 8, .waits = 16 });
	struct lock_events_to to = { .who = fold, .event = on_event, .name = on_name };
	struct pby_text text = pby_text__str(events);

	assert_int_equal(lock_events__read(&text, &to, NULL), 0);
	pby_fold__flush(fold);
	assert_int_equal(pby_fold__snapshot(fold, 0, c), 0);
	assert_int_equal(pby_locks__judge(judged, c, probes), 0);
	pby_fold__free(fold);
}

static const struct pby_lock_blame *find(const struct pby_locks_judged *judged, const char *what)
{
	const struct pby_lock_judged *j = &judged->items.items[0];

	for (uint32_t i = 0; i < j->blames.nr; i++)
		if (!strcmp(j->blames.items[i].what, what))
			return &j->blames.items[i];
	return NULL;
}

static void stacks_show_the_machinery(void **state)
{
	struct pby_locks_judged judged;
	const struct pby_lock_blame *b;
	struct pby_contention c;

	(void)state;
	judge(&judged, &c, NULL);
	assert_int_equal(judged.items.items[0].blames.nr, 2);
	b = find(&judged, "uprobe firing");
	assert_non_null(b);
	assert_string_equal(b->frame, "find_active_uprobe_rcu");
	assert_int_equal(b->total_ns, 5000000);
	assert_null(b->owner);
	b = find(&judged, "BPF map");
	assert_non_null(b);
	assert_string_equal(b->program, "bpf_prog_0102030405060708_on_read");
	pby_locks_judged__free(&judged);
	pby_contention__free(&c);
}

static void attached_probes_tell_whose_they_are(void **state)
{
	static uint32_t agent[] = { 0 }, tracer[] = { 1 };
	static struct pby_owner owners[] = { { .pid = 412, .comm = "agent" }, { .pid = 500, .comm = "tracer" } };
	static struct pby_program programs[] = { { .id = 7, .name = "on_read", .tag = { 1, 2, 3, 4, 5, 6, 7, 8 } } };
	struct pby_probe items[] = {
		{ .kind = PBY_KIND_UPROBE, .target = "/usr/bin/java", .prog = UINT32_MAX },
		{ .kind = PBY_KIND_TRACEPOINT, .target = "sched_switch", .prog = 0 },
	};
	struct pby_probes probes = { 0 };
	struct pby_locks_judged judged;
	struct pby_contention c;

	(void)state;
	items[0].owners.items = agent;
	items[1].owners.items = tracer;
	items[0].owners.nr = items[1].owners.nr = 1;
	probes.probes.items = items;
	probes.probes.nr = 2;
	probes.owners.items = owners;
	probes.owners.nr = 2;
	probes.programs.items = programs;
	probes.programs.nr = 1;
	judge(&judged, &c, &probes);
	assert_non_null(strstr(find(&judged, "uprobe firing")->owner, "agent (pid 412"));
	assert_non_null(strstr(find(&judged, "BPF map")->owner, "tracer (pid 500"));
	pby_locks_judged__free(&judged);
	pby_contention__free(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(stacks_show_the_machinery),
		cmocka_unit_test(attached_probes_tell_whose_they_are),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
