// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* cost.c: from samples to probes and processes: what counts, whose it is, and what is left unknown. */
#include <stdlib.h>
#include <string.h>

#include "model/cost/cost.h"
#include "model/cost/dispatch.h"
#include "model/kernel.h"
#include "support/cmocka.h"

/* Each function is 0x1000 long. */
static const char symbols[] =
	"ffffffff81001000 T vfs_read\n"
	"ffffffff81002000 T ksys_read\n"
	"ffffffff81003000 T kprobe_ftrace_handler\n"
	"ffffffff81004000 T ftrace_regs_caller\n"
	"ffffffff81005000 T uprobe_notify_resume\n"
	"ffffffff81006000 T asm_exc_int3\n"
	"ffffffff81007000 T asm_sysvec_apic_timer_interrupt\n"
	"ffffffff81008000 T net_rx_action\n"
	"ffffffff81009000 T rethook_trampoline_handler\n"
	"ffffffff8100a000 T arch_rethook_trampoline\n"
	"ffffffff8100b000 T bpf_prog_load\n"
	"ffffffff8100c000 T do_syscall_64\n"
	"ffffffff8100d000 T entry_SYSCALL_64_after_hwframe\n"
	"ffffffff8100e000 T __x64_sys_uprobe\n"
	"ffffffff8100f000 T tcp_recvmsg\n"
	"ffffffff81010000 T irqentry_exit_to_user_mode\n"
	"ffffffff81011000 T asm_exc_debug\n"
	"ffffffff81012000 T __x64_sys_uretprobe\n"
	"ffffffffc0001000 t bpf_prog_1111111111111111_on_read	[bpf]\n"
	"ffffffffc0002000 t bpf_prog_2222222222222222_on_call	[bpf]\n"
	"ffffffffc0003000 t bpf_trampoline_6442500000	[bpf]\n"
	"ffffffffc0004000 t bpf_prog_3333333333333333_on_exit	[bpf]\n"
	"ffffffffc0005000 t behind	[bpf]\n";

enum { /* by their place in the table */
	VFS_READ = 1, KSYS_READ, KPROBE_HANDLER, FTRACE_CALLER, NOTIFY_RESUME, INT3, TIMER, NET_RX, RETHOOK, RETHOOK_TRAMP,
	PROG_LOAD, DO_SYSCALL, ENTRY_SYSCALL, SYS_UPROBE, TCP_RECVMSG, EXIT_TO_USER, DEBUG, SYS_URETPROBE,
	ON_READ = 0x100, ON_CALL, TRAMPOLINE, ON_EXIT,
};

static uint64_t in(int function)
{
	if (function >= ON_READ)
		return 0xffffffffc0001010 + (uint64_t)(function - ON_READ) * 0x1000;
	return 0xffffffff81000010 + (uint64_t)function * 0x1000;
}

struct machine {
	struct pby_kernel kernel;
	struct pby_probes probes;
	struct pby_cost_seen seen;
	struct pby_arena arena;
	struct pby_cost cost;
};

static uint32_t program(struct machine *m, uint32_t id, uint8_t tag, const char *name)
{
	struct pby_program *p = PBY_PUSH(&m->probes.arena, &m->probes.programs);

	*p = (struct pby_program){ .id = id, .name = name, .type_name = "kprobe", .nr_probes = 1 };
	memset(p->tag, tag, sizeof(p->tag));
	return m->probes.programs.nr - 1;
}

static struct pby_probe *probe(struct machine *m, enum pby_probe_kind kind, const char *target, uint64_t offset,
			       uint32_t prog)
{
	struct pby_probe *p = PBY_PUSH(&m->probes.arena, &m->probes.probes);

	*p = (struct pby_probe){ .kind = kind, .target = target, .offset = offset, .prog = prog, .nr_places = 1 };
	return p;
}

static int set_up(void **state)
{
	struct machine *m = calloc(1, sizeof(*m));
	struct pby_buf text = { 0 };

	/* A kernel's table is long. */
	for (int i = 0; i < 100; i++)
		pby_buf__addf(&text, "ffffffff80%06x T filler_%d\n", i * 16, i);
	pby_buf__adds(&text, symbols);
	assert_int_equal(pby_kernel__take_symbols(&m->kernel, &text, "test"), 0);
	m->seen = (struct pby_cost_seen){ .seconds = 1, .clock = PBY_CLOCK_CPU, .tick_ns = 1000000, .nr_cpus = 2 };
	program(m, 11, 0x11, "on_read");
	program(m, 22, 0x22, "on_call");
	program(m, 33, 0x33, "on_exit");
	*state = m;
	return 0;
}

static int tear_down(void **state)
{
	struct machine *m = *state;

	pby_cost__free(&m->cost);
	pby_arena__free(&m->arena);
	pby_arena__free(&m->probes.arena);
	pby_kernel__free(&m->kernel);
	free(m);
	return 0;
}

/* A tick in the kernel; functions end with 0. */
static void kernel_tick(struct machine *m, int pid, uint64_t user_ip, const int *functions)
{
	struct pby_cost_sample *s = PBY_PUSH(&m->arena, &m->seen.samples);
	uint64_t *chain = pby_arena__alloc(&m->arena, 16 * sizeof(*chain));
	uint32_t nr = 0;

	for (; functions[nr]; nr++)
		chain[nr] = in(functions[nr]);
	*s = (struct pby_cost_sample){ .pid = pid, .tid = pid, .ip = chain[0], .user_ip = user_ip,
				       .period = 1000000, .nr_chain = nr, .chain = chain };
}
#define KERNEL(m, pid, user_ip, ...) kernel_tick(m, pid, user_ip, (const int[]){ __VA_ARGS__, 0 })

static void user_tick(struct machine *m, int pid, uint64_t ip)
{
	struct pby_cost_sample *s = PBY_PUSH(&m->arena, &m->seen.samples);

	*s = (struct pby_cost_sample){ .pid = pid, .tid = pid, .user = true, .ip = ip, .user_ip = ip,
				       .period = 1000000 };
}

static void build(struct machine *m)
{
	assert_int_equal(pby_cost__build(&m->cost, &m->seen, &m->probes, &m->kernel), 0);
}

static int ticks_of(const struct machine *m, uint32_t probe)
{
	return (int)(m->cost.probes.items[probe].sampled.samples + 0.5);
}

static double paid(const struct machine *m, int pid)
{
	for (uint32_t i = 0; i < m->cost.processes.nr; i++)
		if (m->cost.processes.items[i].pid == pid)
			return m->cost.processes.items[i].probe_ns / 1e6;
	return -1;
}

/* The program and the way to it are the probe's; the function that it is on is not. */
static void test_kprobe(void **state)
{
	struct machine *m = *state;

	probe(m, PBY_KIND_KPROBE, "vfs_read", 0, 0);
	KERNEL(m, 7, 0x400000, ON_READ, KPROBE_HANDLER, FTRACE_CALLER, VFS_READ, KSYS_READ);
	KERNEL(m, 7, 0x400000, KPROBE_HANDLER, FTRACE_CALLER, VFS_READ, KSYS_READ);
	KERNEL(m, 7, 0x400000, FTRACE_CALLER, VFS_READ, KSYS_READ);
	KERNEL(m, 7, 0x400000, VFS_READ, KSYS_READ);
	user_tick(m, 7, 0x400000);
	build(m);
	assert_int_equal(ticks_of(m, 0), 3);
	assert_true(m->cost.probes.items[0].sampled.body_ns == 1e6);
	assert_true(m->cost.busy_ns == 5e6 && m->cost.probe_ns == 3e6 && !m->cost.unknown_ns);
	assert_true(paid(m, 7) == 3);
	assert_int_equal(m->cost.pairs.nr, 1);
}

/* A trampoline calls the function itself; a return trampoline stands below it: its body is not cost. */
static void test_function_below_a_gate(void **state)
{
	struct machine *m = *state;

	probe(m, PBY_KIND_FEXIT, "tcp_recvmsg", 0, 2);
	KERNEL(m, 7, 1, NET_RX, TCP_RECVMSG, TRAMPOLINE, KSYS_READ);
	KERNEL(m, 7, 1, TCP_RECVMSG, RETHOOK_TRAMP, KSYS_READ);
	KERNEL(m, 7, 1, ON_EXIT, TRAMPOLINE, KSYS_READ);
	KERNEL(m, 7, 1, TRAMPOLINE, KSYS_READ);
	build(m);
	assert_int_equal(ticks_of(m, 0), 2);
	assert_true(m->cost.probe_ns == 2e6);
}

/* What an interrupt does inside of a program is not the program's; a probe that the interrupt hits is a probe's. */
static void test_interrupt(void **state)
{
	struct machine *m = *state;

	probe(m, PBY_KIND_KPROBE, "vfs_read", 0, 0);
	KERNEL(m, 7, 1, NET_RX, TIMER, ON_READ, KPROBE_HANDLER, FTRACE_CALLER, VFS_READ);
	KERNEL(m, 7, 1, TIMER, ON_READ, KPROBE_HANDLER, FTRACE_CALLER, VFS_READ);
	build(m);
	assert_true(m->cost.probe_ns == 0);
	KERNEL(m, 7, 1, ON_READ, KPROBE_HANDLER, FTRACE_CALLER, VFS_READ, TIMER, KSYS_READ);
	pby_cost__free(&m->cost);
	build(m);
	assert_int_equal(ticks_of(m, 0), 1);
}

/* Code that was made after the table was read is nobody's, though it lies behind a trampoline. */
static void test_unknown_code(void **state)
{
	struct machine *m = *state;
	struct pby_cost_sample *s;

	probe(m, PBY_KIND_FEXIT, "tcp_recvmsg", 0, 2);
	m->probes.programs.items[2].jited_len = 0x80;
	KERNEL(m, 7, 1, TRAMPOLINE, KSYS_READ);
	KERNEL(m, 7, 1, ON_EXIT, KSYS_READ);
	KERNEL(m, 7, 1, ON_EXIT, KSYS_READ);
	s = &m->seen.samples.items[2];
	((uint64_t *)(uintptr_t)s->chain)[0] += 0x100;
	build(m);
	assert_int_equal(ticks_of(m, 0), 2);
	assert_true(m->cost.probe_ns == 2e6);
}

/* Names that only look like generated code. */
static void test_names(void **state)
{
	struct machine *m = *state;

	probe(m, PBY_KIND_KPROBE, "vfs_read", 0, 0);
	KERNEL(m, 7, 1, PROG_LOAD, KSYS_READ);
	build(m);
	assert_true(m->cost.probe_ns == 0 && m->cost.busy_ns == 1e6);
}

/* The user instruction behind the trap pays for what cpu-clock could not tick in, in this process alone. */
static void test_uprobe_places(void **state)
{
	struct machine *m = *state;

	probe(m, PBY_KIND_UPROBE, "/app", 0x1136, 1);
	probe(m, PBY_KIND_UPROBE, "/app", 0x1200, 0);
	KERNEL(m, 7, 0x401136, NOTIFY_RESUME, EXIT_TO_USER, INT3);
	KERNEL(m, 7, 0x401136, ON_CALL, NOTIFY_RESUME, EXIT_TO_USER, INT3);
	user_tick(m, 7, 0x401137);
	user_tick(m, 7, 0x401137);
	user_tick(m, 7, 0x401139);
	user_tick(m, 8, 0x401137);
	KERNEL(m, 8, 0x401300, INT3);	/* a debugger's, for all that is known */
	build(m);
	assert_int_equal(ticks_of(m, 0), 4);
	assert_int_equal(ticks_of(m, 1), 0);
	assert_true(m->cost.probes.items[0].sampled.behind_ns == 2e6);
	assert_true(m->cost.probes.items[0].sampled.body_ns == 1e6);
	assert_true(paid(m, 7) == 4 && paid(m, 8) == 0);
}

/* A timer that had to wait ticks on the way out, before any handler; a single step ends at the return address. */
static void test_bare_traps(void **state)
{
	struct machine *m = *state;

	probe(m, PBY_KIND_UPROBE, "/app", 0x1136, 1);
	KERNEL(m, 7, 0x401137, EXIT_TO_USER, INT3);
	KERNEL(m, 7, 0x408888, EXIT_TO_USER, DEBUG);
	user_tick(m, 7, 0x408888);
	KERNEL(m, 8, 0x401300, EXIT_TO_USER, INT3);
	build(m);
	assert_int_equal(ticks_of(m, 0), 3);
	assert_true(paid(m, 8) == 0);
}

/* Without any uprobe a single step is a debugger's. */
static void test_debugger(void **state)
{
	struct machine *m = *state;

	probe(m, PBY_KIND_KPROBE, "vfs_read", 0, 0);
	KERNEL(m, 7, 0x408888, EXIT_TO_USER, DEBUG);
	build(m);
	assert_true(m->cost.probe_ns == 0);
}

/* Instructions of a trampoline's page, beside the one that its system call returns to. */
static void test_trampoline_page(void **state)
{
	struct machine *m = *state;

	probe(m, PBY_KIND_UPROBE, "/app", 0x1136, 1);
	KERNEL(m, 7, 0x7ffff000b, ON_CALL, SYS_UPROBE, DO_SYSCALL, ENTRY_SYSCALL);
	user_tick(m, 7, 0x7ffff0001);
	user_tick(m, 7, 0x7ffff0100);
	user_tick(m, 8, 0x7ffff0001);
	build(m);
	assert_int_equal(ticks_of(m, 0), 2);
}

/* The system call of an optimised uprobe: what is around it counts when user mode goes on at its place. */
static void test_uprobe_syscall(void **state)
{
	struct machine *m = *state;

	probe(m, PBY_KIND_UPROBE, "/app", 0x1136, 1);
	KERNEL(m, 7, 0x7ffff000b, ON_CALL, SYS_UPROBE, DO_SYSCALL, ENTRY_SYSCALL);
	KERNEL(m, 7, 0x7ffff000b, DO_SYSCALL, ENTRY_SYSCALL);
	KERNEL(m, 7, 0x401000, DO_SYSCALL, ENTRY_SYSCALL);
	KERNEL(m, 7, 0x7ffff000b, VFS_READ, DO_SYSCALL, ENTRY_SYSCALL);
	user_tick(m, 7, 0x7ffff000b);
	build(m);
	assert_int_equal(ticks_of(m, 0), 3);
}

/* What only tells its family is shared among the probes of the family, as their own is. */
static void test_sharing(void **state)
{
	struct machine *m = *state;

	probe(m, PBY_KIND_KRETPROBE, "vfs_read", 0, 0);
	probe(m, PBY_KIND_KRETPROBE, "tcp_recvmsg", 0, 1);
	for (int i = 0; i < 3; i++)
		KERNEL(m, 7, 1, ON_READ, RETHOOK, RETHOOK_TRAMP, KSYS_READ);
	KERNEL(m, 7, 1, ON_CALL, RETHOOK, RETHOOK_TRAMP, KSYS_READ);
	for (int i = 0; i < 4; i++)
		KERNEL(m, 7, 1, KPROBE_HANDLER, FTRACE_CALLER, KSYS_READ);
	build(m);
	assert_int_equal(ticks_of(m, 0), 6);
	assert_int_equal(ticks_of(m, 1), 2);
	assert_true(m->cost.probes.items[0].sampled.shared_ns == 3e6);
	assert_true(m->cost.unknown_ns == 0);
}

/* A uprobe and a uretprobe at one place: the trap is both's, the return only one's. */
static void test_one_place(void **state)
{
	struct machine *m = *state;

	probe(m, PBY_KIND_UPROBE, "/app", 0x1136, 0);
	probe(m, PBY_KIND_URETPROBE, "/app", 0x1136, 1);
	for (int i = 0; i < 4; i++)
		KERNEL(m, 7, 0x401136, NOTIFY_RESUME, EXIT_TO_USER, INT3);
	KERNEL(m, 7, 0x7fffe00d, SYS_URETPROBE, DO_SYSCALL, ENTRY_SYSCALL);
	user_tick(m, 7, 0x7fffe00d);
	build(m);
	assert_int_equal(ticks_of(m, 0), 2);
	assert_int_equal(ticks_of(m, 1), 4);
}

/* A process in uprobes that are none of the listed ones: they came later, and the listed ones are not blamed. */
static void test_unlisted(void **state)
{
	struct machine *m = *state;

	probe(m, PBY_KIND_UPROBE, "/app", 0x1136, 0);
	for (int i = 0; i < 6; i++)
		KERNEL(m, 7, 0x401500, NOTIFY_RESUME, EXIT_TO_USER, INT3);
	KERNEL(m, 8, 0x401136, NOTIFY_RESUME, EXIT_TO_USER, INT3);
	build(m);
	assert_int_equal(ticks_of(m, 0), 1);
	assert_true(m->cost.unknown_ns == 6e6);
}

/* Of probes that no list showed nobody is blamed. */
static void test_unknown(void **state)
{
	struct machine *m = *state;

	probe(m, PBY_KIND_UPROBE, "/app", 0x1136, 1);
	KERNEL(m, 7, 1, KPROBE_HANDLER, FTRACE_CALLER, VFS_READ, KSYS_READ);
	build(m);
	assert_int_equal(ticks_of(m, 0), 0);
	assert_true(m->cost.unknown_ns == 1e6 && m->cost.probe_ns == 1e6);
}

/* Ticks of a PMU stand for parts of the time that their CPU was busy. */
static void test_cycles(void **state)
{
	struct machine *m = *state;
	double *busy = PBY_PUSH(&m->arena, &m->seen.cpu_busy_s);

	*busy = 0.5;
	m->seen.clock = PBY_CLOCK_CYCLES;
	probe(m, PBY_KIND_KPROBE, "vfs_read", 0, 0);
	KERNEL(m, 7, 1, ON_READ, KPROBE_HANDLER, FTRACE_CALLER, VFS_READ);
	user_tick(m, 7, 1);
	m->seen.samples.items[0].period = 3000;
	m->seen.samples.items[1].period = 1000;
	build(m);
	assert_true(m->cost.busy_ns == 5e8);
	assert_true(m->cost.probes.items[0].sampled.ns == 3.75e8);
}

static void test_counts(void **state)
{
	struct machine *m = *state;
	struct pby_cost_runs *r;

	probe(m, PBY_KIND_KPROBE, "vfs_read", 0, 0);
	probe(m, PBY_KIND_KPROBE, "ksys_read", 0, 1);
	m->seen.counted = PBY_YES;
	m->seen.window_s = 0.1;
	m->seen.stats.empty_ns = 40;
	r = PBY_PUSH(&m->arena, &m->seen.runs);
	*r = (struct pby_cost_runs){ .prog = 11, .runs = 1000, .run_ns = 100000, .misses = 5, .has_misses = true };
	build(m);
	assert_true(m->cost.probes.items[0].hits_per_s.value == 10000);
	assert_true(m->cost.probes.items[0].run_ns.value == 60);
	assert_true(m->cost.probes.items[0].lost_per_s.value == 5);
	assert_int_equal(m->cost.probes.items[1].hits_per_s.read, PBY_MAYBE);
	assert_non_null(m->cost.probes.items[1].hits_per_s.why);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(test_kprobe), TEST(test_function_below_a_gate), TEST(test_interrupt), TEST(test_names), TEST(test_unknown_code),
		TEST(test_uprobe_places), TEST(test_bare_traps), TEST(test_debugger), TEST(test_trampoline_page),
		TEST(test_uprobe_syscall), TEST(test_sharing), TEST(test_one_place), TEST(test_unlisted), TEST(test_unknown),
		TEST(test_cycles), TEST(test_counts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
