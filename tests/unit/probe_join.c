// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* probe_join.c: one probe seen by several lists is one probe, with what each of them knows. */
#include "support/cmocka.h"

#include <string.h>

#include "model/kernel.h"
#include "model/probes.h"

enum { LINK_TRACING = 2, LINK_PERF = 7, PROG_KPROBE = 2, PROG_TRACING = 26, AT_FENTRY = 24,
       PERF_KPROBE = 3, PERF_KRETPROBE = 4, FD_KPROBE = 2, FD_KRETPROBE = 3 };

struct world {
	struct pby_arena arena;
	struct pby_sightings seen;
	struct pby_kernel kernel;
	struct pby_probes probes;
};

static int setup(void **state)
{
	struct world *w = test_calloc(1, sizeof(*w));

	for (int i = 0; i < PBY_NR_PROBE_LISTS; i++)
		w->seen.lists[i].read = PBY_YES;
	w->seen.lists[PBY_LIST_KCORE].read = PBY_MAYBE;
	*state = w;
	return 0;
}

static int teardown(void **state)
{
	struct world *w = *state;

	pby_probes__free(&w->probes);
	pby_kernel__free(&w->kernel);
	pby_arena__free(&w->arena);
	test_free(w);
	return 0;
}

#define ADD(w, vec, ...) (*PBY_PUSH(&(w)->arena, &(w)->seen.vec) = (__typeof__(*(w)->seen.vec.items)){ __VA_ARGS__ })

static void program(struct world *w, uint32_t id, uint32_t type)
{
	ADD(w, programs, .id = id, .type = type, .name = "prog");
}

static void process(struct world *w, pid_t pid)
{
	ADD(w, processes, .pid = pid, .comm = "agent",
	    .cgroup = "/docker/9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
}

static void holds_link(struct world *w, uint32_t process, uint32_t id)
{
	ADD(w, holders, .process = process, .what = PBY_HOLDS_LINK, .id = id, .name = "",
	    .same_as = UINT32_MAX);
}

static void holds_perf(struct world *w, uint32_t process, uint32_t prog, uint32_t type,
		       const char *name)
{
	ADD(w, holders, .process = process, .what = PBY_HOLDS_PERF, .id = prog, .fd_type = type,
	    .name = name, .same_as = UINT32_MAX);
}

static const struct pby_probe *build(struct world *w, uint32_t nr)
{
	assert_int_equal(pby_probes__build(&w->probes, &w->seen, &w->kernel), 0);
	assert_int_equal(w->probes.probes.nr, nr);
	return w->probes.probes.items;
}

static bool seen_by(const struct pby_probe *p, enum pby_probe_list list)
{
	return p->seen_by >> list & 1;
}

/* 5.15 to 6.5: the link says that it is on a perf event, the descriptor says where. */
static void silent_link_and_descriptor(void **state)
{
	struct world *w = *state;
	const struct pby_probe *p;

	program(w, 5, PROG_KPROBE);
	process(w, 100);
	ADD(w, links, .id = 7, .type = LINK_PERF, .prog = 5, .name = "");
	holds_link(w, 0, 7);
	holds_perf(w, 0, 5, FD_KRETPROBE, "vfs_read");
	p = build(w, 1);
	assert_int_equal(p->kind, PBY_KIND_KRETPROBE);
	assert_string_equal(p->target, "vfs_read");
	assert_int_equal(p->link_id, 7);
	assert_int_equal(p->owners.nr, 1);
	assert_string_equal(w->probes.owners.items[0].runtime, "docker");
	assert_int_equal(p->missed.read, PBY_NO);
	assert_non_null(p->missed.why);
	assert_true(seen_by(p, PBY_LIST_LINKS) && seen_by(p, PBY_LIST_HOLDERS));
}

/* Two silent links of one program: which is which is not known, and not claimed. */
static void silent_links_stay_apart(void **state)
{
	struct world *w = *state;
	const struct pby_probe *p;

	program(w, 5, PROG_KPROBE);
	process(w, 100);
	ADD(w, links, .id = 7, .type = LINK_PERF, .prog = 5, .name = "");
	ADD(w, links, .id = 8, .type = LINK_PERF, .prog = 5, .name = "");
	holds_link(w, 0, 7);
	holds_link(w, 0, 8);
	holds_perf(w, 0, 5, FD_KPROBE, "vfs_write");
	holds_perf(w, 0, 5, FD_KPROBE, "vfs_read");
	p = build(w, 2);
	assert_string_equal(p[0].target, "vfs_read");
	assert_string_equal(p[1].target, "vfs_write");
	assert_int_equal(p[0].link_id, 0);
	assert_int_equal(p[1].link_id, 0);
}

/* Another process's descriptor is another probe. */
static void silent_link_of_another(void **state)
{
	struct world *w = *state;

	program(w, 5, PROG_KPROBE);
	process(w, 100);
	process(w, 200);
	ADD(w, links, .id = 7, .type = LINK_PERF, .prog = 5, .name = "");
	holds_link(w, 0, 7);
	holds_perf(w, 1, 5, FD_KPROBE, "vfs_read");
	build(w, 2);
}

/* From 6.6 on the link tells; 6.7: what it missed too. */
static void telling_link(void **state)
{
	struct world *w = *state;
	const struct pby_probe *p;

	program(w, 5, PROG_KPROBE);
	process(w, 100);
	ADD(w, links, .id = 7, .type = LINK_PERF, .prog = 5, .perf_type = PERF_KRETPROBE,
	    .name = "vfs_read", .addr = 0xffffffff81000004, .missed = 270);
	ADD(w, links, .id = 8, .type = LINK_PERF, .prog = 5, .perf_type = PERF_KRETPROBE,
	    .name = "vfs_write", .addr = 0xffffffff81001004);
	holds_link(w, 0, 7);
	holds_link(w, 0, 8);
	holds_perf(w, 0, 5, FD_KRETPROBE, "vfs_write");
	holds_perf(w, 0, 5, FD_KRETPROBE, "vfs_read");
	ADD(w, kprobes, .addr = 0xffffffff81000004, .returns = true, .symbol = "vfs_read",
	    .offset = 4, .flags = PBY_KP_FTRACE);
	p = build(w, 2);
	assert_int_equal(p[0].missed.value, 270);
	assert_int_equal(p[0].link_id, 7);
	assert_int_equal(p[0].state, PBY_STATE_FTRACE);
	/* No types were read: 0 may be a count or a kernel that does not count. */
	assert_int_equal(p[1].missed.read, PBY_NO);
	assert_int_equal(p[1].state, 0);
}

static void inherited_descriptor(void **state)
{
	struct world *w = *state;
	const struct pby_probe *p;

	program(w, 5, PROG_KPROBE);
	process(w, 100);
	process(w, 101);
	holds_perf(w, 0, 5, FD_KPROBE, "vfs_read");
	holds_perf(w, 1, 5, FD_KPROBE, "vfs_read");
	holds_perf(w, 1, 5, FD_KPROBE, "vfs_read");
	w->seen.holders.items[1].same_as = 0;
	p = build(w, 2);
	assert_int_equal(p[0].owners.nr + p[1].owners.nr, 3);
}

static void tracefs_event(void **state)
{
	struct world *w = *state;
	const struct pby_probe *p;

	ADD(w, events, .letter = 'r', .returns = true, .maxactive = 10, .group = "kprobes",
	    .event = "back", .name = "vfs_write");
	ADD(w, profiles, .event = "back", .hits = 10, .missed = 19);
	ADD(w, enabled_events, "kprobes:back");
	ADD(w, kprobes, .addr = 0xffffffff81000000, .returns = true, .symbol = "vfs_write",
	    .flags = PBY_KP_FTRACE);
	p = build(w, 1);
	assert_int_equal(p->missed.value, 19);
	assert_int_equal(p->hits.value, 10);
	assert_int_equal(p->maxactive, 10);
	assert_int_equal(p->state, PBY_STATE_FTRACE | PBY_STATE_ENABLED);
	assert_string_equal(p->event, "kprobes/back");
	assert_int_equal(p->owners.nr, 0);
}

/* The profile leaves the group out: two events of one name cannot be told apart. */
static void profile_with_two_of_a_name(void **state)
{
	struct world *w = *state;
	const struct pby_probe *p;

	ADD(w, events, .letter = 'p', .group = "a", .event = "same", .name = "vfs_read");
	ADD(w, events, .letter = 'p', .group = "b", .event = "same", .name = "vfs_write");
	ADD(w, profiles, .event = "same", .hits = 10);
	ADD(w, profiles, .event = "same", .hits = 20);
	p = build(w, 2);
	assert_int_equal(p[0].hits.read, PBY_NO);
	assert_int_equal(p[1].hits.read, PBY_NO);
}

/* A program on an event of tracefs: the kernel has one kprobe, so there is one probe. */
static void program_on_tracefs_event(void **state)
{
	struct world *w = *state;
	const struct pby_probe *p;

	program(w, 5, PROG_KPROBE);
	process(w, 100);
	holds_perf(w, 0, 5, FD_KPROBE, "vfs_read");
	ADD(w, events, .letter = 'p', .group = "kprobes", .event = "p_vfs_read_bcc_100",
	    .name = "vfs_read");
	ADD(w, profiles, .event = "p_vfs_read_bcc_100", .hits = 3);
	ADD(w, kprobes, .addr = 0xffffffff81000000, .symbol = "vfs_read", .flags = PBY_KP_FTRACE);
	p = build(w, 1);
	assert_int_equal(p->owners.nr, 1);
	assert_string_equal(p->event, "kprobes/p_vfs_read_bcc_100");
	assert_int_equal(p->hits.value, 3);
}

/* Beside a program's own probe the same event is a second kprobe. */
static void program_beside_tracefs_event(void **state)
{
	struct world *w = *state;

	program(w, 5, PROG_KPROBE);
	process(w, 100);
	holds_perf(w, 0, 5, FD_KPROBE, "vfs_read");
	ADD(w, events, .letter = 'p', .group = "kprobes", .event = "mine", .name = "vfs_read");
	ADD(w, kprobes, .addr = 0xffffffff81000000, .symbol = "vfs_read", .flags = PBY_KP_FTRACE);
	ADD(w, kprobes, .addr = 0xffffffff81000000, .symbol = "vfs_read", .flags = PBY_KP_FTRACE);
	build(w, 2);
}

static void kprobe_of_a_module(void **state)
{
	struct world *w = *state;
	const struct pby_probe *p;

	ADD(w, kprobes, .addr = 0xffffffffc0001000, .symbol = "ext4_sync_file", .module = "ext4",
	    .offset = 9);
	p = build(w, 1);
	assert_int_equal(p->state, PBY_STATE_INT3);
	assert_string_equal(p->module, "ext4");
	assert_string_equal(pby_probe__where(p, &w->arena), "ext4:ext4_sync_file+0x9");
	assert_int_equal(p->missed.read, PBY_NO);
}

static void misses_from_memory(void **state)
{
	struct world *w = *state;
	const struct pby_probe *p;

	w->seen.lists[PBY_LIST_KCORE].read = PBY_YES;
	ADD(w, kprobes, .addr = 0x1000, .returns = true, .symbol = "alone");
	ADD(w, kprobes, .addr = 0x2000, .returns = true, .symbol = "shared");
	ADD(w, kprobes, .addr = 0x2000, .returns = true, .symbol = "shared");
	ADD(w, kprobes, .addr = 0x3000, .symbol = "untold");
	ADD(w, memory, .addr = 0x1000, .returns = true, .missed = 310);
	ADD(w, memory, .addr = 0x2000, .returns = true, .missed = 1);
	ADD(w, memory, .addr = 0x2000, .returns = true, .missed = 2);
	p = build(w, 4);
	assert_string_equal(p[0].target, "untold");
	assert_int_equal(p[0].missed.read, PBY_NO);
	assert_int_equal(p[1].missed.value, 310);
	/* Which of the two lost them cannot be told: the sum is named. */
	assert_int_equal(p[2].missed.read, PBY_NO);
	assert_non_null(strstr(p[2].missed.why, "lost 3 events"));
}

/* Of two at one place tracefs tells one: the other has the rest. */
static void misses_by_subtraction(void **state)
{
	struct world *w = *state;
	const struct pby_probe *p;

	w->seen.lists[PBY_LIST_KCORE].read = PBY_YES;
	program(w, 5, PROG_KPROBE);
	process(w, 100);
	holds_perf(w, 0, 5, FD_KRETPROBE, "shared");
	ADD(w, events, .letter = 'r', .returns = true, .group = "g", .event = "mine", .name = "shared");
	ADD(w, profiles, .event = "mine", .missed = 54);
	ADD(w, kprobes, .addr = 0x2000, .returns = true, .symbol = "shared");
	ADD(w, kprobes, .addr = 0x2000, .returns = true, .symbol = "shared");
	ADD(w, memory, .addr = 0x2000, .returns = true, .missed = 54);
	ADD(w, memory, .addr = 0x2000, .returns = true, .missed = 60);
	p = build(w, 2);
	assert_int_equal(p[0].missed.value + p[1].missed.value, 114);
	assert_int_equal(p[p[0].event ? 1 : 0].missed.value, 60);
}

static void fentry(struct world *w, uint32_t id)
{
	program(w, id, PROG_TRACING);
	ADD(w, links, .id = id, .type = LINK_TRACING, .prog = id, .attach_type = AT_FENTRY, .name = "");
}

/* Before 5.13 a tracing link does not tell its target; one trampoline leaves no choice. */
static void silent_trampolines(void **state)
{
	struct world *w = *state;
	const struct pby_probe *p;

	fentry(w, 1);
	fentry(w, 2);
	ADD(w, hooks, .function = "vfs_fsync", .nr = 1, .flags = PBY_FTRACE_DIRECT, .trampoline = 32014,
	    .callback = "call_direct_funcs");
	p = build(w, 2);
	assert_int_equal(p->kind, PBY_KIND_FENTRY);
	assert_string_equal(p[0].target, "vfs_fsync");
	assert_string_equal(p[1].target, "vfs_fsync");
	pby_probes__free(&w->probes);
	ADD(w, hooks, .function = "vfs_open", .nr = 1, .flags = PBY_FTRACE_DIRECT, .trampoline = 32015,
	    .callback = "call_direct_funcs");
	p = build(w, 2);
	assert_null(p->target);
	assert_non_null(strstr(p->target_why, "vfs_fsync, vfs_open"));
}

static void hooks_without_bpf(void **state)
{
	struct world *w = *state;
	const struct pby_probe *p;

	ADD(w, hooks, .function = "vfs_read", .nr = 1, .callback = "function_trace_call");
	ADD(w, hooks, .function = "vfs_write", .nr = 1, .callback = "function_trace_call");
	ADD(w, hooks, .function = "vfs_open", .nr = 1, .callback = "kprobe_ftrace_handler");
	ADD(w, kprobes, .addr = 1, .symbol = "vfs_open", .flags = PBY_KP_FTRACE);
	p = build(w, 2);
	assert_int_equal(p[1].kind, PBY_KIND_FTRACE);
	assert_string_equal(p[1].callback, "function_trace_call");
	assert_int_equal(p[1].nr_places, 2);
}

static void what_is_complete(void **state)
{
	struct world *w = *state;
	struct pby_fact f;

	build(w, 0);
	f = pby_probes__complete(&w->probes, &w->kernel, PBY_FAMILY_UPROBE);
	assert_int_equal(f.value, PBY_YES);
	w->probes.lists[PBY_LIST_HOLDERS].partial = true;
	w->probes.lists[PBY_LIST_HOLDERS].why = "3 processes were closed";
	f = pby_probes__complete(&w->probes, &w->kernel, PBY_FAMILY_UPROBE);
	assert_int_equal(f.value, PBY_MAYBE);
	assert_string_equal(f.text, "3 processes were closed");
	/* The kernel's own list shows kprobes without the help of processes. */
	f = pby_probes__complete(&w->probes, &w->kernel, PBY_FAMILY_KPROBE);
	assert_int_equal(f.value, PBY_YES);
	w->probes.lists[PBY_LIST_KPROBES].read = PBY_NO;
	f = pby_probes__complete(&w->probes, &w->kernel, PBY_FAMILY_KPROBE);
	assert_int_equal(f.value, PBY_MAYBE);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(silent_link_and_descriptor), TEST(silent_links_stay_apart),
		TEST(silent_link_of_another), TEST(telling_link), TEST(inherited_descriptor),
		TEST(tracefs_event), TEST(profile_with_two_of_a_name), TEST(program_on_tracefs_event),
		TEST(program_beside_tracefs_event), TEST(kprobe_of_a_module), TEST(misses_from_memory),
		TEST(misses_by_subtraction),
		TEST(silent_trampolines), TEST(hooks_without_bpf), TEST(what_is_complete),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
