// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * probe_live.c: probes that this test attaches to itself are listed with their owner, and gone afterwards;
 * a user without rights is told what could not be read.
 */
#define _GNU_SOURCE
#include "support/cmocka.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <fcntl.h>
#include <link.h>
#include <linux/perf_event.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/root.h"
#include "base/text.h"
#include "model/kernel.h"
#include "model/probes.h"
#include "source/kernel_files.h"
#include "source/probe_lists.h"
#include "source/sample.h"

struct machine {
	struct pby_root root;
	struct pby_kernel kernel;
	struct pby_probes probes;
};

static void look(struct machine *m)
{
	const struct pby_avoid nothing = { NULL, NULL };
	struct pby_probe_lists lists = { 0 };
	struct pby_err err;

	*m = (struct machine){ 0 };
	assert_int_equal(pby_root__open(&m->root, NULL, &err), 0);
	pby_probe_lists__start(&lists, &m->root, &nothing);
	pby_source__btf(&m->root, &m->kernel);
	pby_probe_lists__finish(&lists);
	pby_probe_lists__name_functions(&lists, &m->kernel);
	assert_int_equal(pby_probes__build(&m->probes, &lists.seen, &m->kernel), 0);
	pby_probe_lists__free(&lists);
}

static void leave(struct machine *m)
{
	pby_probes__free(&m->probes);
	pby_kernel__free(&m->kernel);
	pby_root__close(&m->root);
}

static bool is_ours(const struct machine *m, const struct pby_probe *p)
{
	for (uint32_t i = 0; i < p->owners.nr; i++)
		if (m->probes.owners.items[p->owners.items[i]].pid == getpid())
			return true;
	return false;
}

static const struct pby_probe *find(const struct machine *m, enum pby_probe_kind kind,
				    const char *target)
{
	for (uint32_t i = 0; i < m->probes.probes.nr; i++) {
		const struct pby_probe *p = &m->probes.probes.items[i];

		if (p->kind == kind && is_ours(m, p) && p->target && !strcmp(p->target, target))
			return p;
	}
	return NULL;
}

static int load(enum bpf_prog_type type, enum bpf_attach_type attach, const char *target)
{
	/* r0 = 0; exit */
	struct bpf_insn insns[] = { { .code = 0xb7 }, { .code = 0x95 } };
	LIBBPF_OPTS(bpf_prog_load_opts, opts, .expected_attach_type = attach);
	int fd;

	if (target) {
		int id = libbpf_find_vmlinux_btf_id(target, attach);

		if (id <= 0)
			return -1;
		opts.attach_btf_id = (uint32_t)id;
	}
	fd = bpf_prog_load(type, "pby_test", "GPL", insns, 2, &opts);
	return fd;
}

/* The system may have BPF for root only, or not at all. */
#define NEED(fd) do { if ((fd) < 0) { print_message("# cannot attach here\n"); skip(); } } while (0)

static void raw_tracepoint(void **state)
{
	int prog = load(BPF_PROG_TYPE_RAW_TRACEPOINT, 0, NULL), link;
	const struct pby_probe *p;
	struct machine m;

	(void)state;
	NEED(prog);
	link = bpf_raw_tracepoint_open("task_rename", prog);
	NEED(link);
	look(&m);
	p = find(&m, PBY_KIND_RAW_TP, "task_rename");
	assert_non_null(p);
	assert_int_not_equal(p->link_id, 0);
	assert_string_equal(pby_probes__program(&m.probes, p)->name, "pby_test");
	assert_string_equal(pby_probes__program(&m.probes, p)->type_name, "raw_tracepoint");
	assert_int_equal(pby_probes__program(&m.probes, p)->processes.nr, 1);
	leave(&m);
	close(link);
	look(&m);
	assert_null(find(&m, PBY_KIND_RAW_TP, "task_rename"));
	leave(&m);
	close(prog);
}

static void tp_btf_and_iterator(void **state)
{
	int tp = load(BPF_PROG_TYPE_TRACING, BPF_TRACE_RAW_TP, "task_rename"), tp_link;
	int iter = load(BPF_PROG_TYPE_TRACING, BPF_TRACE_ITER, "task"), iter_link;
	struct machine m;

	(void)state;
	NEED(tp);
	NEED(iter);
	tp_link = bpf_raw_tracepoint_open(NULL, tp);
	iter_link = bpf_link_create(iter, 0, BPF_TRACE_ITER, NULL);
	NEED(tp_link);
	NEED(iter_link);
	look(&m);
	assert_non_null(find(&m, PBY_KIND_TP_BTF, "task_rename"));
	assert_non_null(find(&m, PBY_KIND_ITER, "task"));
	leave(&m);
	close(iter_link);
	close(tp_link);
	close(iter);
	close(tp);
}

__attribute__((noinline, used)) static int probed(int x)
{
	__asm__ volatile("" : "+r"(x));
	return x + 1;
}

struct where { uintptr_t addr; uint64_t offset; };

static int segment(struct dl_phdr_info *info, size_t size, void *arg)
{
	struct where *w = arg;

	(void)size;
	for (int i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *ph = &info->dlpi_phdr[i];
		uintptr_t start = info->dlpi_addr + ph->p_vaddr;

		if (ph->p_type == PT_LOAD && w->addr >= start && w->addr < start + ph->p_memsz)
			w->offset = w->addr - start + ph->p_offset;
	}
	return w->offset != 0;
}

static int open_uprobe(const char *path, uint64_t offset)
{
	static const char type_path[] = "/sys/bus/event_source/devices/uprobe/type";
	struct perf_event_attr attr = { .size = sizeof(attr), .config1 = (uintptr_t)path,
					.config2 = offset };
	FILE *f = fopen(type_path, "re");
	int fd = -1;

	if (f && fscanf(f, "%u", &attr.type) == 1)
		fd = (int)syscall(SYS_perf_event_open, &attr, -1, 0, -1, PERF_FLAG_FD_CLOEXEC);
	if (f)
		fclose(f);
	return fd;
}

/* By ioctl, so without a link; and by a link, which is the same probe as its perf event. */
static void uprobe(void **state)
{
	struct where w = { .addr = (uintptr_t)probed };
	int prog = load(BPF_PROG_TYPE_KPROBE, 0, NULL), by_ioctl, by_link, link;
	const struct pby_probe *p;
	char self[512] = "";
	struct machine m;
	pid_t child;

	(void)state;
	NEED(prog);
	assert_int_equal(dl_iterate_phdr(segment, &w), 1);
	assert_true(readlink("/proc/self/exe", self, sizeof(self) - 1) > 0);
	by_ioctl = open_uprobe(self, w.offset);
	by_link = open_uprobe(self, w.offset);
	NEED(by_ioctl);
	NEED(by_link);
	assert_int_equal(ioctl(by_ioctl, PERF_EVENT_IOC_SET_BPF, prog), 0);
	link = bpf_link_create(prog, by_link, BPF_PERF_EVENT, NULL);
	NEED(link);
	/* A child inherits the descriptors: it owns the same probes, there are not more. */
	child = fork();
	if (!child)
		for (;;)
			pause();
	look(&m);
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	p = find(&m, PBY_KIND_UPROBE, self);
	assert_non_null(p);
	assert_true(p->offset == w.offset);
	assert_int_equal(p->owners.nr, 2);
	assert_int_equal(p->link_id, 0);
	p++;
	assert_int_equal(p->kind, PBY_KIND_UPROBE);
	assert_true(is_ours(&m, p));
	assert_int_equal(p->owners.nr, 2);
	assert_int_not_equal(p->link_id, 0);
	p++;
	assert_true(p >= m.probes.probes.items + m.probes.probes.nr || !is_ours(&m, p));
	leave(&m);
	close(link);
	close(by_link);
	close(by_ioctl);
	close(prog);
}

/* What is refused is said, and is not an empty list. */
static void without_rights(void **state)
{
	int status;
	pid_t child;

	(void)state;
	if (geteuid())
		skip();
	child = fork();
	if (!child) {
		struct machine m;
		const struct pby_listing *links;

		if (setgid(65534) || setuid(65534))
			_exit(2);
		look(&m);
		links = &m.probes.lists[PBY_LIST_LINKS];
		_exit(links->read != PBY_NO || !strstr(links->why, "CAP_SYS_ADMIN") ||
		      !m.probes.lists[PBY_LIST_HOLDERS].partial ||
		      pby_probes__complete(&m.probes, &m.kernel, PBY_FAMILY_TRAMPOLINE).value != PBY_MAYBE);
	}
	waitpid(child, &status, 0);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

/* A program that runs all the time is seen to run, by statistics that are off again afterwards. */
static void sample(void **state)
{
	int prog = load(BPF_PROG_TYPE_RAW_TRACEPOINT, 0, NULL), link;
	const struct pby_probe *p;
	const struct pby_program *program;
	struct machine m;
	pid_t child;

	(void)state;
	NEED(prog);
	link = bpf_raw_tracepoint_open("task_rename", prog);
	NEED(link);
	child = fork();
	if (!child) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		for (;;)
			prctl(PR_SET_NAME, "renamed");
	}
	look(&m);
	pby_source__sample(0.3, &m.probes);
	p = find(&m, PBY_KIND_RAW_TP, "task_rename");
	assert_non_null(p);
	program = pby_probes__program(&m.probes, p);
	assert_null(m.probes.sample_why);
	assert_true(m.probes.sampled_s >= 0.3);
	assert_int_equal(program->runs_per_s.read, PBY_YES);
	assert_true(program->runs_per_s.value > 0);
	assert_int_equal(program->ns_per_run.read, PBY_YES);
	leave(&m);
	look(&m);
	assert_int_equal(m.probes.stats_holders.nr, 0);
	leave(&m);
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	close(link);
	close(prog);
}

/* Looking leaves no descriptor behind and closes none that is not its own. */
static void descriptors_are_left_alone(void **state)
{
	int spare = open("/dev/null", O_RDONLY | O_CLOEXEC), again;
	struct machine m;

	(void)state;
	look(&m);
	leave(&m);
	for (int fd = 0; fd <= spare; fd++)
		assert_true(fcntl(fd, F_GETFD) >= 0);
	again = open("/dev/null", O_RDONLY | O_CLOEXEC);
	assert_int_equal(again, spare + 1);
	close(again);
	close(spare);
}

static int quiet(enum libbpf_print_level level, const char *fmt, va_list ap)
{
	(void)level;
	(void)fmt;
	(void)ap;
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(raw_tracepoint), cmocka_unit_test(tp_btf_and_iterator),
		cmocka_unit_test(uprobe), cmocka_unit_test(sample),
		cmocka_unit_test(descriptors_are_left_alone),
		cmocka_unit_test(without_rights),
	};

	libbpf_set_print(quiet);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
