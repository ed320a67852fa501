// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* lab_check.c: the checker finds what was planted, with shortest traces, and nothing else; the memory model itself. */
#include <stdio.h>
#include <string.h>

#include "lab/engine/c11.h"
#include "lab/scene/scenes.h"

static int nr_tests;

static int report(bool ok, const char *name, const char *got)
{
	printf("%sok %d - %s%s%s\n", ok ? "" : "not ", ++nr_tests, name, ok ? "" : ": ", ok ? "" : got);
	return !ok;
}

/* Each quick scene ends as expected; a planted bug's trace has these many steps and no fewer. */
static int run_scene(const struct lab_scene *s)
{
	static const struct {
		const char *name;
		uint32_t steps;
	} shortest[] = {
		/* writer: data, flag; reader: flag, data */
		{ "no-release", 4 }, { "no-acquire", 4 },
		/* both store, both load, both enter, both look: the last of the second */
		{ "no-full-barrier", 7 },
		/* look; set, wake; fall asleep */
		{ "lost-wakeup", 4 },
		/* one swaps the tail, works, and sees nobody behind; the other queues; the tail is cleared; it waits */
		{ "wrong-handover", 7 },
		/* look at A and its next; pop A, pop B, push A; swing the head to B, which is held; pop B */
		{ "aba", 20 },
	};
	struct lab_check_limits limits = { 1000000, 4000 };
	struct lab_check_result r;
	struct pby_arena arena = { 0 };
	struct pby_err err;
	char got[600] = "";
	bool ok;

	if (lab_check__run(s, &limits, &arena, &r, &err)) {
		snprintf(got, sizeof(got), "%s", err.text);
		ok = false;
	} else {
		ok = r.verdict == s->expected && r.states > 0;
		snprintf(got, sizeof(got), "%s after %u states, trace of %u", lab_verdict__name(r.verdict), r.states, r.trace.nr);
		if (s->planted)
			ok = ok && r.trace.nr > 0;
		if (r.verdict == LAB_DEADLOCKED)
			ok = ok && r.waits.nr > 0;
		for (size_t i = 0; i < sizeof(shortest) / sizeof(shortest[0]); i++)
			if (!strcmp(shortest[i].name, s->name))
				ok = ok && r.trace.nr == shortest[i].steps;
	}
	pby_arena__free(&arena);
	return report(ok, s->name, got);
}

/* The deadlock is told in the kernel's words: three parties, each waiting for the next. */
static int run_cycle(const struct lab_scene *s)
{
	struct lab_check_limits limits = { 1000000, 4000 };
	struct lab_check_result r;
	struct pby_arena arena = { 0 };
	bool ok = !lab_check__run(s, &limits, &arena, &r, NULL) && r.waits.nr == 3;

	ok = ok && strstr(r.waits.items[0].what, "zap_pid_ns_processes") && r.waits.items[0].whom == 1 << 1;
	ok = ok && strstr(r.waits.items[1].what, "synchronize_rcu_tasks") && r.waits.items[1].whom == 1 << 2;
	ok = ok && strstr(r.waits.items[2].what, "tasks_rcu_exit_srcu") && r.waits.items[2].whom == 1 << 0;
	pby_arena__free(&arena);
	return report(ok, "the cycle is complete and named", s->name);
}

static int memory_model(void)
{
	static struct lab_c11 m;
	uint64_t zero[2] = { 0, 0 };
	int bad = 0;

	lab_c11__init(&m, zero, 2, 2, false);
	lab_c11__store(&m, 0, 0, 7, __ATOMIC_RELAXED);
	lab_c11__store(&m, 0, 1, 1, __ATOMIC_RELEASE);
	bad += report(lab_c11__choices(&m, 1, 0, __ATOMIC_RELAXED) == 2, "a store that was not acquired may be missed", "no choice");
	bad += report(lab_c11__choices(&m, 0, 0, __ATOMIC_RELAXED) == 1, "one's own store may not", "a choice");
	lab_c11__load(&m, 1, 1, 1, __ATOMIC_ACQUIRE);
	bad += report(lab_c11__choices(&m, 1, 0, __ATOMIC_RELAXED) == 1, "after acquire it is seen", "a choice");
	lab_c11__init(&m, zero, 2, 2, false);
	lab_c11__store(&m, 0, 0, 7, __ATOMIC_RELAXED);
	lab_c11__load(&m, 1, 0, 0, __ATOMIC_RELAXED);
	bad += report(lab_c11__choices(&m, 1, 0, __ATOMIC_RELAXED) == 1, "an overtaken store is not read twice", "it is");
	lab_c11__init(&m, zero, 2, 2, false);
	lab_c11__store(&m, 0, 0, 7, __ATOMIC_SEQ_CST);
	bad += report(lab_c11__choices(&m, 1, 0, __ATOMIC_RELAXED) == 2 && lab_c11__choices(&m, 1, 0, __ATOMIC_SEQ_CST) == 1,
		      "a sequentially consistent load sees such a store", "it may miss it");
	lab_c11__init(&m, zero, 2, 2, true);
	lab_c11__store(&m, 0, 0, 7, __ATOMIC_RELAXED);
	bad += report(lab_c11__choices(&m, 1, 0, __ATOMIC_RELAXED) == 1, "sequentially consistent memory gives no choice", "it does");
	return bad;
}

int main(void)
{
	int bad = memory_model();

	for (size_t g = 0; g < lab_nr_scene_groups; g++)
		for (const struct lab_scene *s = lab_scene_groups[g].scenes; s->name; s++)
			if (!s->slow)
				bad += run_scene(s);
	for (size_t g = 0; g < lab_nr_scene_groups; g++)
		for (const struct lab_scene *s = lab_scene_groups[g].scenes; s->name; s++)
			if (!strcmp(s->name, "srcu") || !strcmp(s->name, "6.3"))
				bad += run_cycle(s);
	printf("1..%d\n", nr_tests);
	return bad != 0;
}
